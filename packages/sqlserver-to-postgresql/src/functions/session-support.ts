import { pg } from '@ferry/target-postgresql';
import { sqlName } from './routine-support';
import { defineSupport } from './support';

/** Helpers that ask the server about the session and about its own objects. */
const text = pg.type('text');
const bigint = pg.type('bigint');

/** A setting may only be called by letters, digits and `_`. */
const settingName = "'session_context.' || CASE WHEN lower(key) ~ '^[a-z_][a-z0-9_]*$' THEN lower(key) ELSE 'k' || md5(lower(key)) END";

export const sessionContext = defineSupport('session_context', {
  parameters: [['key', text]], returns: text, volatility: 'stable', language: 'sql',
  comment: 'SESSION_CONTEXT: the setting session_context.<key>; NULL when it is not set.',
  body: `SELECT nullif(current_setting(${settingName}, true), '')`,
});

export const setSessionContext = defineSupport('set_session_context', {
  parameters: [['key', text], ['value', text]], returns: pg.type('integer'), volatility: 'volatile', language: 'plpgsql',
  comment: 'sp_set_session_context: the setting session_context.<key> for the rest of the session; NULL takes it away.',
  body: `BEGIN
    PERFORM set_config(${settingName}, coalesce(value, ''), false);
    RETURN 0;
END;`,
});

export const isMember = defineSupport('is_member', {
  parameters: [['role_name', text], ['member', text]], returns: pg.type('integer'), volatility: 'stable', language: 'sql',
  comment: 'IS_ROLEMEMBER: 1 or 0, NULL for a role that does not exist. db_owner is whoever owns the database, public is everybody.',
  body: `SELECT CASE
    WHEN lower(role_name) = 'public' THEN 1
    WHEN lower(role_name) = 'db_owner' THEN (SELECT pg_has_role(u.oid, d.datdba, 'MEMBER')::integer FROM pg_database AS d, pg_roles AS u WHERE d.datname = current_database() AND u.rolname = coalesce(lower(member), current_user))
    ELSE (SELECT pg_has_role(u.oid, r.oid, 'MEMBER')::integer FROM pg_roles AS r, pg_roles AS u WHERE r.rolname = lower(role_name) AND u.rolname = coalesce(lower(member), current_user))
END`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/is-srvrolemember-transact-sql */
export const isServerMember = defineSupport('is_server_member', {
  parameters: [['role_name', text], ['login', text]], returns: pg.type('integer'), volatility: 'stable', language: 'sql',
  comment: 'IS_SRVROLEMEMBER: 1 or 0, NULL for a role or login that does not exist. sysadmin is a superuser, dbcreator and securityadmin are who may create databases and roles.',
  body: `SELECT CASE lower(rtrim(role_name))
    WHEN 'public' THEN 1
    WHEN 'sysadmin' THEN r.rolsuper::integer
    WHEN 'dbcreator' THEN (r.rolcreatedb AND NOT r.rolsuper)::integer
    WHEN 'securityadmin' THEN (r.rolcreaterole AND NOT r.rolsuper)::integer
    WHEN 'serveradmin' THEN 0
    WHEN 'setupadmin' THEN 0
    WHEN 'processadmin' THEN 0
    WHEN 'diskadmin' THEN 0
    WHEN 'bulkadmin' THEN 0
END
FROM pg_roles AS r
WHERE r.rolname = coalesce(lower(rtrim(login)), session_user)`,
});

export const objectName = defineSupport('object_name', {
  parameters: [['id', bigint]], returns: text, volatility: 'stable', language: 'sql',
  comment: 'OBJECT_NAME: the name of a table, view, sequence, routine or trigger by its number.',
  body: `SELECT coalesce(
    (SELECT c.relname::text FROM pg_class AS c WHERE c.oid::bigint = id),
    (SELECT p.proname::text FROM pg_proc AS p WHERE p.oid::bigint = id),
    (SELECT t.tgname::text FROM pg_trigger AS t WHERE t.oid::bigint = id)
)`,
});

export const schemaNumber = defineSupport('schema_number', {
  parameters: [['name', text]], returns: bigint, volatility: 'stable', language: 'sql',
  comment: 'SCHEMA_ID of a name that is known at run time; NULL when there is none.',
  body: 'SELECT n.oid::bigint FROM pg_namespace AS n WHERE lower(n.nspname) = lower(name)',
});

export const objectSchemaName = defineSupport('object_schema_name', {
  parameters: [['id', bigint]], returns: text, volatility: 'stable', language: 'sql',
  comment: 'OBJECT_SCHEMA_NAME: the schema of a table, view, sequence or routine by its number.',
  body: `SELECT coalesce(
    (SELECT n.nspname::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid::bigint = id),
    (SELECT n.nspname::text FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE p.oid::bigint = id)
)`,
});

export const objectNumber = defineSupport('object_number', {
  parameters: [['name', text], ['default_schema', text]], returns: bigint, volatility: 'stable', language: 'sql', uses: [sqlName],
  comment: 'OBJECT_ID of a name that is known at run time: the number of a table, view or routine; NULL when there is none.',
  body: `SELECT coalesce(to_regclass(n.name)::oid, to_regproc(n.name)::oid)::bigint FROM __schema__.sql_name(name, default_schema) AS n (name)`,
});
