import type { Principal } from '@ferry/catalog';
import type { ConvertedObject, TargetStatement } from '@ferry/conversion';
import { administrationItems } from '../action-items/administration';
import type { ObjectContext } from '../context';
import { createRole, plainStatement, roleName, roleRef, single } from './parts';

/** Fixed roles that PostgreSQL has predefined roles for (https://www.postgresql.org/docs/current/predefined-roles.html). */
const predefined: Readonly<Record<string, string>> = { db_datareader: 'pg_read_all_data', db_datawriter: 'pg_write_all_data' };
const fixedRole = /^db_\w+$/i;

/** A user or role of the database: a role of the server, and its memberships. */
export function convertPrincipal(object: Principal, ctx: ObjectContext): ConvertedObject {
  const role = roleName(object.name, ctx);
  const ref = roleRef(role);
  const statements: TargetStatement[] = [plainStatement(createRole(role, !object.isRole), ref, 'roles', object.definition)];
  if (!object.isRole) ctx.raise(administrationItems.login, { name: object.name }, object.definition);
  for (const { role: of, at } of object.memberOf) {
    const target = predefined[of.toLowerCase()];
    if (target !== undefined) ctx.raise(administrationItems.wideRole, { role: of, member: object.name, target }, at);
    else if (fixedRole.test(of)) {
      ctx.raise(administrationItems.fixedRole, { role: of, member: object.name }, at);
      continue;
    }
    const group = target ?? roleName(of, ctx);
    if (group === 'PUBLIC') continue;
    if (target === undefined) statements.push(plainStatement(createRole(group, false), roleRef(group), 'roles', at));
    statements.push(plainStatement(`GRANT ${group} TO ${role};`, { kind: 'PRIVILEGE', schema: '', name: `${group} to ${ref.name}` }, 'privileges', at));
  }
  return single(object, [ref], statements, ctx, `ROLE ${role}`);
}
