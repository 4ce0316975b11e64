import type { FrameBound as SourceBound, OrderItem, OverClause } from '@ferry/source-sqlserver';
import { isScalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { FrameBound, OrderItem as TargetOrder, WindowSpec } from '@ferry/target-postgresql';
import { sortable } from './collation';
import { lowerNode } from './expressions';
import { bare, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';

/** SQL Server sorts NULL before everything else, PostgreSQL after: said where a NULL can be. */
export function lowerOrder(low: Lowering, items: readonly OrderItem[]): readonly TargetOrder[] {
  return items.flatMap((item): TargetOrder[] => {
    const inner = bare(item.expression);
    // Sorting by a constant subquery, `ORDER BY (SELECT NULL)`, means no order.
    if (inner.kind === 'SubqueryExpression' && inner.query.body.kind === 'SelectQuery' && inner.query.body.from.length === 0) return [];
    const type = sqlTypeOf(low, item.expression);
    // A number stands for a column of the result, whose type is not looked up.
    const nullable = !isScalar(type) || type.nullable || inner.kind === 'IntegerLiteral';
    const direction = item.direction === 'DESC' ? 'DESC' : undefined;
    return [pg.order(sortable(low, item.expression, lowerNode(low, item.expression)), direction, nullable ? (direction === 'DESC' ? 'LAST' : 'FIRST') : undefined)];
  });
}

const bound = (low: Lowering, node: SourceBound): FrameBound =>
  node.bound === 'PRECEDING' || node.bound === 'FOLLOWING' ? { at: node.bound, offset: node.offset === undefined ? pg.number(0) : lowerNode(low, node.offset) } : { at: node.bound };

/** OVER (...), or the name of a window. */
export function lowerOver(low: Lowering, over: OverClause): WindowSpec | string {
  const named = over.window === undefined ? undefined : low.ctx.names.local(over.window.name);
  if (named !== undefined && over.partitionBy.length === 0 && over.orderBy.length === 0 && over.frame === undefined) return named;
  return {
    kind: 'WindowSpec',
    base: named,
    partitionBy: over.partitionBy.map((e) => sortable(low, e, lowerNode(low, e))),
    orderBy: lowerOrder(low, over.orderBy),
    frame: over.frame === undefined ? undefined : { mode: over.frame.unit, start: bound(low, over.frame.start), end: over.frame.end === undefined ? undefined : bound(low, over.frame.end) },
  };
}
