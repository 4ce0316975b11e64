import type { NamedTable, RowSource } from '@ferry/source-sqlserver';

import { pg, quoteIdentifier } from '@ferry/target-postgresql';
import type { FromItem } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { systemViewPiece, systemViews } from '../support/system-views';
import { qualifierOf } from './columns';
import { note, refuse } from './lowering';
import type { Lowering } from './lowering';

/** Views of INFORMATION_SCHEMA that PostgreSQL has too, with the columns that mean the same there. */
const standard = new Set(['tables', 'columns', 'views', 'routines', 'schemata', 'table_constraints', 'key_column_usage', 'referential_constraints', 'check_constraints', 'constraint_column_usage', 'constraint_table_usage', 'parameters', 'domains', 'sequences', 'table_privileges', 'column_privileges']);

/** Columns of a source that the object reads. */
function columnsRead(low: Lowering, source: RowSource): readonly string[] {
  const found = new Set<string>();
  for (const symbol of low.binding.symbols.values()) if (symbol.kind === 'column' && symbol.source === source) found.add(symbol.name.toLowerCase());
  return [...found];
}

/**
 * A catalogue view of SQL Server: read from a view of ours over PostgreSQL's catalogue, or from INFORMATION_SCHEMA, which both have.
 * Numbers of objects are others, and names are those of PostgreSQL.
 */
export function lowerSystemView(low: Lowering, node: NamedTable, source: RowSource): FromItem {
  const schema = (source.schema ?? 'sys').toLowerCase();
  const name = (source.name ?? '').toLowerCase();
  const alias = qualifierOf(low, source);
  if (schema === 'information_schema' && standard.has(name)) {
    note(low, node, routineItems.catalogViews, { name: `INFORMATION_SCHEMA.${name.toUpperCase()}` });
    return pg.table(pg.name('information_schema', name), alias === name ? undefined : alias);
  }
  const key = `sys.${name}`;
  const view = systemViews[key];
  const missing = view === undefined ? [] : columnsRead(low, source).filter((c) => !(c in view.columns));
  const collation = low.ctx.choices.collation === 'icu' ? low.ctx.collations.of() : undefined;
  const piece = systemViewPiece(key, { bit: low.ctx.choices.bit, ...(collation === undefined || collation.key === 'default' ? {} : { collation: { name: [collation.name.schema, collation.name.name].flatMap((p) => (p === undefined ? [] : [quoteIdentifier(p)])).join('.'), piece: collation.piece } }) });
  if (view === undefined || piece === undefined || missing.length > 0) {
    refuse(low, node, expressionItems.unresolved, { name: `${schema}.${name}`, reason: missing.length > 0 ? `its column ${missing[0] ?? ''} has no counterpart` : 'a view of SQL Server itself' });
    return pg.table(pg.name(name), alias);
  }
  low.ctx.requireSupport(piece).forEach(low.ctx.need);
  note(low, node, routineItems.catalogViews, { name: key });
  return pg.table(pg.name(low.ctx.choices.supportSchema, key.replace('.', '_')), alias);
}

