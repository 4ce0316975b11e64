import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './support';

/** The dictionary of full-text indexes and of the searches in them: words as they are written, in any case. */
export const searchDictionary = 'simple';

const phrase = (value: string): string => `phraseto_tsquery('${searchDictionary}', ${value})`;

/** https://learn.microsoft.com/sql/t-sql/queries/contains-transact-sql */
export const containsQuery = defineSupport('contains_query', {
  parameters: [['condition', pg.type('text')]], returns: pg.type('tsquery'), volatility: 'stable', language: 'plpgsql',
  comment: 'The search condition of CONTAINS: words, "phrases", prefixes ending in *, AND, OR, NOT, NEAR (as AND), FORMSOF and ISABOUT (as OR).',
  body: `DECLARE
    text_left text := regexp_replace(regexp_replace(condition, '\\mWEIGHT\\s*\\([^)]*\\)', '', 'gi'), '\\mNEAR\\s*\\(\\s*\\(([^()]*)\\)[^()]*\\)', 'NEAR(\\1)', 'gi');
    token text[];
    word text;
    term text;
    joiner text := '';
    next_mode text;
    modes text[] := '{}';
    result text := '';
BEGIN
    IF condition IS NULL OR btrim(condition) = '' THEN
        RAISE EXCEPTION 'Null or empty full-text predicate.' USING ERRCODE = '22023';
    END IF;
    FOR token IN SELECT piece FROM regexp_matches(text_left, '"([^"]*)"|(&!|[()&|~,!])|([^\\s()"&|~,!]+)', 'g') AS matches (piece) LOOP
        word := upper(token[3]);
        IF token[2] = '(' THEN
            result := result || joiner || '(';
            joiner := '';
            modes := array_append(modes, coalesce(next_mode, ''));
            next_mode := NULL;
        ELSIF token[2] = ')' THEN
            result := result || ')';
            joiner := '';
            modes := trim_array(modes, least(1, cardinality(modes)));
        ELSIF token[2] = ',' THEN
            joiner := coalesce(modes[cardinality(modes)], '');
        ELSIF token[2] IN ('&', '~') OR word = 'AND' THEN
            joiner := ' & ';
        ELSIF token[2] = '|' OR word = 'OR' THEN
            joiner := ' | ';
        ELSIF token[2] = '&!' THEN
            joiner := ' & !';
        ELSIF token[2] = '!' OR word = 'NOT' THEN
            joiner := joiner || '!';
        ELSIF word = 'NEAR' THEN
            next_mode := ' & ';
            IF joiner = '' AND result <> '' AND right(result, 1) <> '(' THEN
                joiner := ' & ';
            END IF;
        ELSIF word IN ('FORMSOF', 'ISABOUT') THEN
            next_mode := ' | ';
        ELSIF word IN ('INFLECTIONAL', 'THESAURUS') AND right(result, 1) = '(' THEN
            CONTINUE;
        ELSE
            word := coalesce(token[1], token[3]);
            term := ${phrase("rtrim(word, '*')")}::text;
            next_mode := NULL;
            -- Nothing but signs: passed over, as a word that is too common.
            CONTINUE WHEN term = '';
            IF right(word, 1) = '*' THEN
                term := regexp_replace(term, $re$'( <|$)$re$, $re$':*\\1$re$, 'g');
            END IF;
            IF right(result, 1) = '(' OR result = '' THEN
                joiner := CASE WHEN joiner LIKE '%!' THEN '!' ELSE '' END;
            END IF;
            result := result || joiner || '(' || term || ')';
            joiner := '';
        END IF;
    END LOOP;
    RETURN result::tsquery;
END;`,
});

/** https://learn.microsoft.com/sql/t-sql/queries/freetext-transact-sql */
export const freetextQuery = defineSupport('freetext_query', {
  parameters: [['condition', pg.type('text')]], returns: pg.type('tsquery'), volatility: 'stable', language: 'plpgsql',
  comment: 'The text that FREETEXT searches for: any of its words.',
  body: `BEGIN
    IF condition IS NULL OR btrim(condition) = '' THEN
        RAISE EXCEPTION 'Null or empty full-text predicate.' USING ERRCODE = '22023';
    END IF;
    RETURN replace(plainto_tsquery('${searchDictionary}', condition)::text, ' & ', ' | ')::tsquery;
END;`,
});
