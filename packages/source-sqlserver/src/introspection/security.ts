import { column, defineQuery, text } from './query';
import type { RowOf } from './query';
import { literal, qualified, quoted } from './write';

export const rolesQuery = defineQuery({
  name: 'roles and users',
  since: 10,
  outputs: { id: column('number', 'sys.database_principals', 'p', 'principal_id'), name: column('text', 'sys.database_principals', 'p', 'name'), type: column('text', 'sys.database_principals', 'p', 'type') },
  // 0 to 4 are public, dbo, guest, INFORMATION_SCHEMA and sys.
  from: ['FROM sys.database_principals p', 'WHERE p.principal_id > 4 AND p.is_fixed_role = 0', 'ORDER BY p.principal_id'],
});

/** Users are written without their logins: a login belongs to the server, not to the database. */
export const writePrincipal = (row: RowOf<typeof rolesQuery.outputs>): string => (row.type?.trim() === 'R' ? `CREATE ROLE ${quoted(row.name ?? '')}` : `CREATE USER ${quoted(row.name ?? '')} WITHOUT LOGIN`);

export const membersQuery = defineQuery({
  name: 'members of roles',
  since: 10,
  outputs: { role: text('r.name'), member: text('m.name') },
  from: [
    'FROM sys.database_role_members rm',
    'JOIN sys.database_principals r ON r.principal_id = rm.role_principal_id',
    'JOIN sys.database_principals m ON m.principal_id = rm.member_principal_id',
    'WHERE rm.member_principal_id > 4',
    'ORDER BY r.name, m.name',
  ],
});
export const writeMember = (row: RowOf<typeof membersQuery.outputs>): string => `ALTER ROLE ${quoted(row.role ?? '')} ADD MEMBER ${quoted(row.member ?? '')}`;

export const permissionsQuery = defineQuery({
  name: 'permissions',
  since: 10,
  outputs: {
    class: column('number', 'sys.database_permissions', 'p', 'class'),
    state: column('text', 'sys.database_permissions', 'p', 'state'),
    permission: column('text', 'sys.database_permissions', 'p', 'permission_name'),
    grantee: text('g.name'),
    schema: text('COALESCE(s.name, es.name, ts.name)'),
    object: text('o.name'),
    type: text('ty.name'),
    column: text('c.name'),
  },
  from: [
    'FROM sys.database_permissions p',
    'JOIN sys.database_principals g ON g.principal_id = p.grantee_principal_id',
    'LEFT JOIN sys.objects o ON p.class = 1 AND o.object_id = p.major_id',
    'LEFT JOIN sys.schemas s ON s.schema_id = o.schema_id',
    'LEFT JOIN sys.columns c ON p.class = 1 AND p.minor_id > 0 AND c.object_id = p.major_id AND c.column_id = p.minor_id',
    'LEFT JOIN sys.schemas es ON p.class = 3 AND es.schema_id = p.major_id',
    'LEFT JOIN sys.types ty ON p.class = 6 AND ty.user_type_id = p.major_id',
    'LEFT JOIN sys.schemas ts ON ts.schema_id = ty.schema_id',
    // CONNECT comes with every user.
    "WHERE NOT (p.class = 0 AND p.permission_name = 'CONNECT') AND (p.class <> 1 OR o.object_id IS NOT NULL)",
    'ORDER BY g.name, p.class, p.major_id, p.minor_id, p.permission_name',
  ],
});
type PermissionRow = RowOf<typeof permissionsQuery.outputs>;

function securable(row: PermissionRow): string | undefined {
  switch (row.class) {
    case 0:
      return '';
    case 1:
      return ` ON ${qualified(row.schema ?? '', row.object ?? '')}${row.column === null ? '' : ` (${quoted(row.column)})`}`;
    case 3:
      return ` ON SCHEMA::${quoted(row.schema ?? '')}`;
    case 6:
      return ` ON TYPE::${qualified(row.schema ?? '', row.type ?? '')}`;
    default:
      return undefined;
  }
}

/** Undefined for permissions on what is not converted (certificates, endpoints ...). */
export function writePermission(row: PermissionRow): string | undefined {
  const on = securable(row);
  if (on === undefined) return undefined;
  const word = row.state === 'D' ? 'DENY' : 'GRANT';
  return `${word} ${row.permission}${on} TO ${quoted(row.grantee ?? '')}${row.state === 'W' ? ' WITH GRANT OPTION' : ''}`;
}

/** One row for each predicate of each policy. */
export const policiesQuery = defineQuery({
  name: 'security policies',
  since: 13,
  outputs: {
    id: column('number', 'sys.security_policies', 'p', 'object_id'),
    schema: text('s.name'),
    name: column('text', 'sys.security_policies', 'p', 'name'),
    enabled: column('bit', 'sys.security_policies', 'p', 'is_enabled'),
    schemaBound: column('bit', 'sys.security_policies', 'p', 'is_schema_bound'),
    predicate: column('text', 'sys.security_predicates', 'q', 'predicate_definition'),
    kind: column('text', 'sys.security_predicates', 'q', 'predicate_type_desc'),
    operation: column('text', 'sys.security_predicates', 'q', 'operation_desc'),
    tableSchema: text('ts.name'),
    table: text('t.name'),
  },
  from: [
    'FROM sys.security_policies p',
    'JOIN sys.schemas s ON s.schema_id = p.schema_id',
    'JOIN sys.security_predicates q ON q.object_id = p.object_id',
    'JOIN sys.objects t ON t.object_id = q.target_object_id',
    'JOIN sys.schemas ts ON ts.schema_id = t.schema_id',
    'ORDER BY s.name, p.name, q.target_object_id',
  ],
});
type PolicyRow = RowOf<typeof policiesQuery.outputs>;

/** @param rows the predicates of one policy */
export function writePolicy(rows: readonly PolicyRow[]): string {
  const [first] = rows;
  const predicates = rows.map((r) => {
    const definition = r.predicate ?? '';
    const bare = definition.startsWith('(') && definition.endsWith(')') ? definition.slice(1, -1) : definition;
    return `ADD ${r.kind} PREDICATE ${bare} ON ${qualified(r.tableSchema ?? '', r.table ?? '')}${r.operation === null ? '' : ` ${r.operation}`}`;
  });
  return `CREATE SECURITY POLICY ${qualified(first?.schema ?? '', first?.name ?? '')}\n${predicates.join(',\n')}\nWITH (STATE = ${first?.enabled === false ? 'OFF' : 'ON'}, SCHEMABINDING = ${first?.schemaBound === false ? 'OFF' : 'ON'})`;
}

export const linkedServersQuery = defineQuery({
  name: 'linked servers',
  since: 10,
  outputs: {
    name: column('text', 'sys.servers', 'v', 'name'),
    product: column('text', 'sys.servers', 'v', 'product'),
    provider: column('text', 'sys.servers', 'v', 'provider'),
    dataSource: column('text', 'sys.servers', 'v', 'data_source'),
    catalog: column('text', 'sys.servers', 'v', 'catalog'),
  },
  from: ['FROM sys.servers v', 'WHERE v.is_linked = 1', 'ORDER BY v.name'],
});

export function writeLinkedServer(row: RowOf<typeof linkedServersQuery.outputs>): string {
  const parts: readonly (readonly [string, string | null])[] = [['srvproduct', row.product], ['provider', row.provider], ['datasrc', row.dataSource], ['catalog', row.catalog]];
  return `EXEC sp_addlinkedserver @server = ${literal(row.name ?? '')}${parts.flatMap(([name, value]) => (value === null ? [] : [`, @${name} = ${literal(value)}`])).join('')}`;
}
