import type { TargetStatement } from '@ferry/conversion';
import { phases } from './phases';

/** Statements that replace what is there: comments, switches, and definitions that PostgreSQL replaces. */
const replaced = /^(\s*(?:--[^\n]*\n\s*)*)CREATE (FUNCTION|PROCEDURE|VIEW|TRIGGER)\b/;
const harmless = /^\s*(?:--[^\n]*\n\s*)*(?:COMMENT ON|CREATE OR REPLACE|CREATE (?:SCHEMA|EXTENSION|COLLATION|SEQUENCE|TABLE|INDEX|MATERIALIZED VIEW) IF NOT EXISTS)\b/;

/** A dollar quote that the text does not hold. */
function quoteFor(text: string): string {
  for (let n = 1; ; n++) if (!text.includes(`$again${n}$`)) return `$again${n}$`;
}

/**
 * The statement so that it can be run again: routines, views and triggers are replaced; everything else is left as it is when it is there
 * already, so that no row is lost. Errors other than "exists already" still stop the script
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
export function repeatable(statement: TargetStatement): TargetStatement {
  const { sql } = statement;
  if (harmless.test(sql)) return statement;
  if (replaced.test(sql)) return { ...statement, sql: sql.replace(replaced, '$1CREATE OR REPLACE $2') };
  const quote = quoteFor(sql);
  const exists = 'duplicate_table OR duplicate_object OR duplicate_function OR duplicate_schema OR duplicate_column OR invalid_table_definition';
  return { ...statement, sql: `DO ${quote}\nBEGIN\n${sql}\nEXCEPTION WHEN ${exists} THEN\n    RAISE DEBUG 'left as it is: %', SQLERRM;\nEND;\n${quote};` };
}

/** Phases whose statements are no part of a deployment: they need rights or extensions that the rest does not, and are applied apart. */
const scripts: ReadonlyMap<number, string> = new Map([[phases.roles, 'security'], [phases.privileges, 'security'], [phases.servers, 'servers'], [phases.jobs, 'jobs']]);

/** The script that a statement stands in, when it is not the deployment's. */
export const ownScript = (statement: TargetStatement): string | undefined => scripts.get(statement.phase);

/** Keys, checks, indexes and triggers wait for the data, and with them all code: views may need a key. */
export const afterData = (statement: TargetStatement): boolean => statement.phase > phases.tables;

/** Identity columns (also decimals and the ids of graph tables, which a sequence of their own fills) go on after the greatest number that was loaded. */
export const countOn = `DO $count_on$
DECLARE
    identity record;
BEGIN
    FOR identity IN
        SELECT format('%I.%I', n.nspname, c.relname) AS relation, s.seqrelid::regclass::text AS sequence, s.seqincrement AS step,
            CASE WHEN a.atttypid IN ('text'::regtype, 'varchar'::regtype) THEN format('(%I::json ->> ''id'')::bigint', a.attname) ELSE format('%I::bigint', a.attname) END AS value
        FROM pg_depend AS d
        JOIN pg_sequence AS s ON s.seqrelid = d.objid
        JOIN pg_class AS c ON c.oid = d.refobjid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    LOOP
        EXECUTE format('SELECT setval(%L, value) FROM (SELECT %s(%s) AS value FROM %s) AS found WHERE value IS NOT NULL', identity.sequence, CASE WHEN identity.step < 0 THEN 'min' ELSE 'max' END, identity.value, identity.relation);
    END LOOP;
END;
$count_on$;`;
