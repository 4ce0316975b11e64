import type { GraphMatchPredicate, MatchNode, MatchStep, PseudoColumn, RowSource } from '@ferry/source-sqlserver';
import { symbolOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { columnName, columnOf } from './columns';
import { refuseSyntax } from './lowering';
import type { Lowering } from './lowering';

/** `$node_id` and its like: the column of the graph table that is meant; `$identity` of any table. */
export function lowerPseudoColumn(low: Lowering, node: PseudoColumn): Expression {
  if (node.name === '$action' && low.action !== undefined) return low.action;
  const symbol = symbolOf(low.binding, node);
  if (symbol?.kind !== 'column' || symbol.column === undefined) return refuseSyntax(low, node, node.name);
  low.columns.add(symbol.name);
  return low.qualify || node.qualifier !== undefined || low.row !== undefined ? columnOf(low, symbol.source, symbol.name) : pg.column(columnName(low, symbol.source, symbol.name));
}

/**
 * `MATCH(a-(e)->b)`: the tables are in FROM already, so it says which rows belong together
 * (https://learn.microsoft.com/sql/t-sql/queries/match-sql-graph). A path of any length has no counterpart.
 */
export function lowerMatch(low: Lowering, node: GraphMatchPredicate): Expression {
  const conditions: Expression[] = [];
  for (const pattern of node.patterns) {
    if (pattern.kind !== 'MatchPath' || pattern.repeat !== undefined) return refuseSyntax(low, pattern, 'SHORTEST_PATH of graph tables', 'a recursive query has to be written by hand');
    let before: MatchNode | undefined = pattern.first;
    for (const step of pattern.steps) {
      const edge = sourceOf(low, step);
      const [left, right] = [before, step.node].map((n) => (n === undefined ? undefined : sourceOf(low, n)));
      if (edge === undefined || left === undefined || right === undefined) return refuseSyntax(low, step, `MATCH over ${step.edge.name}, which is no edge between nodes that are known here`);
      const [from, to] = step.backwards ? [right, left] : [left, right];
      conditions.push(pg.eq(columnOf(low, edge, '$from_id'), columnOf(low, from, '$node_id')), pg.eq(columnOf(low, edge, '$to_id'), columnOf(low, to, '$node_id')));
      before = step.node;
    }
  }
  return conditions.length === 1 ? (conditions[0] as Expression) : pg.and(...conditions);
}

/** The table of FROM that an alias in a pattern means. */
function sourceOf(low: Lowering, node: MatchNode | MatchStep): RowSource | undefined {
  const symbol = low.binding.symbols.get(node);
  return symbol?.kind === 'column' && symbol.column !== undefined ? symbol.source : undefined;
}
