import type { ExecuteStatement, Statement } from '../syntax';
import { selectOf } from './bind-queries';
import { bindStatements } from './bind-statements';
import { emptyBinding } from './binding';
import type { BoundObject } from './bound-object';
import { dynamicEnvironment } from './dynamic-binding';
import { dynamicSqlOf } from './dynamic-sql';
import type { DynamicSql, DynamicVariant } from './dynamic-sql';

/** The statements of a text that a routine puts together and runs, bound where they run. */
export interface ExecutedText {
  readonly sql: DynamicSql;
  readonly variants: readonly { readonly variant: DynamicVariant; readonly bound: BoundObject }[];
}

const known = new WeakMap<BoundObject, ReadonlyMap<ExecuteStatement, ExecutedText>>();

/** The texts that a routine runs, by the statement that runs them; those that cannot be told have no variants. */
export function executedTexts(bound: BoundObject): ReadonlyMap<ExecuteStatement, ExecutedText> {
  const before = known.get(bound);
  if (before !== undefined) return before;
  const texts = new Map<ExecuteStatement, ExecutedText>();
  for (const [node, sql] of dynamicSqlOf(bound.body, { quotedIdentifier: bound.object.quotedIdentifier })) {
    const variants = sql.form === 'procedure' || sql.server !== undefined ? [] : sql.variants.filter((v) => v.read).map((variant) => {
      const binding = emptyBinding(bound.binding.index);
      const environment = dynamicEnvironment(binding, sql, bound.environment);
      bindStatements(binding, variant.statements, environment);
      return { variant, bound: { ...bound, binding, environment, body: variant.statements } };
    });
    texts.set(node, { sql, variants });
  }
  known.set(bound, texts);
  return texts;
}

/** Whether a piece that is not known may change the columns of the rows that a statement sends. */
export function hasOpenColumns(variant: DynamicVariant, node: Statement): boolean {
  const select = node.kind === 'SelectStatement' ? selectOf(node.query.body) : undefined;
  const end = select?.from[0]?.span.start ?? node.span.end;
  return variant.holes.some((h) => h.position !== 'literal' && h.position !== 'comment' && h.span.start >= node.span.start && h.span.start < end);
}
