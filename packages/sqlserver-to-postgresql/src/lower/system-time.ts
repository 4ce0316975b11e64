import type { RowSource, TemporalClause } from '@ferry/source-sqlserver';
import { scalar } from '@ferry/source-sqlserver';
import { targetKey } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression, FromItem, Query } from '@ferry/target-postgresql';
import { historyName, periodOf } from '../storage/temporal-tables';
import { qualifierOf } from './columns';
import { coerce } from './expressions';
import type { Lowering } from './lowering';

/** Which versions a clause means: https://learn.microsoft.com/sql/relational-databases/tables/querying-data-in-a-system-versioned-temporal-table */
function conditionOf(low: Lowering, clause: TemporalClause, start: Expression, end: Expression): Expression | undefined {
  const time = (node: TemporalClause['start']): Expression => (node === undefined ? pg.null : coerce(low, node, scalar('datetime2', { scale: 7 }), 'explicit'));
  switch (clause.range) {
    case 'ALL': return undefined;
    case 'AS OF': return pg.and(pg.le(start, time(clause.start)), pg.gt(end, time(clause.start)));
    case 'FROM TO': return pg.and(pg.lt(start, time(clause.end)), pg.gt(end, time(clause.start)));
    case 'BETWEEN': return pg.and(pg.le(start, time(clause.end)), pg.gt(end, time(clause.start)));
    case 'CONTAINED IN': return pg.and(pg.ge(start, time(clause.start)), pg.le(end, time(clause.end)));
  }
}

/**
 * `table FOR SYSTEM_TIME ...`: the rows of the table and of its history that were valid then.
 * @returns undefined for a table that keeps no history
 */
export function lowerSystemTime(low: Lowering, clause: TemporalClause, source: RowSource): FromItem | undefined {
  const table = source.object?.kind === 'TABLE' ? source.object : undefined;
  const period = table === undefined ? undefined : periodOf(table, low.ctx);
  const history = period === undefined ? undefined : historyName(period, low.ctx);
  if (table === undefined || period === undefined || history === undefined) return undefined;
  const column = (name: string): string => low.ctx.names.column(table.schema, table.name, name);
  const current = low.ctx.names.relation(table.schema, table.name);
  const from = (name: typeof current): Query => {
    low.ctx.need(targetKey({ kind: 'TABLE', ...name }));
    // With their table, so that no column of a result or variable can be meant.
    const own = (c: string): Expression => (low.qualify ? pg.column(name.name, column(c)) : pg.column(column(c)));
    const where = conditionOf(low, clause, own(period.start.name), own(period.end.name));
    const items = table.columns.map((c) => pg.item(own(c.name)));
    return pg.select(items, { from: [pg.table(pg.name(name.schema, name.name))], ...(where === undefined ? {} : { where }) });
  };
  return { kind: 'FromSubquery', query: { kind: 'SetOperation', operator: 'UNION', all: true, left: from(current), right: from(history) }, alias: qualifierOf(low, source) };
}
