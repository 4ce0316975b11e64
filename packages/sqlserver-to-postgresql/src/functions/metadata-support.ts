import { pg } from '@ferry/target-postgresql';
import { applicationLockKey } from './routine-support';
import { defineSupport } from './support';

/** Helpers that ask PostgreSQL's catalogue what SQL Server's metadata functions ask its own. */
const text = pg.type('text');
const integer = pg.type('integer');
const bigint = pg.type('bigint');

/** https://learn.microsoft.com/sql/t-sql/functions/objectproperty-transact-sql */
export const objectProperty = defineSupport('object_property', {
  parameters: [['id', bigint], ['property', text]], returns: integer, volatility: 'stable', language: 'sql',
  comment: 'OBJECTPROPERTY: 1 or 0 by the kind of an object; NULL for one that does not exist, and for properties that PostgreSQL has not.',
  body: `SELECT CASE lower(property)
    WHEN 'istable' THEN (kind IN ('r', 'p'))::integer
    WHEN 'isusertable' THEN (kind IN ('r', 'p'))::integer
    WHEN 'isview' THEN (kind IN ('v', 'm'))::integer
    WHEN 'isprocedure' THEN (kind = 'procedure')::integer
    WHEN 'isscalarfunction' THEN (kind = 'function')::integer
    WHEN 'istablefunction' THEN (kind = 'table function')::integer
    WHEN 'istrigger' THEN (kind = 'trigger')::integer
    WHEN 'isprimarykey' THEN (kind = 'key p')::integer
    WHEN 'isuniquecnst' THEN (kind = 'key u')::integer
    WHEN 'isforeignkey' THEN (kind = 'key f')::integer
    WHEN 'ischeckcnst' THEN (kind = 'key c')::integer
    WHEN 'isconstraint' THEN (kind LIKE 'key %')::integer
    WHEN 'ismsshipped' THEN 0
    WHEN 'tablehasprimarykey' THEN CASE WHEN kind IN ('r', 'p') THEN EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid::bigint = id AND k.contype = 'p')::integer END
    WHEN 'tablehasforeignkey' THEN CASE WHEN kind IN ('r', 'p') THEN EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid::bigint = id AND k.contype = 'f')::integer END
    WHEN 'tablehasidentity' THEN CASE WHEN kind IN ('r', 'p') THEN EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid::bigint = id AND a.attidentity <> '')::integer END
END
FROM (
    SELECT relkind::text AS kind FROM pg_class WHERE oid::bigint = id
    UNION ALL
    SELECT CASE WHEN prokind = 'p' THEN 'procedure' WHEN proretset THEN 'table function' ELSE 'function' END FROM pg_proc WHERE oid::bigint = id
    UNION ALL
    SELECT 'trigger' FROM pg_trigger WHERE oid::bigint = id
    UNION ALL
    SELECT 'key ' || contype::text FROM pg_constraint WHERE oid::bigint = id
) AS found`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/columnproperty-transact-sql */
export const columnProperty = defineSupport('column_property', {
  parameters: [['id', bigint], ['name', text], ['property', text]], returns: integer, volatility: 'stable', language: 'sql',
  comment: 'COLUMNPROPERTY: of a column of a table or view; NULL for one that does not exist, and for properties that PostgreSQL has not.',
  body: `SELECT CASE lower(property)
    WHEN 'allowsnull' THEN (NOT a.attnotnull)::integer
    WHEN 'columnid' THEN a.attnum
    WHEN 'iscomputed' THEN (a.attgenerated <> '')::integer
    WHEN 'isidentity' THEN (a.attidentity <> '')::integer
    WHEN 'isrowguidcol' THEN 0
    WHEN 'precision' THEN coalesce(information_schema._pg_numeric_precision(a.atttypid, a.atttypmod), information_schema._pg_char_max_length(a.atttypid, a.atttypmod))
    WHEN 'scale' THEN information_schema._pg_numeric_scale(a.atttypid, a.atttypmod)
END
FROM pg_attribute AS a
WHERE a.attrelid::bigint = id AND lower(a.attname) = lower(name) AND a.attnum > 0 AND NOT a.attisdropped`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/col-length-transact-sql */
export const columnLength = defineSupport('column_length', {
  parameters: [['id', bigint], ['name', text]], returns: integer, volatility: 'stable', language: 'sql',
  comment: 'COL_LENGTH: the bytes of a type of fixed length, the characters of a text, -1 for one without a limit; NULL when there is no such column.',
  body: `SELECT CASE WHEN a.attlen > 0 THEN a.attlen ELSE coalesce(information_schema._pg_char_max_length(a.atttypid, a.atttypmod), -1) END
FROM pg_attribute AS a
WHERE a.attrelid::bigint = id AND lower(a.attname) = lower(name) AND a.attnum > 0 AND NOT a.attisdropped`,
});

export const columnName = defineSupport('column_name', {
  parameters: [['id', bigint], ['number', integer]], returns: text, volatility: 'stable', language: 'sql',
  comment: 'COL_NAME: the name of a column by the numbers of its table and of itself.',
  body: 'SELECT a.attname::text FROM pg_attribute AS a WHERE a.attrelid::bigint = id AND a.attnum = number AND a.attnum > 0 AND NOT a.attisdropped',
});

export const objectDefinition = defineSupport('object_definition', {
  parameters: [['id', bigint]], returns: text, volatility: 'stable', language: 'sql',
  comment: 'OBJECT_DEFINITION: how PostgreSQL writes a view, routine, trigger or CHECK; NULL for all else.',
  body: `SELECT coalesce(
    (SELECT pg_get_viewdef(c.oid) FROM pg_class AS c WHERE c.oid::bigint = id AND c.relkind IN ('v', 'm')),
    (SELECT pg_get_functiondef(p.oid) FROM pg_proc AS p WHERE p.oid::bigint = id AND p.prokind IN ('f', 'p')),
    (SELECT pg_get_triggerdef(t.oid) FROM pg_trigger AS t WHERE t.oid::bigint = id),
    (SELECT pg_get_constraintdef(k.oid) FROM pg_constraint AS k WHERE k.oid::bigint = id)
)`,
});

/** Advisory locks of one bigint are listed as two halves (https://www.postgresql.org/docs/current/view-pg-locks.html). */
export const applicationLockTest = defineSupport('test_application_lock', {
  parameters: [['resource', text], ['exclusive', pg.type('boolean')]], returns: integer, volatility: 'volatile', language: 'sql',
  comment: 'APPLOCK_TEST: 1 when the lock could be granted now, 0 when another session is in the way.',
  body: `SELECT (NOT EXISTS (
    SELECT FROM pg_locks AS l
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid <> pg_backend_pid()
        AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
        AND (l.classid::bigint << 32) | l.objid::bigint = ${applicationLockKey}
        AND (exclusive OR l.mode = 'ExclusiveLock')
))::integer`,
});
