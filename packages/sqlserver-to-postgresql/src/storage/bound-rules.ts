import { idOf } from '@ferry/catalog';
import type { CatalogObject, OtherObject, TypeRef } from '@ferry/catalog';
import type { ConvertedObject } from '@ferry/conversion';
import { bindExpression, catalogReader, emptyBinding, emptyEnvironment, parseStatement, rootScope, walk } from '@ferry/source-sqlserver';
import type { Statement, Variable } from '@ferry/source-sqlserver';
import type { CheckConstraint, Expression } from '@ferry/target-postgresql';
import { otherItems } from '../action-items/other-objects';
import { collecting } from '../collecting';
import type { ObjectContext } from '../context';
import { lowerExpression } from '../lower';
import { newLowering } from '../lower/lowering';
import { lowerCondition } from '../lower/predicates';
import type { MappedType } from '../types/mapped-type';
import { commentParts } from './comments';
import { notConverted } from './parts';

/** The object that sp_bindrule or sp_bindefault named. */
function boundObject(kind: 'RULE' | 'DEFAULT_OBJECT', label: string, ctx: ObjectContext): { readonly object: CatalogObject; readonly statement: Statement | undefined } | undefined {
  const { fold } = ctx.lookup;
  const object = ctx.catalog.objects.find((o) => o.kind === kind && fold(`${o.schema}.${o.name}`) === fold(label));
  const text = object === undefined ? undefined : ctx.catalog.sources[object.definition.source]?.text;
  return object === undefined || text === undefined ? undefined : { object, statement: parseStatement(text, object.definition.span).statement };
}

/**
 * The condition of a rule as a check (https://learn.microsoft.com/sql/t-sql/statements/create-rule-transact-sql): its one variable stands for
 * the value of the column or domain.
 * @returns undefined when there is no such rule or its condition cannot be converted
 */
export function boundCheck(label: string, type: TypeRef | undefined, value: Expression, ctx: ObjectContext): CheckConstraint | undefined {
  const found = boundObject('RULE', label, ctx);
  if (found?.statement?.kind !== 'CreateRuleStatement' || type === undefined) return undefined;
  const { condition } = found.statement;
  const { index } = catalogReader(ctx.catalog);
  const environment = emptyEnvironment(found.object.schema);
  const variables: Variable[] = [];
  walk(condition, (node) => {
    if (node.kind !== 'Variable') return;
    variables.push(node as Variable);
    const { name } = node as Variable;
    environment.variables.set(name.toLowerCase(), { name, type: index.resolveType(type, { nullable: true }), role: 'parameter' });
  });
  const binding = emptyBinding(index);
  bindExpression(binding, condition, rootScope(environment, index.fold));
  const own = collecting(ctx, ctx.object);
  const low = newLowering(own, binding, found.object.definition.source, 'storage', { variable: () => value });
  // A column brings its collation along, which a variable would not.
  low.fields = new Map(variables.map((v) => [v, value]));
  const expression = lowerCondition(low, condition);
  if (low.failures > 0) return undefined;
  own.needs.forEach(ctx.need);
  return { kind: 'CheckConstraint', expression };
}

/** The value of a default object (https://learn.microsoft.com/sql/t-sql/statements/create-default-transact-sql). */
export function boundDefault(label: string, type: MappedType, ctx: ObjectContext): Expression | undefined {
  const found = boundObject('DEFAULT_OBJECT', label, ctx);
  if (found?.statement?.kind !== 'CreateDefaultStatement') return undefined;
  const own = collecting(ctx, ctx.object);
  const lowered = lowerExpression({ at: { source: found.object.definition.source, span: found.statement.value.span }, expect: 'value', type }, own);
  if (lowered === undefined) return undefined;
  own.needs.forEach(ctx.need);
  return lowered.expression;
}

const label = /^bound (rule|default) (.+)$/s;

/** What is bound to a column, as its options say. */
export function boundTo(options: readonly string[]): { readonly rule?: string; readonly default?: string } {
  const found: { rule?: string; default?: string } = {};
  for (const option of options) {
    const [, what, name] = label.exec(option) ?? [];
    if (what === 'rule') found.rule = name ?? '';
    else if (what === 'default') found.default = name ?? '';
  }
  return found;
}

/** A rule or default object: what it says is in the domains and columns that it is bound to. */
export function convertBoundObject(object: OtherObject, ctx: ObjectContext): ConvertedObject {
  ctx.raise(object.kind === 'RULE' ? otherItems.rule : otherItems.defaultObject, { name: object.name });
  const comments = commentParts(object.properties, { ref: { schema: object.schema, name: object.name } }, ctx);
  return { id: idOf(object), parts: [notConverted({ ref: { kind: object.kind, schema: object.schema, name: object.name }, at: object.definition }, ctx), ...comments] };
}
