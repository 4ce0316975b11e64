import type { ColumnReference, NameSymbol, RowSource } from '@ferry/source-sqlserver';
import { partsOf, symbolOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { refuse } from './lowering';
import type { Lowering } from './lowering';
import { lowerSpatial } from './spatial';
import { temporaryName } from './temporary-names';

/** What qualifies the columns of a source: its alias, or the name of its table. */
export function qualifierOf(low: Lowering, source: RowSource): string {
  const renamed = low.rowNames[source.alias];
  if (renamed !== undefined && (source.origin === 'inserted' || source.origin === 'deleted')) return renamed;
  const record = low.records.get(source);
  if (record !== undefined) return record;
  const { fold } = low.binding.index;
  // In PL/pgSQL the name of a function qualifies its own variables: rows of that name need another.
  if (low.place === 'routine' && fold(source.alias) === fold(low.ctx.object.name ?? '') && source.origin !== 'inserted' && source.origin !== 'deleted') return `${low.ctx.names.local(source.alias)}_rows`;
  if (source.object !== undefined && source.name !== undefined && fold(source.alias) === fold(source.name) && source.origin !== 'function') return low.ctx.names.relation(source.object.schema, source.object.name).name;
  return temporaryName(low, source.alias);
}

/** The name of a column of a source. */
export function columnName(low: Lowering, source: RowSource, name: string): string {
  const { object } = source;
  if (object !== undefined && (object.kind === 'TABLE' || object.kind === 'VIEW')) return low.ctx.names.column(object.schema, object.name, name);
  return low.ctx.names.local(name);
}

/** A column of a known source, with its qualifier. */
export const columnOf = (low: Lowering, source: RowSource, name: string): Expression =>
  low.row !== undefined ? pg.variable(low.row, columnName(low, source, name)) : source.alias === '' ? pg.column(columnName(low, source, name)) : pg.column(qualifierOf(low, source), columnName(low, source, name));

export function lowerColumn(low: Lowering, node: ColumnReference): Expression {
  const field = low.fields.get(node);
  if (field !== undefined) return field;
  const symbol: NameSymbol | undefined = symbolOf(low.binding, node);
  const written = partsOf(node.name);
  if (symbol?.kind === 'alias') return pg.column(low.ctx.names.local(symbol.name));
  if (symbol?.kind === 'property') {
    // `location.Lat`: a property of what the column holds.
    const { owner } = symbol;
    const value = (): Expression => (low.columns.add(owner.name), low.qualify || low.row !== undefined || written.length > 2 ? columnOf(low, owner.source, owner.name) : pg.column(columnName(low, owner.source, owner.name)));
    return lowerSpatial(low, owner.column?.type ?? { kind: 'unknown' }, value, symbol.name) ?? refuse(low, node, expressionItems.xmlMethod, { method: `.${symbol.name}` });
  }
  if (symbol?.kind !== 'column') {
    const reason = symbol?.kind === 'ambiguous' ? 'more than one table has such a column' : undefined;
    return refuse(low, node, expressionItems.unresolved, { name: written.join('.'), ...(reason === undefined ? {} : { reason }) });
  }
  const { source } = symbol;
  if (symbol.column === undefined) return refuse(low, node, expressionItems.unresolved, { name: written.join('.'), reason: `the columns of ${source.alias} are not known` });
  low.columns.add(symbol.name);
  if (low.row !== undefined || source.alias === '') return columnOf(low, source, symbol.name);
  return low.qualify || written.length > 1 ? columnOf(low, source, symbol.name) : pg.column(columnName(low, source, symbol.name));
}
