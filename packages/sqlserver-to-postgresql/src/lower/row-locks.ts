import type { NamedTable, Query as SourceQuery, TableReference } from '@ferry/source-sqlserver';
import { sourceOf, walk } from '@ferry/source-sqlserver';
import type { Locking } from '@ferry/target-postgresql';
import { isAggregate } from '../functions/aggregates';
import { qualifierOf } from './columns';
import { atLeast } from './lowering';
import type { Lowering } from './lowering';

/** https://learn.microsoft.com/sql/t-sql/queries/hints-transact-sql-table */
const exclusive = new Set(['UPDLOCK', 'XLOCK']);
const told = new Set([...exclusive, 'READPAST']);

const hasHint = (table: NamedTable, names: ReadonlySet<string>): boolean => table.hints.some((h) => names.has(h.name));

/**
 * `WITH (UPDLOCK)` and `WITH (XLOCK)` are FOR UPDATE, with READPAST SKIP LOCKED. PostgreSQL locks rows of plain queries only: none that
 * groups, counts or removes duplicates, and none of a table that an outer join may leave out
 * (https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE). Elsewhere the hint is told as left out.
 * @returns undefined where no row is to be locked
 */
export function rowLocks(low: Lowering, query: SourceQuery): readonly Locking[] | undefined {
  const { body } = query;
  if (low.place !== 'routine' || low.ctx.object.kind === 'FUNCTION' || body.kind !== 'SelectQuery') return undefined;
  const tables = body.from.flatMap((t) => sureTables(t)).filter((t) => hasHint(t, exclusive) && sourceOf(low.binding, t)?.object?.kind === 'TABLE');
  if (tables.length === 0 || body.quantifier === 'DISTINCT' || body.groupBy !== undefined || body.having !== undefined || body.top?.withTies === true || combines(query)) return undefined;
  atLeast(low, 'volatile');
  for (const table of tables) low.lockedTables.add(table);
  const lock = (past: boolean): Locking[] => {
    const of = tables.filter((t) => hasHint(t, new Set(['READPAST'])) === past).flatMap((t) => sourceOf(low.binding, t) ?? []).map((s) => qualifierOf(low, s));
    return of.length === 0 ? [] : [{ strength: 'UPDATE', of, ...(past ? { wait: 'SKIP LOCKED' as const } : {}) }];
  };
  return [...lock(false), ...lock(true)];
}

/** The hints of a table that are not told by FOR UPDATE. */
export const unlockedHints = (low: Lowering, node: NamedTable): NamedTable['hints'] => (low.lockedTables.has(node) ? node.hints.filter((h) => !told.has(h.name)) : node.hints);

/** Tables of which each row of the result has one. */
function sureTables(node: TableReference): readonly NamedTable[] {
  switch (node.kind) {
    case 'NamedTable': return [node];
    case 'ParenthesizedTable': return sureTables(node.table);
    case 'ApplyTable': return sureTables(node.left);
    case 'JoinedTable':
      return [...(node.join === 'RIGHT' || node.join === 'FULL' ? [] : sureTables(node.left)), ...(node.join === 'LEFT' || node.join === 'FULL' ? [] : sureTables(node.right))];
    default: return [];
  }
}

/** Whether a row of the result may stand for several rows, or is numbered among them. */
function combines(query: SourceQuery): boolean {
  if (query.body.kind !== 'SelectQuery') return true;
  let found = false;
  for (const part of [...query.body.items, ...query.orderBy])
    walk(part, (n) => {
      if (n.kind === 'OverClause' || isAggregate(n)) found = true;
    });
  return found;
}
