import type { Identifier, PivotTable, RowSource, ShapeColumn, UnpivotTable } from '@ferry/source-sqlserver';
import { isScalar, partsOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Call, Expression, FromItem } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { sortable } from './collation';
import { columnOf } from './columns';
import { lowerNode } from './expressions';
import { literalAs } from './literals';
import { refuse, refuseSyntax, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';
import { lowerTable } from './tables';

interface Kept {
  readonly source: RowSource;
  readonly column: ShapeColumn;
}

/** The columns of the source that neither PIVOT nor UNPIVOT uses up. */
function kept(low: Lowering, node: PivotTable | UnpivotTable, used: ReadonlySet<string>): readonly Kept[] | undefined {
  const sources = low.binding.scopes.get(node)?.sources ?? [];
  if (sources.some((s) => s.columns === undefined)) {
    refuse(low, node, expressionItems.unresolved, { name: 'the columns of the source', reason: 'of PIVOT' });
    return undefined;
  }
  const { fold } = low.binding.index;
  return sources.flatMap((source) => (source.columns ?? []).map((column) => ({ source, column }))).filter((k) => !used.has(fold(k.column.name)));
}

const lastName = (low: Lowering, node: { readonly name: Parameters<typeof partsOf>[0] }): string => low.binding.index.fold(partsOf(node.name).pop() ?? '');

/** PIVOT groups by all columns it does not name; each value is an aggregate over the rows that have it. */
export function lowerPivot(low: Lowering, node: PivotTable): FromItem {
  const used = new Set([lastName(low, node.column), ...node.aggregate.args.flatMap((a) => (a.kind === 'ColumnReference' ? [lastName(low, a)] : []))]);
  const rest = kept(low, node, used) ?? [];
  const source = lowerTable(low, node.source);
  const column = lowerNode(low, node.column);
  const aggregate = lowerNode(low, node.aggregate);
  const type = sqlTypeOf(low, node.column);
  const valueOf = (name: Identifier): Expression => {
    const literal = { kind: 'StringLiteral' as const, raw: '', value: name.name, national: false, span: name.span };
    return (isScalar(type) ? literalAs(low, literal, type, 'plain') : undefined) ?? refuse(low, name, expressionItems.unknownType, { what: 'PIVOT' });
  };
  const keys = rest.map((k) => columnOf(low, k.source, k.column.name));
  const local = low.ctx.names.local;
  const items = [
    ...rest.map((k, i) => pg.item(keys[i] as Expression, local(k.column.name))),
    ...node.values.map((v) => pg.item(filtered(low, node, aggregate, pg.eq(sortable(low, node.column, column), valueOf(v))), local(v.name))),
  ];
  const query = pg.select(items, { from: [source], ...(keys.length === 0 ? {} : { groupBy: keys }) });
  return { kind: 'FromSubquery', query, alias: local(node.alias?.name ?? 'pivoted') };
}

/** FILTER goes to the aggregate itself, inside whatever was put around it. */
function filtered(low: Lowering, node: PivotTable, aggregate: Expression, filter: Expression): Expression {
  if (aggregate.kind === 'Call' && ['count', 'sum', 'avg', 'min', 'max'].includes(aggregate.name.name)) return { ...aggregate, filter };
  if (aggregate.kind === 'Cast') return { ...aggregate, operand: filtered(low, node, aggregate.operand, filter) };
  if (aggregate.kind === 'Call' && aggregate.args.length > 0) {
    const [first, ...others] = aggregate.args;
    if (first !== undefined && first.kind !== 'NamedArgument' && first.kind !== 'VariadicArgument') return { ...(aggregate as Call), args: [filtered(low, node, first, filter), ...others] };
  }
  return refuseSyntax(low, node, 'The aggregate of PIVOT');
}

/** UNPIVOT makes a row of each column that is not NULL. */
export function lowerUnpivot(low: Lowering, node: UnpivotTable): FromItem {
  const rest = kept(low, node, new Set(node.columns.map((c) => lastName(low, c)))) ?? [];
  const source = lowerTable(low, node.source);
  const local = low.ctx.names.local;
  const [value, name] = [local(node.value.name), local(node.column.name)];
  const rows = node.columns.map((c) => [pg.text(partsOf(c.name).pop() ?? ''), lowerNode(low, c)]);
  const list: FromItem = { kind: 'FromSubquery', lateral: true, query: { kind: 'Values', rows }, alias: 'unpivoted', columns: [name, value] };
  const items = [...rest.map((k) => pg.item(columnOf(low, k.source, k.column.name), local(k.column.name))), pg.item(pg.column('unpivoted', value)), pg.item(pg.column('unpivoted', name))];
  const query = pg.select(items, { from: [pg.join('CROSS', source, list)], where: pg.isNotNull(pg.column('unpivoted', value)) });
  return { kind: 'FromSubquery', query, alias: local(node.alias?.name ?? 'unpivot_rows') };
}
