import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './define-support';

/** https://learn.microsoft.com/sql/t-sql/functions/eventdata-transact-sql, https://www.postgresql.org/docs/current/functions-event-triggers.html */
export const eventData = defineSupport('event_data', {
  parameters: [['event', pg.type('text')], ['tag', pg.type('text')]], returns: pg.type('xml'), volatility: 'volatile', language: 'plpgsql',
  comment: 'EVENTDATA() in an event trigger: the command, and the object that it made, changed or dropped.',
  body: `DECLARE
    changed record;
BEGIN
    IF event = 'sql_drop' THEN
        SELECT o.schema_name AS schema, coalesce(o.object_name, o.object_identity) AS name, o.object_type AS type INTO changed
        FROM pg_event_trigger_dropped_objects() AS o ORDER BY o.original DESC LIMIT 1;
    ELSE
        SELECT o.schema_name AS schema, (parse_ident(regexp_replace(o.object_identity, '\\(.*$', ''), false))[cardinality(parse_ident(regexp_replace(o.object_identity, '\\(.*$', ''), false))] AS name, o.object_type AS type INTO changed
        FROM pg_event_trigger_ddl_commands() AS o ORDER BY o.command_tag = tag DESC LIMIT 1;
    END IF;
    RETURN xmlelement(NAME "EVENT_INSTANCE",
        xmlforest(replace(upper(tag), ' ', '_') AS "EventType", to_char(localtimestamp, 'YYYY-MM-DD"T"HH24:MI:SS.MS') AS "PostTime", pg_backend_pid() AS "SPID", current_setting('cluster_name') AS "ServerName", session_user AS "LoginName", current_user AS "UserName", current_database() AS "DatabaseName",
            changed.schema AS "SchemaName", changed.name AS "ObjectName", upper(changed.type) AS "ObjectType"),
        xmlelement(NAME "TSQLCommand", xmlforest(current_query() AS "CommandText")));
END;`,
});
