import type { CommonTable, DeleteStatement, NamedTable, RowSource, SelectQuery, SetClause, UpdateStatement } from '@ferry/source-sqlserver';
import { isScalar, partsOf, sourceOf, symbolOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, FromItem, QualifiedName, Query, SetItem, With } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { columnName, qualifierOf } from './columns';
import { coerce } from './expressions';
import { bare, refuse, refuseSyntax } from './lowering';
import type { Lowering } from './lowering';
import { lowerCondition } from './predicates';
import { rowAddress } from './row-address';
import { lowerWith } from './queries';
import { assignedValue } from './set-clauses';
import { lowerTable, madeName } from './tables';
import { temporaryName } from './temporary-names';

/** A change of the table behind a CTE. */
export interface ThroughCte {
  readonly with: With;
  readonly table: QualifiedName;
  readonly alias: string;
  readonly rows: readonly FromItem[];
  readonly where: Expression;
  readonly set: (clauses: readonly SetClause[]) => readonly SetItem[];
  /** The table itself. */
  readonly base: RowSource;
  /** What OUTPUT's `inserted` and `deleted` say by the CTE's names: the column of the table, if it is one of it, or of the CTE. */
  readonly output: (name: string) => { readonly of: 'table' | 'rows'; readonly column: string } | undefined;
  readonly rowsAlias: string;
}

const changedAlias = 'changed_table';
const rowColumn = 'changed_row';

/** The CTE that a statement changes, itself or by an alias of FROM, when it selects from one table and nothing else. */
function targetOf(low: Lowering, node: UpdateStatement | DeleteStatement): { readonly cte: CommonTable; readonly select: SelectQuery } | undefined {
  const rows = node.target.kind === 'NamedTable' ? sourceOf(low.binding, node.target) : undefined;
  if (rows?.origin !== 'cte') return undefined;
  const { fold } = low.binding.index;
  const name = fold(rows.name ?? rows.alias);
  const cte = node.with?.tables.find((t) => fold(t.name.name) === name);
  const body = cte?.query.body;
  return cte !== undefined && body?.kind === 'SelectQuery' && body.from.length === 1 && body.from[0]?.kind === 'NamedTable' && body.groupBy === undefined && body.quantifier !== 'DISTINCT' ? { cte, select: body } : undefined;
}

/** A table of the catalogue, a temporary one, or one that routines make. */
function tableOf(low: Lowering, source: RowSource, node: NamedTable): QualifiedName | undefined {
  if (source.object !== undefined) {
    const target = low.ctx.names.relation(source.object.schema, source.object.name);
    return source.object.kind === 'TABLE' ? pg.name(target.schema, target.name) : undefined;
  }
  if (source.origin === 'temp') return pg.name(temporaryName(low, source.name ?? source.alias));
  return source.origin === 'unknown' && source.columns !== undefined ? madeName(low, node) : undefined;
}

/**
 * `WITH x AS (SELECT ..., ROW_NUMBER() OVER (...) AS n FROM t) DELETE FROM x WHERE n > 1`: SQL Server changes the table behind the
 * CTE. Here the CTE also gives the address of each row, and the table is changed where the addresses meet.
 */
export function throughCte(low: Lowering, node: UpdateStatement | DeleteStatement): ThroughCte | undefined {
  const found = targetOf(low, node);
  const rows = sourceOf(low.binding, node.target);
  if (found === undefined || rows === undefined || node.top !== undefined) return undefined;
  const { cte, select } = found;
  const [base] = select.from;
  const source = base === undefined ? undefined : sourceOf(low.binding, base);
  const target = source === undefined || base?.kind !== 'NamedTable' ? undefined : tableOf(low, source, base);
  if (source === undefined || target === undefined) return undefined;
  const name = low.ctx.names.local(cte.name.name);
  const all = lowerWith(low, node.with);
  if (all === undefined) return undefined;
  const address = pg.item(rowAddress(low, source, qualifierOf(low, source)), rowColumn);
  const ctes = all.ctes.map((c) => (c.name === name && c.query.kind === 'Select' ? { ...c, columns: c.columns === undefined ? undefined : [...c.columns, rowColumn], query: { ...c.query, items: [...c.query.items, address] } satisfies Query } : c));
  const rowsAlias = node.from.length === 0 ? name : qualifierOf(low, rows);
  const meet = pg.eq(rowAddress(low, source, changedAlias), pg.column(rowsAlias, rowColumn));
  const set = (clauses: readonly SetClause[]): readonly SetItem[] =>
    clauses.flatMap((clause): SetItem[] => {
      if (clause.kind !== 'ColumnAssignment' || clause.variable !== undefined) return (refuseSyntax(low, clause, 'This assignment through a CTE'), []);
      const column = baseColumn(low, cte, select, partsOf(clause.column).pop() ?? '');
      if (column === undefined || !isScalar(column.type)) return (refuse(low, clause, expressionItems.unresolved, { name: partsOf(clause.column).join('.') }), []);
      return [{ kind: 'SetItem', columns: [columnName(low, source, column.name)], value: clause.value.kind === 'DefaultValue' ? pg.default : coerce(low, assignedValue(low, clause, rows, column), column.type, 'store') }];
    });
  const output: ThroughCte['output'] = (written) => {
    const column = baseColumn(low, cte, select, written);
    if (column !== undefined) return { of: 'table', column: columnName(low, source, column.name) };
    const own = rows.columns?.find((c) => low.binding.index.fold(c.name) === low.binding.index.fold(written));
    return own === undefined ? undefined : { of: 'rows', column: columnName(low, rows, own.name) };
  };
  return {
    with: { ...all, ctes }, table: target, alias: changedAlias, set, base: source, output, rowsAlias,
    // What FROM joins to the CTE is joined to it here too.
    rows: node.from.length === 0 ? [pg.table(pg.name(name))] : node.from.map((t) => lowerTable(low, t)),
    where: node.where === undefined ? meet : pg.and(meet, lowerCondition(low, node.where)),
  };
}

/** The column of the table that a column of the CTE is. */
function baseColumn(low: Lowering, cte: CommonTable, select: SelectQuery, name: string) {
  const { fold } = low.binding.index;
  const at = cte.columns.findIndex((c) => fold(c.name) === fold(name));
  for (const [i, item] of select.items.entries()) {
    if (item.kind === 'SelectStar') {
      const star = low.binding.stars.get(item)?.find(({ column }) => fold(column.name) === fold(name));
      if (star !== undefined) return star.column;
      continue;
    }
    if (item.kind !== 'SelectExpression') continue;
    const inner = bare(item.expression);
    const symbol = inner.kind === 'ColumnReference' ? symbolOf(low.binding, inner) : undefined;
    const own = item.alias?.name ?? (symbol?.kind === 'column' ? symbol.name : '');
    if (symbol?.kind === 'column' && (cte.columns.length > 0 ? i === at : fold(own) === fold(name))) return symbol.column;
  }
  return undefined;
}
