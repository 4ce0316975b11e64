import { idOf } from '@ferry/catalog';
import type { AliasType } from '@ferry/catalog';
import type { ConvertedObject, TargetRef } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { CheckConstraint } from '@ferry/target-postgresql';
import { typeItems } from '../action-items/types';
import type { ObjectContext } from '../context';
import { typeText } from '../types/target-types';
import { boundCheck, boundDefault } from './bound-rules';
import { databaseCollation } from './collations';
import { commentParts } from './comments';
import { converted, notConverted, qualified, statement, typeName, useType } from './parts';

/**
 * An alias type becomes a domain. Its nullability is left to the columns, each of which says it: in SQL Server it is only the
 * default for columns, variables and results are always nullable, and a NOT NULL domain of PostgreSQL refuses NULL everywhere
 * (https://www.postgresql.org/docs/current/sql-createdomain.html). Under the setting that uses base types nothing is created.
 */
export function convertAliasType(object: AliasType, ctx: ObjectContext): ConvertedObject {
  const listed = { ref: { kind: 'TYPE', schema: object.schema, name: object.name } as const, at: object.definition };
  const about = { ref: { schema: object.schema, name: object.name } };
  const name = ctx.names.type(object.schema, object.name);
  const creates: TargetRef = { kind: 'DOMAIN', schema: name.schema, name: name.name };
  if (object.base === undefined) {
    ctx.raise(typeItems.clr, { type: object.name });
    const comments = commentParts(object.properties, about, ctx);
    return { id: idOf(object), parts: [notConverted(listed, ctx), ...comments] };
  }
  const mapped = useType(ctx.mapType(object.base, 'ddl'), ctx, object.definition);
  const value = pg.column('value');
  const domain = ctx.choices.aliasTypes === 'domain';
  const rule = object.boundRule === undefined || !domain ? undefined : boundCheck(object.boundRule, object.base, value, ctx);
  const initial = object.boundDefault === undefined || !domain ? undefined : boundDefault(object.boundDefault, mapped, ctx);
  if (object.boundRule !== undefined && rule === undefined) ctx.raise(typeItems.boundRule, { what: 'rule', name: object.boundRule });
  if (object.boundDefault !== undefined && initial === undefined) ctx.raise(typeItems.boundRule, { what: 'default', name: object.boundDefault });
  if (!domain) {
    const comments = commentParts(object.properties, about, ctx);
    return { id: idOf(object), parts: [converted(listed, [{ kind: 'TYPE', schema: 'pg_catalog', name: typeText(mapped.type) }], [], ctx), ...comments] };
  }
  const range: readonly CheckConstraint[] = mapped.range ? [{ kind: 'CheckConstraint', expression: { kind: 'Between', operand: value, low: pg.number(mapped.range.low), high: pg.number(mapped.range.high) } }] : [];
  const checks = rule === undefined ? range : [...range, rule];
  const create = statement(
    ctx,
    {
      kind: 'CreateDomain',
      name: qualified(name),
      type: typeName(mapped.type),
      collation: databaseCollation(mapped, ctx),
      source: object.nameAt ?? object.definition,
      default: initial,
      checks: checks.length === 0 ? undefined : checks,
    },
    { creates, phase: 'types', needs: ctx.needs },
  );
  const comments = commentParts(object.properties, { ...about, target: { address: { type: 'DOMAIN', name: qualified(name) }, ref: creates } }, ctx);
  return { id: idOf(object), parts: [converted(listed, [creates], [create], ctx), ...comments] };
}
