import { targetKey } from '@ferry/conversion';
import type { ApplyUnit, Lack, TargetRef } from '@ferry/conversion';
import type { Client } from 'pg';

interface Available {
  readonly name: string;
  readonly available: boolean;
  readonly installed: boolean;
  /** Whether this user could run CREATE EXTENSION. */
  readonly allowed: boolean;
}

/**
 * A trusted extension needs CREATE on the database, another one a superuser, or the role that a hosted server has in place of one
 * (https://www.postgresql.org/docs/18/view-pg-available-extension-versions.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser.html).
 */
const question = `
  SELECT w.name, a.name IS NOT NULL AS available, coalesce(a.installed_version, '') <> '' AS installed,
         CASE WHEN NOT v.superuser OR v.trusted THEN pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')
              ELSE (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
                OR EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname IN ('rds_superuser', 'azure_pg_admin', 'cloudsqlsuperuser') AND pg_catalog.pg_has_role(current_user, r.oid, 'MEMBER')) END AS allowed
    FROM pg_catalog.unnest($1::text[]) AS w(name)
    LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = w.name
    LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version`;

/** Extensions that units bring in and the server cannot give, each with what needs it. Nothing is changed. */
export async function readLacks(client: Client, units: readonly ApplyUnit[]): Promise<readonly Lack[]> {
  const wanted = new Map(units.filter(({ ref }) => ref.kind === 'EXTENSION').map(({ ref }) => [targetKey(ref), ref.name]));
  if (wanted.size === 0) return [];
  const users = new Map<string, TargetRef[]>();
  for (const { ref, statements } of units)
    for (const name of new Set(statements.flatMap((s) => s.needs.flatMap((need) => wanted.get(need) ?? [])))) {
      const list = users.get(name);
      if (list) list.push(ref);
      else users.set(name, [ref]);
    }
  const { rows } = await client.query<Available>(question, [[...new Set(wanted.values())]]);
  return rows.flatMap(({ name, available, installed, allowed }): Lack[] => {
    if (installed || (available && allowed)) return [];
    const what = `extension ${name}`;
    const neededBy = users.get(name) ?? [];
    return available
      ? [{ what, message: `The ${what} is not installed in the database, and this user may not install it.`, cure: `Have a superuser (on RDS and Aurora a member of rds_superuser) run CREATE EXTENSION "${name}" in the database, then apply.`, neededBy }]
      : [{ what, message: `The server does not have the ${what}.`, cure: `Install the package of ${name} on the server (hosted servers list what they offer in their documentation), or choose conversion settings that do without it and convert again.`, neededBy }];
  });
}
