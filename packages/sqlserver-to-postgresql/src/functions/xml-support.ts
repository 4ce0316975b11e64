import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './define-support';

/**
 * Methods of xml. XPath of PostgreSQL wants a document with one root; an xml of SQL Server may be any number of elements and texts, which
 * are put into an element `x` then, and paths that begin at the root begin in it.
 */
const text = pg.type('text');
const xml = pg.type('xml');
const texts = pg.arrayOf(text);
/** A slash that begins a path. */
const fromRoot = "regexp_replace(path COLLATE \"C\", '(^|[(,=<>|+ ])/', '\\1/x/', 'g')";
const unescaped = (value: string): string => `replace(replace(replace(replace(${value}, '&lt;', '<'), '&gt;', '>'), '&#x0d;', chr(13)), '&amp;', '&')`;

/** No SQL function: its constants would be worked out before the CASE. */
export const xmlNodes = defineSupport('xml_nodes', {
  parameters: [['document', xml], ['path', text], ['namespaces', texts]], returns: pg.arrayOf(xml), volatility: 'immutable', language: 'plpgsql',
  comment: 'The nodes at a path of a document, or of elements that have no common root.',
  body: `BEGIN
    IF document IS DOCUMENT THEN
        RETURN xpath(path, document, namespaces);
    ELSIF document IS NOT NULL THEN
        RETURN xpath(${fromRoot}, xmlelement(NAME x, document), namespaces);
    END IF;
    RETURN NULL;
END;`,
});

export const xmlValue = defineSupport('xml_value', {
  parameters: [['document', xml], ['path', text], ['namespaces', texts]], returns: text, volatility: 'immutable', language: 'sql', uses: [xmlNodes],
  comment: 'The text of the first node at a path; NULL when there is none. xpath() escapes texts, which is undone.',
  body: `SELECT CASE WHEN (__schema__.xml_nodes(document, 'boolean(' || path || ')', namespaces))[1]::text = 'true' THEN ${unescaped("(__schema__.xml_nodes(document, 'string(' || path || ')', namespaces))[1]::text")} END`,
});

export const xmlComputed = defineSupport('xml_computed', {
  parameters: [['document', xml], ['expression', text], ['namespaces', texts]], returns: text, volatility: 'immutable', language: 'sql', uses: [xmlNodes],
  comment: 'A number or text that XPath works out from a document.',
  body: `SELECT ${unescaped('(__schema__.xml_nodes(document, expression, namespaces))[1]::text')}`,
});

export const xmlExists = defineSupport('xml_exists', {
  parameters: [['document', xml], ['path', text], ['namespaces', texts]], returns: pg.type('boolean'), volatility: 'immutable', language: 'sql', uses: [xmlNodes],
  comment: 'exist(): whether there is a node at a path.',
  body: 'SELECT cardinality(__schema__.xml_nodes(document, path, namespaces)) > 0',
});

export const xmlQuery = defineSupport('xml_query', {
  parameters: [['document', xml], ['path', text], ['namespaces', texts]], returns: xml, volatility: 'immutable', language: 'sql', uses: [xmlNodes],
  comment: 'query(): the nodes at a path one after the other; empty when there is none.',
  body: "SELECT CASE WHEN document IS NOT NULL THEN coalesce((SELECT xmlagg(n.node ORDER BY n.place) FROM unnest(__schema__.xml_nodes(document, path, namespaces)) WITH ORDINALITY AS n (node, place)), ''::xml) END",
});

export const xmlLiteral = defineSupport('xml_literal', {
  parameters: [['value', text]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'A text as XPath writes it, which cannot write its own quotes. NULL is no node.',
  body: `SELECT CASE
    WHEN value IS NULL THEN 'self::node()[false()]'
    WHEN strpos(value COLLATE "C", '"') = 0 THEN '"' || value || '"'
    ELSE 'concat("", "' || replace(value COLLATE "C", '"', '", ''"'', "') || '")'
END`,
});

export const xmlEscape = defineSupport('xml_escape', {
  parameters: [['value', text]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'A text as XML writes it; nothing for NULL.',
  body: `SELECT coalesce(replace(replace(replace(replace(value COLLATE "C", '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '')`,
});

/**
 * The text of the document is cut into tags and texts, and the place of a node among them is counted by XPath: each change takes one
 * walk over the tags.
 */
export const xmlModify = defineSupport('xml_modify', {
  parameters: [['document', xml], ['action', text], ['path', text], ['namespaces', texts], ['content', text]], returns: xml, volatility: 'immutable', language: 'plpgsql', uses: [xmlEscape],
  comment: "modify(): deletes nodes, replaces the value of one, or inserts before, after, first or last in one, or an attribute ('insert attribute name').",
  body: `DECLARE
    whole xml;
    verb text COLLATE "C" := action;
    added text COLLATE "C" := content;
    own_path text COLLATE "C" := ${fromRoot};
    target text COLLATE "C";
    owner text COLLATE "C";
    tokens text[] COLLATE "C";
    result text[] COLLATE "C";
    tag text[] COLLATE "C";
    total integer;
    wanted integer;
    seen integer;
    depth integer;
    start_at integer;
    end_at integer;
    name text COLLATE "C";
    kind text COLLATE "C";
    before integer;
BEGIN
    IF document IS NULL THEN
        RAISE EXCEPTION 'modify() cannot be called on NULL' USING ERRCODE = '22004';
    END IF;
    whole := (xpath('/x', xmlelement(NAME x, document)))[1];
    total := (xpath('count(' || own_path || ')', whole, namespaces))[1]::text::integer;
    IF total = 0 THEN
        RETURN document;
    END IF;
    tokens := ARRAY(SELECT t.found[1] FROM regexp_matches(whole::text COLLATE "C", '<!--(?:[^-]|-[^-])*-->|<!\\[CDATA\\[(?:[^]]|\\][^]]|\\]\\]+[^]>])*\\]\\]+>|<\\?(?:[^?]|\\?[^>])*\\?>|</?[^!?/>][^>]*>|[^<]+', 'g') WITH ORDINALITY AS t (found, number) ORDER BY t.number);
    result := tokens;
    FOR place IN 1..CASE WHEN verb = 'delete' THEN total ELSE 1 END LOOP
        target := '((' || own_path || ')[' || place || '])';
        kind := CASE WHEN (xpath('boolean(' || target || '/self::*)', whole, namespaces))[1]::text = 'true' THEN 'element' WHEN (xpath('count(' || target || ' | ' || target || '/../@*) = count(' || target || '/../@*)', whole, namespaces))[1]::text = 'true' THEN 'attribute' ELSE 'node' END;
        owner := CASE kind WHEN 'element' THEN target ELSE target || '/..' END;
        name := (xpath('name(' || target || ')', whole, namespaces))[1]::text;
        -- The element, or the one that the attribute or text is in, by its number in the document.
        wanted := (xpath('count(' || owner || '/preceding::*) + count(' || owner || '/ancestor::*) + 1', whole, namespaces))[1]::text::integer;
        seen := 0;
        depth := 0;
        start_at := NULL;
        FOR i IN 1..cardinality(tokens) LOOP
            IF tokens[i] ~ '^<[^!?/]' THEN
                seen := seen + 1;
                IF seen = wanted THEN
                    start_at := i;
                    depth := 0;
                END IF;
                depth := depth + CASE WHEN tokens[i] ~ '/>$' THEN 0 ELSE 1 END;
            ELSIF tokens[i] ~ '^</' THEN
                depth := depth - 1;
            END IF;
            end_at := i;
            EXIT WHEN start_at IS NOT NULL AND depth = 0;
        END LOOP;
        IF kind = 'node' THEN
            -- A text or comment: the one with as many nodes before it.
            before := (xpath('count(' || target || '/preceding-sibling::node())', whole, namespaces))[1]::text::integer;
            FOR i IN start_at + 1..end_at LOOP
                IF depth = 0 AND tokens[i] !~ '^</' THEN
                    IF before = 0 THEN
                        start_at := i;
                        end_at := i;
                        EXIT;
                    END IF;
                    before := before - 1;
                END IF;
                depth := depth + CASE WHEN tokens[i] ~ '^</' THEN -1 WHEN tokens[i] ~ '^<[^!?]' AND tokens[i] !~ '/>$' THEN 1 ELSE 0 END;
            END LOOP;
        END IF;
        IF verb ~ '^insert' THEN
            -- Elements that are inserted need no declaration of the namespace that they come into.
            added := replace(added, ' xmlns="' || coalesce((xpath('string(' || CASE WHEN verb IN ('insert before', 'insert after') THEN target || '/..' ELSE target END || '/namespace::*[name()=""])', whole, namespaces))[1]::text, '') || '"', '');
        END IF;
        IF kind = 'attribute' THEN
            tag := regexp_match(result[start_at], '^(.*)(\\s' || replace(name, '.', '\\.') || '=")[^"]*(".*)$');
            result[start_at] := CASE verb WHEN 'delete' THEN tag[1] || substr(tag[3], 2) ELSE tag[1] || tag[2] || __schema__.xml_escape(added) || tag[3] END;
        ELSIF verb = 'delete' OR kind = 'node' AND verb = 'replace' THEN
            result[start_at] := CASE verb WHEN 'delete' THEN '' ELSE __schema__.xml_escape(added) END;
            FOR i IN start_at + 1..end_at LOOP
                result[i] := '';
            END LOOP;
        ELSIF verb = 'insert before' THEN
            result[start_at] := added || result[start_at];
        ELSIF verb = 'insert after' THEN
            result[end_at] := result[end_at] || added;
        ELSIF verb ~ '^insert attribute ' THEN
            tag := regexp_match(result[start_at], '^(.*[^/])(/?>)$');
            result[start_at] := tag[1] || ' ' || substr(verb, 18) || '="' || __schema__.xml_escape(added) || '"' || tag[2];
        ELSE
            IF start_at = end_at THEN
                result[start_at] := left(result[start_at], -2) || '></' || name || '>';
                end_at := NULL;
            END IF;
            IF verb = 'replace' THEN
                FOR i IN start_at + 1..coalesce(end_at - 1, start_at) LOOP
                    result[i] := '';
                END LOOP;
                added := __schema__.xml_escape(added);
            END IF;
            IF end_at IS NULL THEN
                result[start_at] := replace(result[start_at], '></', '>' || added || '</');
            ELSIF verb = 'insert last' THEN
                result[end_at] := added || result[end_at];
            ELSE
                result[start_at] := result[start_at] || added;
            END IF;
        END IF;
    END LOOP;
    RETURN regexp_replace(regexp_replace(array_to_string(result, ''), '^<x(/>|>)', ''), '</x>$', '')::xml;
END;`,
});
