import { pg } from '@ferry/target-postgresql';
import { likeRegex } from './string-support';
import { defineSupport } from './support';

/** Helpers that only routines need. */
export const sqlName = defineSupport('sql_name', {
  parameters: [['name', pg.type('text')], ['default_schema', pg.type('text')]], returns: pg.type('text'), volatility: 'immutable', language: 'sql',
  comment: 'The name of a table as T-SQL writes it ([dbo].[x], #x), as PostgreSQL writes it; without a schema it gets the default one, if there is one.',
  body: `WITH parts AS (
    SELECT lower(coalesce(replace(m[1], ']]', ']'), replace(m[2], '""', '"'), m[3])) AS part, place
    FROM regexp_matches(name, '\\[((?:[^]]|\\]\\])*)\\]|"((?:[^"]|"")*)"|([^].["]+)', 'g') WITH ORDINALITY AS found (m, place)
), kept AS (
    SELECT part, place, count(*) OVER () AS parts FROM parts
)
SELECT CASE
    WHEN min(part) FILTER (WHERE place = parts) LIKE '#%' THEN quote_ident('tmp_' || ltrim(min(part) FILTER (WHERE place = parts), '#'))
    WHEN count(*) = 1 AND default_schema IS NOT NULL THEN quote_ident(default_schema) || '.' || quote_ident(min(part))
    ELSE string_agg(quote_ident(part), '.' ORDER BY place) FILTER (WHERE place > parts - 2)
END
FROM kept`,
});

/** A condition that rows or callers give as text. */
export const sqlCondition = defineSupport('sql_condition', {
  uses: [likeRegex],
  parameters: [['condition', pg.type('text')]], returns: pg.type('text'), volatility: 'immutable', language: 'plpgsql',
  comment: 'A condition in T-SQL as PostgreSQL reads it, in parentheses: names in brackets, texts with N and LIKE are written otherwise; anything else has to be the same in both. Variables, temporary tables, comments and the end of a statement are refused.',
  body: String.raw`DECLARE
    word text;
    result text := '';
    pattern boolean := false;
    negated boolean;
BEGIN
    FOR word IN
        SELECT m[1]
        FROM regexp_matches(condition COLLATE "C", '([nN]?''(?:[^'']|'''')*''|\[(?:[^]]|\]\])*\]|"(?:[^"]|"")*"|--|/\*|[[:alnum:]_@#$]+|[[:space:]]+|.)', 'g') WITH ORDINALITY AS found (m, place)
        ORDER BY place
    LOOP
        IF word ~ '^[nN]?''.' THEN
            word := regexp_replace(word, '^[nN]', '');
            result := result || CASE WHEN pattern THEN '(''^'' || __schema__.like_regex(' || word || '::text, NULL::text) || ''$'')' ELSE word END;
            pattern := false;
        ELSIF word ~ '^[[:space:]]' THEN
            result := result || word;
        ELSIF pattern OR word ~ '^(--|/\*|;|'')|[@#]' OR lower(word) = 'escape' THEN
            RAISE EXCEPTION 'The condition % is not understood', condition USING ERRCODE = '0A000';
        ELSIF word ~ '^\[.' THEN
            result := result || quote_ident(lower(replace(substr(word, 2, length(word) - 2), ']]', ']')));
        ELSIF word ~ '^".' THEN
            result := result || quote_ident(lower(replace(substr(word, 2, length(word) - 2), '""', '"')));
        ELSIF lower(word) = 'like' THEN
            negated := result ~* '\mnot\s*$';
            result := rtrim(regexp_replace(result, '\mnot\s*$', '', 'i')) || '::text COLLATE "und-x-icu" ' || CASE WHEN negated THEN '!~* ' ELSE '~* ' END;
            pattern := true;
        ELSE
            result := result || word;
        END IF;
    END LOOP;
    IF pattern THEN
        RAISE EXCEPTION 'The condition % is not understood', condition USING ERRCODE = '0A000';
    END IF;
    RETURN '(' || result || ')';
END;`,
});

/** What rows are sorted by, given as text. */
export const sqlOrder = defineSupport('sql_order', {
  uses: [sqlCondition],
  parameters: [['list', pg.type('text')], ['whole', pg.type('boolean')]], returns: pg.type('text'), volatility: 'immutable', language: 'sql',
  comment: 'What T-SQL sorts by as PostgreSQL reads it; a whole list with its directions, in which NULL comes before everything else as in SQL Server.',
  body: String.raw`SELECT CASE
    WHEN NOT whole THEN piece
    ELSE (SELECT string_agg(trim(item) || CASE WHEN item ~* '\mdesc\s*$' THEN ' NULLS LAST' ELSE ' NULLS FIRST' END, ', ' ORDER BY place) FROM regexp_split_to_table(piece, ',') WITH ORDINALITY AS items (item, place))
END
FROM (SELECT substr(converted, 2, length(converted) - 2) COLLATE "C" FROM __schema__.sql_condition(list) AS converted) AS pieces (piece)`,
});

/** The number of the advisory lock that stands for the resource of an application lock. */
export const applicationLockKey = "hashtextextended(coalesce(resource, ''), 0)";

export const getApplicationLock = defineSupport('get_application_lock', {
  parameters: [['resource', pg.type('text')], ['exclusive', pg.type('boolean')], ['owner', pg.type('text')], ['timeout', pg.type('integer')]], returns: pg.type('integer'), volatility: 'volatile', language: 'plpgsql',
  comment: 'sp_getapplock: 0 when the lock is granted, -1 when it is not within the timeout (in milliseconds; NULL or less than 0 waits for ever).',
  body: `DECLARE
    until timestamptz := clock_timestamp() + make_interval(secs => timeout / 1000.0);
    granted boolean;
BEGIN
    IF timeout IS NULL OR timeout < 0 THEN
        IF owner = 'Session' AND exclusive THEN
            PERFORM pg_advisory_lock(${applicationLockKey});
        ELSIF owner = 'Session' THEN
            PERFORM pg_advisory_lock_shared(${applicationLockKey});
        ELSIF exclusive THEN
            PERFORM pg_advisory_xact_lock(${applicationLockKey});
        ELSE
            PERFORM pg_advisory_xact_lock_shared(${applicationLockKey});
        END IF;
        RETURN 0;
    END IF;
    LOOP
        granted := CASE
            WHEN owner = 'Session' AND exclusive THEN pg_try_advisory_lock(${applicationLockKey})
            WHEN owner = 'Session' THEN pg_try_advisory_lock_shared(${applicationLockKey})
            WHEN exclusive THEN pg_try_advisory_xact_lock(${applicationLockKey})
            ELSE pg_try_advisory_xact_lock_shared(${applicationLockKey})
        END;
        IF granted THEN
            RETURN 0;
        END IF;
        IF clock_timestamp() >= until THEN
            RETURN -1;
        END IF;
        PERFORM pg_sleep(0.01);
    END LOOP;
END;`,
});

export const releaseApplicationLock = defineSupport('release_application_lock', {
  parameters: [['resource', pg.type('text')], ['owner', pg.type('text')]], returns: pg.type('integer'), volatility: 'volatile', language: 'plpgsql',
  comment: 'sp_releaseapplock: locks of a transaction are released at its end in PostgreSQL.',
  body: `BEGIN
    IF owner = 'Session' AND NOT pg_advisory_unlock(${applicationLockKey}) THEN
        PERFORM pg_advisory_unlock_shared(${applicationLockKey});
    END IF;
    RETURN 0;
END;`,
});

export const renameObject = defineSupport('rename_object', {
  parameters: [['name', pg.type('text')], ['new_name', pg.type('text')], ['type', pg.type('text')], ['default_schema', pg.type('text')]], returns: pg.type('integer'), volatility: 'volatile', language: 'plpgsql',
  comment: 'sp_rename: a table, view or index, or a column (schema.table.column).',
  body: `DECLARE
    parts text[] := string_to_array(lower(translate(name, '[]"', '')), '.');
    target text := lower(translate(new_name, '[]"', ''));
    relation regclass;
BEGIN
    IF upper(type) = 'COLUMN' THEN
        EXECUTE format('ALTER TABLE %I.%I RENAME COLUMN %I TO %I', coalesce(parts[cardinality(parts) - 2], default_schema), parts[cardinality(parts) - 1], parts[cardinality(parts)], target);
        RETURN 0;
    END IF;
    relation := to_regclass(format('%I.%I', CASE WHEN cardinality(parts) > 1 AND upper(type) <> 'INDEX' THEN parts[cardinality(parts) - 1] ELSE default_schema END, parts[cardinality(parts)]));
    IF relation IS NULL THEN
        RAISE EXCEPTION 'There is no table, view or index %.', name USING ERRCODE = 'undefined_object';
    END IF;
    EXECUTE format('ALTER %s %s RENAME TO %I', CASE (SELECT relkind FROM pg_class WHERE oid = relation) WHEN 'v' THEN 'VIEW' WHEN 'i' THEN 'INDEX' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relation, target);
    RETURN 0;
END;`,
});
