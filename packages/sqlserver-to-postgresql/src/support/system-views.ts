import { phases } from '@ferry/target-postgresql';
import type { Choices } from '../settings/choices';
import { schemaKey } from '../storage/schemas';
import type { SupportPiece } from './piece';
import { targetKey } from '@ferry/conversion';

/**
 * Views that show PostgreSQL's catalogue under the names of SQL Server's, with the columns that code asks for. Each column is written
 * as `text expression`, `bit expression` or `expression`: texts compare without case, as names of SQL Server do.
 */
interface SystemView {
  readonly columns: Readonly<Record<string, string>>;
  readonly from: string;
}

/** The number of a role as the bytes of a SID. */
export const bytesOf = (oid: string): string => `decode(lpad(to_hex(${oid}::bigint), 8, '0'), 'hex')`;

const own = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'";
const never = "timestamp '1900-01-01'";
const id = (oid: string): string => `${oid}::bigint`;

const relations = `pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace`;
const object = (name: string, oid: string, schema: string, parent: string, type: string, description: string): Readonly<Record<string, string>> => ({
  name: `text ${name}`, object_id: id(oid), principal_id: 'NULL::integer', schema_id: id(schema), parent_object_id: parent, type: `text ${type}`, type_desc: `text ${description}`, create_date: never, modify_date: never, is_ms_shipped: 'bit false',
});

const objects = `(
    SELECT c.relname AS name, c.oid, c.relnamespace AS schema, 0::bigint AS parent,
        CASE WHEN c.relkind = 'v' OR c.relkind = 'm' THEN 'V' WHEN c.relkind = 'S' THEN 'SO' ELSE 'U' END AS type,
        CASE WHEN c.relkind = 'v' OR c.relkind = 'm' THEN 'VIEW' WHEN c.relkind = 'S' THEN 'SEQUENCE_OBJECT' ELSE 'USER_TABLE' END AS description
    FROM ${relations}
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND ${own}
    UNION ALL
    SELECT p.proname, p.oid, p.pronamespace, 0,
        CASE WHEN p.prokind = 'p' THEN 'P' WHEN p.proretset THEN 'TF' ELSE 'FN' END,
        CASE WHEN p.prokind = 'p' THEN 'SQL_STORED_PROCEDURE' WHEN p.proretset THEN 'SQL_TABLE_VALUED_FUNCTION' ELSE 'SQL_SCALAR_FUNCTION' END
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE p.prokind IN ('f', 'p') AND p.prorettype <> 'trigger'::regtype AND ${own}
    UNION ALL
    SELECT t.tgname, t.oid, c.relnamespace, c.oid::bigint, 'TR', 'SQL_TRIGGER'
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND ${own}
    UNION ALL
    SELECT k.conname, k.oid, k.connamespace, k.conrelid::bigint,
        CASE k.contype WHEN 'p' THEN 'PK' WHEN 'u' THEN 'UQ' WHEN 'f' THEN 'F' ELSE 'C' END,
        CASE k.contype WHEN 'p' THEN 'PRIMARY_KEY_CONSTRAINT' WHEN 'u' THEN 'UNIQUE_CONSTRAINT' WHEN 'f' THEN 'FOREIGN_KEY_CONSTRAINT' ELSE 'CHECK_CONSTRAINT' END
    FROM pg_constraint AS k JOIN pg_namespace AS n ON n.oid = k.connamespace
    WHERE k.contype IN ('p', 'u', 'f', 'c') AND k.conrelid <> 0 AND ${own}
    UNION ALL
    SELECT 'df_' || c.relname || '_' || a.attname, d.oid, c.relnamespace, c.oid::bigint, 'D', 'DEFAULT_CONSTRAINT'
    FROM pg_attrdef AS d JOIN pg_class AS c ON c.oid = d.adrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE a.attgenerated = '' AND ${own}
) AS o`;
const plainObject = object('o.name', 'o.oid', 'o.schema', 'o.parent', 'o.type', 'o.description');
const relation = (kinds: string, type: string, description: string): SystemView => ({ columns: object('c.relname', 'c.oid', 'c.relnamespace', '0::bigint', `'${type}'`, `'${description}'`), from: `${relations} WHERE c.relkind IN (${kinds}) AND ${own}` });
const columns = `pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_type AS t ON t.oid = a.atttypid LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm') AND ${own}`;
/** An identity, or a decimal that a sequence of its own fills. */
const isIdentity = "EXISTS (SELECT FROM pg_depend AS o JOIN pg_sequence AS q ON q.seqrelid = o.objid WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid AND o.refobjsubid = a.attnum AND o.deptype IN ('a', 'i') AND t.typcategory = 'N')";
const columnColumns: Readonly<Record<string, string>> = {
  object_id: id('a.attrelid'), name: 'text a.attname', column_id: 'a.attnum::integer', system_type_id: id('a.atttypid'), user_type_id: id('a.atttypid'),
  max_length: "CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 0 THEN a.atttypmod - 4 WHEN t.typlen > 0 THEN t.typlen::integer ELSE -1 END",
  precision: "CASE WHEN t.typname = 'numeric' AND a.atttypmod > 0 THEN (a.atttypmod - 4) >> 16 ELSE 0 END", scale: "CASE WHEN t.typname = 'numeric' AND a.atttypmod > 0 THEN (a.atttypmod - 4) & 65535 ELSE 0 END",
  is_nullable: 'bit NOT a.attnotnull', is_identity: `bit ${isIdentity}`, is_computed: "bit a.attgenerated <> ''", default_object_id: "CASE WHEN a.attgenerated = '' THEN coalesce(d.oid, 0)::bigint ELSE 0 END",
};
const keyed = (type: string, kind: string, description: string): SystemView => ({
  columns: { ...object('k.conname', 'k.oid', 'k.connamespace', id('k.conrelid'), type, description), ...(kind === "'f'" ? { referenced_object_id: id('k.confrelid'), is_disabled: 'bit false', is_not_trusted: 'bit NOT k.convalidated' } : {}), ...(kind === "'c'" ? { definition: 'text pg_get_constraintdef(k.oid)', parent_column_id: 'coalesce(k.conkey[1], 0)::integer', is_disabled: 'bit false' } : {}) },
  from: `pg_constraint AS k JOIN pg_namespace AS n ON n.oid = k.connamespace WHERE k.contype IN (${kind}) AND k.conrelid <> 0 AND ${own}`,
});
/** Indexes have no number of their own in PostgreSQL: the primary key is 1, others follow by age. */
const indexNumber = 'row_number() OVER (PARTITION BY i.indrelid ORDER BY i.indisprimary DESC, i.indexrelid) + CASE WHEN bool_or(i.indisprimary) OVER (PARTITION BY i.indrelid) THEN 0 ELSE 1 END';
const indexes = `pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace`;

export const systemViews: Readonly<Record<string, SystemView>> = {
  'sys.objects': { columns: plainObject, from: objects },
  'sys.all_objects': { columns: plainObject, from: objects },
  'sys.tables': relation("'r', 'p'", 'U', 'USER_TABLE'),
  'sys.views': relation("'v', 'm'", 'V', 'VIEW'),
  'sys.sequences': {
    columns: { ...object('c.relname', 'c.oid', 'c.relnamespace', '0::bigint', "'SO'", "'SEQUENCE_OBJECT'"), start_value: 's.seqstart', increment: 's.seqincrement', minimum_value: 's.seqmin', maximum_value: 's.seqmax', is_cycling: 'bit s.seqcycle', current_value: 'coalesce(pg_sequence_last_value(c.oid), s.seqstart)' },
    from: `${relations} JOIN pg_sequence AS s ON s.seqrelid = c.oid WHERE ${own}`,
  },
  'sys.procedures': { columns: object('p.proname', 'p.oid', 'p.pronamespace', '0::bigint', "'P'", "'SQL_STORED_PROCEDURE'"), from: `pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE (p.prokind = 'p' OR p.prokind = 'f' AND p.prorettype <> 'trigger'::regtype AND p.proretset) AND ${own}` },
  'sys.sql_modules': { columns: { object_id: id('p.oid'), definition: 'text pg_get_functiondef(p.oid)' }, from: `pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p') AND ${own}` },
  'sys.schemas': { columns: { name: 'text n.nspname', schema_id: id('n.oid'), principal_id: id('n.nspowner') }, from: "pg_namespace AS n WHERE n.nspname !~ '^pg_'" },
  'sys.columns': { columns: columnColumns, from: columns },
  'sys.all_columns': { columns: columnColumns, from: columns },
  'sys.identity_columns': { columns: columnColumns, from: `${columns} AND ${isIdentity}` },
  'sys.computed_columns': { columns: { ...columnColumns, definition: 'text pg_get_expr(d.adbin, d.adrelid)', is_persisted: "bit a.attgenerated = 's'" }, from: `${columns} AND a.attgenerated <> ''` },
  'sys.types': { columns: { name: 'text t.typname', system_type_id: id('t.oid'), user_type_id: id('t.oid'), schema_id: id('t.typnamespace'), max_length: 't.typlen::integer', is_user_defined: "bit t.typtype = 'd'", is_table_type: "bit t.typtype = 'c'" }, from: `pg_type AS t` },
  'sys.key_constraints': keyed("CASE k.contype WHEN 'p' THEN 'PK' ELSE 'UQ' END", "'p', 'u'", "CASE k.contype WHEN 'p' THEN 'PRIMARY_KEY_CONSTRAINT' ELSE 'UNIQUE_CONSTRAINT' END"),
  'sys.foreign_keys': keyed("'F'", "'f'", "'FOREIGN_KEY_CONSTRAINT'"),
  'sys.check_constraints': keyed("'C'", "'c'", "'CHECK_CONSTRAINT'"),
  'sys.foreign_key_columns': {
    columns: { constraint_object_id: id('k.oid'), constraint_column_id: 'p.place::integer', parent_object_id: id('k.conrelid'), parent_column_id: 'p.number::integer', referenced_object_id: id('k.confrelid'), referenced_column_id: 'k.confkey[p.place]::integer' },
    from: "pg_constraint AS k CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS p (number, place) WHERE k.contype = 'f'",
  },
  'sys.default_constraints': {
    columns: { name: "text 'df_' || c.relname || '_' || a.attname", object_id: id('d.oid'), schema_id: id('c.relnamespace'), parent_object_id: id('c.oid'), parent_column_id: 'd.adnum::integer', definition: 'text pg_get_expr(d.adbin, d.adrelid)', type: "text 'D'" },
    from: `pg_attrdef AS d JOIN pg_class AS c ON c.oid = d.adrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE a.attgenerated = '' AND ${own}`,
  },
  'sys.indexes': {
    columns: { object_id: id('i.indrelid'), name: 'text x.relname', index_id: `(${indexNumber})::integer`, type: 'CASE WHEN i.indisprimary THEN 1 ELSE 2 END', type_desc: "text CASE WHEN i.indisprimary THEN 'CLUSTERED' ELSE 'NONCLUSTERED' END", is_unique: 'bit i.indisunique', is_primary_key: 'bit i.indisprimary', is_unique_constraint: "bit EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conindid = i.indexrelid AND k.contype = 'u')", is_disabled: 'bit NOT i.indisvalid', is_hypothetical: 'bit false', has_filter: 'bit i.indpred IS NOT NULL', filter_definition: 'text pg_get_expr(i.indpred, i.indrelid)' },
    from: `${indexes} WHERE ${own}`,
  },
  'sys.index_columns': {
    columns: { object_id: id('i.indrelid'), index_id: '(SELECT s.index_id FROM ferry_indexes AS s WHERE s.index_oid = i.indexrelid)::integer', index_column_id: 'k.place::integer', column_id: 'k.number::integer', key_ordinal: 'CASE WHEN k.place <= i.indnkeyatts THEN k.place ELSE 0 END::integer', is_descending_key: 'bit k.place <= i.indnkeyatts AND (i.indoption[k.place - 1] & 1) = 1', is_included_column: 'bit k.place > i.indnkeyatts' },
    from: `${indexes} CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place) WHERE ${own}`,
  },
  'sys.partitions': { columns: { object_id: id('c.oid'), index_id: '1', partition_id: id('c.oid'), partition_number: '1', rows: 'greatest(c.reltuples, 0)::bigint' }, from: `${relations} WHERE c.relkind IN ('r', 'p') AND ${own}` },
  'sys.triggers': { columns: { name: 'text t.tgname', object_id: id('t.oid'), parent_id: id('t.tgrelid'), is_disabled: "bit t.tgenabled = 'D'", is_instead_of_trigger: 'bit (t.tgtype & 64) <> 0', type: "text 'TR'" }, from: `pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND ${own}` },
  'sys.parameters': { columns: { object_id: id('p.oid'), name: "text '@' || coalesce(p.proargnames[a.place], '')", parameter_id: 'a.place::integer', system_type_id: id('a.type'), user_type_id: id('a.type'), is_output: "bit coalesce(p.proargmodes[a.place], 'i') IN ('o', 'b')" }, from: `pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace CROSS JOIN LATERAL unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS a (type, place) WHERE ${own}` },
  'sys.databases': { columns: { name: 'text d.datname', database_id: id('d.oid'), state: '0', state_desc: "text 'ONLINE'", is_read_only: 'bit false' }, from: 'pg_database AS d' },
  'sys.database_principals': { columns: { name: 'text r.rolname', principal_id: id('r.oid'), type: "text CASE WHEN r.rolcanlogin THEN 'S' ELSE 'R' END", type_desc: "text CASE WHEN r.rolcanlogin THEN 'SQL_USER' ELSE 'DATABASE_ROLE' END", default_schema_name: "text 'dbo'", sid: bytesOf('r.oid') }, from: 'pg_roles AS r' },
  'sys.server_principals': { columns: { name: 'text r.rolname', principal_id: id('r.oid'), sid: bytesOf('r.oid'), type: "text CASE WHEN r.rolcanlogin THEN 'S' ELSE 'R' END", type_desc: "text CASE WHEN r.rolcanlogin THEN 'SQL_LOGIN' ELSE 'SERVER_ROLE' END", is_disabled: 'bit false' }, from: 'pg_roles AS r' },
  'sys.syslogins': { columns: { name: 'text r.rolname', loginname: 'text r.rolname', sid: bytesOf('r.oid'), hasaccess: '1', sysadmin: 'r.rolsuper::integer', isntname: '0', isntgroup: '0', isntuser: '0' }, from: 'pg_roles AS r WHERE r.rolcanlogin' },
  'sys.dm_exec_sessions': {
    columns: {
      session_id: 'a.pid', login_time: 'a.backend_start::timestamp', host_name: 'text host(a.client_addr)', program_name: 'text a.application_name', login_name: 'text a.usename', original_login_name: 'text a.usename', status: "text CASE WHEN a.state = 'active' THEN 'running' ELSE 'sleeping' END",
      last_request_start_time: 'a.query_start::timestamp', last_request_end_time: "CASE WHEN a.state <> 'active' THEN a.state_change::timestamp END", is_user_process: "bit a.backend_type = 'client backend'", open_transaction_count: 'CASE WHEN a.xact_start IS NULL THEN 0 ELSE 1 END', database_id: id('a.datid'),
    },
    from: 'pg_stat_activity AS a',
  },
  'sys.dm_exec_requests': {
    columns: {
      session_id: 'a.pid', request_id: '0', start_time: 'a.query_start::timestamp', status: "text CASE WHEN a.wait_event_type = 'Lock' THEN 'suspended' ELSE 'running' END", command: "text upper(split_part(ltrim(a.query), ' ', 1))", database_id: id('a.datid'), user_id: id('a.usesysid'),
      blocking_session_id: 'coalesce((pg_blocking_pids(a.pid))[1], 0)', wait_type: 'text a.wait_event', open_transaction_count: 'CASE WHEN a.xact_start IS NULL THEN 0 ELSE 1 END', total_elapsed_time: '(extract(epoch FROM clock_timestamp() - a.query_start) * 1000)::integer',
    },
    from: "pg_stat_activity AS a WHERE a.state = 'active' AND a.backend_type = 'client backend'",
  },
  'sys.dm_exec_connections': { columns: { session_id: 'a.pid', connect_time: 'a.backend_start::timestamp', client_net_address: 'text host(a.client_addr)', client_tcp_port: 'a.client_port' }, from: "pg_stat_activity AS a WHERE a.backend_type = 'client backend'" },
  'sys.sysprocesses': {
    columns: { spid: 'a.pid', blocked: 'coalesce((pg_blocking_pids(a.pid))[1], 0)', dbid: id('a.datid'), uid: id('a.usesysid'), loginame: 'text a.usename', hostname: 'text host(a.client_addr)', program_name: 'text a.application_name', login_time: 'a.backend_start::timestamp', last_batch: 'a.query_start::timestamp', status: "text CASE WHEN a.state = 'active' THEN 'running' ELSE 'sleeping' END", cmd: "text upper(split_part(ltrim(a.query), ' ', 1))", open_tran: 'CASE WHEN a.xact_start IS NULL THEN 0 ELSE 1 END' },
    from: "pg_stat_activity AS a WHERE a.backend_type = 'client backend'",
  },
  'sys.dm_db_partition_stats': { columns: { partition_id: id('c.oid'), object_id: id('c.oid'), index_id: '1', partition_number: '1', row_count: 'greatest(c.reltuples, 0)::bigint', in_row_data_page_count: 'c.relpages::bigint', used_page_count: 'pg_total_relation_size(c.oid) / 8192', reserved_page_count: 'pg_total_relation_size(c.oid) / 8192' }, from: `${relations} WHERE c.relkind IN ('r', 'p') AND ${own}` },
  'sys.extended_properties': { columns: { class: '1', class_desc: "text 'OBJECT_OR_COLUMN'", major_id: id('d.objoid'), minor_id: 'd.objsubid', name: "text 'MS_Description'", value: 'text d.description' }, from: "pg_description AS d WHERE d.classoid = 'pg_class'::regclass" },
  'sys.database_role_members': { columns: { role_principal_id: id('m.roleid'), member_principal_id: id('m.member') }, from: 'pg_auth_members AS m' },
  'sys.sysobjects': { columns: { name: 'text o.name', id: id('o.oid'), xtype: 'text o.type', type: 'text o.type', uid: id('o.schema'), parent_obj: 'o.parent', crdate: never, sysstat: "CASE o.type WHEN 'V' THEN 2 WHEN 'U' THEN 3 WHEN 'P' THEN 4 WHEN 'TR' THEN 8 ELSE 0 END::smallint" }, from: objects },
  'sys.syscolumns': { columns: { id: id('a.attrelid'), name: 'text a.attname', colid: 'a.attnum::integer', xtype: id('a.atttypid'), length: 't.typlen::integer', isnullable: 'CASE WHEN a.attnotnull THEN 0 ELSE 1 END', cdefault: "CASE WHEN a.attgenerated = '' THEN coalesce(d.oid, 0)::bigint ELSE 0 END" }, from: columns },
  'sys.sysindexes': { columns: { id: id('i.indrelid'), name: 'text x.relname', indid: `(${indexNumber})::integer`, rows: 'greatest(c.reltuples, 0)::bigint' }, from: `${indexes} WHERE ${own}` },
  'sys.sysusers': { columns: { name: 'text r.rolname', uid: id('r.oid'), issqluser: 'CASE WHEN r.rolcanlogin THEN 1 ELSE 0 END', issqlrole: 'CASE WHEN r.rolcanlogin THEN 0 ELSE 1 END' }, from: 'pg_roles AS r' },
  'sys.syscomments': { columns: { id: id('p.oid'), number: '1', colid: '1', text: 'text pg_get_functiondef(p.oid)' }, from: `pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p') AND ${own}` },
};

const viewName = (key: string): string => key.replace('.', '_');

export interface ViewChoices {
  readonly bit: Choices['bit'];
  /** The collation of texts, when there is one that ignores case, and what creates it. */
  readonly collation?: { readonly name: string; readonly piece: SupportPiece | undefined };
}

/** The view for a system view: created when something reads it. */
export function systemViewPiece(key: string, choices: ViewChoices): SupportPiece | undefined {
  const view = systemViews[key];
  if (view === undefined) return undefined;
  const { collation } = choices;
  const collate = collation === undefined ? '' : ` COLLATE ${collation.name}`;
  const column = (written: string): string => {
    if (written.startsWith('text ')) return `(${written.slice(5)})::text${collate}`;
    if (written.startsWith('bit ')) return choices.bit === 'boolean' ? `(${written.slice(4)})` : `(${written.slice(4)})::integer::${choices.bit}`;
    return written;
  };
  const name = viewName(key);
  const list = Object.entries(view.columns).map(([c, e]) => `    ${column(e)} AS ${c}`);
  const numbers = key === 'sys.index_columns' ? `WITH ferry_indexes AS (SELECT i.indexrelid AS index_oid, ${indexNumber} AS index_id FROM pg_index AS i)\n` : '';
  return {
    name: `view ${name}`,
    uses: collation?.piece === undefined ? [] : [collation.piece],
    creates: (schema) => ({ kind: 'VIEW', schema, name }),
    statements: (schema) => [{
      sql: `-- ${key} of SQL Server, over the catalogue of PostgreSQL.\nCREATE OR REPLACE VIEW ${schema}.${name} AS\n${numbers}SELECT\n${list.join(',\n')}\nFROM ${view.from};`, links: [], creates: { kind: 'VIEW', schema, name }, phase: phases.supportFunctions,
      needs: [schemaKey(schema), ...(collation?.piece === undefined ? [] : [targetKey(collation.piece.creates(schema))])],
    }],
  };
}
