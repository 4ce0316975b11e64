import type { Expression, GraphMatchPredicate } from '../syntax';
import { bindAll, bindExpression } from './bind-expressions';
import { bindQuery } from './bind-queries';
import type { Binding } from './binding';
import { resolveColumn } from './scope';
import type { Scope } from './scope';
import { scalar } from './sql-type';
import type { SqlType } from './sql-type';

const predicate: SqlType = scalar('bit', { nullable: true });

/** Binds what a predicate compares. @returns bit, the type that stands for TRUE, FALSE and UNKNOWN */
export function bindPredicate(binding: Binding, node: Expression, scope: Scope): SqlType {
  const bind = (e: Expression): SqlType => bindExpression(binding, e, scope);
  switch (node.kind) {
    case 'ComparisonExpression': case 'DistinctPredicate': bind(node.left); bind(node.right); break;
    case 'QuantifiedComparison': bind(node.left); bindQuery(binding, node.query, scope); break;
    case 'LogicalExpression': bindAll(binding, node.operands, scope); break;
    case 'NotExpression': case 'IsNullPredicate': bind(node.operand); break;
    case 'InPredicate':
      bind(node.operand);
      if ('kind' in node.source) bindQuery(binding, node.source, scope);
      else bindAll(binding, node.source, scope);
      break;
    case 'BetweenPredicate': bind(node.operand); bind(node.low); bind(node.high); break;
    case 'LikePredicate':
      bind(node.operand);
      bind(node.pattern);
      if (node.escape) bind(node.escape);
      break;
    case 'ExistsPredicate': bindQuery(binding, node.query, scope); break;
    case 'FullTextPredicate':
      bindAll(binding, node.columns.filter((c) => c.kind === 'ColumnReference'), scope);
      if (node.property) bind(node.property);
      bind(node.condition);
      if (node.language) bind(node.language);
      break;
    case 'LegacyPredicate': bindAll(binding, node.args, scope); break;
    case 'UpdatedPredicate': {
      const columns = scope.environment.transition.get('inserted');
      const source = { alias: 'inserted', columns, origin: 'inserted' as const };
      binding.symbols.set(node, resolveColumn({ sources: [source], ctes: new Map(), environment: scope.environment, fold: scope.fold }, [], node.column.name));
      break;
    }
    case 'GraphMatchPredicate': bindMatch(binding, node, scope); break;
    default: break;
  }
  return predicate;
}

/** The tables that a pattern names, by the column that each is met with. */
function bindMatch(binding: Binding, node: GraphMatchPredicate, scope: Scope): void {
  for (const pattern of node.patterns) {
    const nodes = pattern.kind === 'MatchPath' ? [pattern.first, ...pattern.steps.flatMap((s) => s.node ?? []), ...(pattern.end === undefined ? [] : [pattern.end])] : [pattern.left, pattern.right];
    for (const each of nodes) binding.symbols.set(each, resolveColumn(scope, [each.alias.name], '$node_id'));
    for (const step of pattern.kind === 'MatchPath' ? pattern.steps : []) binding.symbols.set(step, resolveColumn(scope, [step.edge.name], '$from_id'));
  }
}
