import type { ApplyUnit, TargetRef } from '@ferry/conversion';
import type { Client } from 'pg';
import { booksSchema } from './books';
import { classOf, schemaOf } from './identity';
import type { IdentityClass } from './identity';

/**
 * What schemas hold, in the words of units; what an extension brought, what stands for another object's inside (identity sequences,
 * indexes of keys, row types, arrays) and what PostgreSQL makes by itself is left out.
 */
const contents = `
  WITH wanted AS (SELECT n.oid, n.nspname FROM pg_catalog.pg_namespace n
                   WHERE n.nspname <> $2 AND CASE WHEN $1::text[] IS NULL THEN n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' ELSE n.nspname = ANY ($1::text[]) END),
       brought AS (SELECT d.classid, d.objid FROM pg_catalog.pg_depend d WHERE d.deptype = 'e')
  SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED_VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, w.nspname AS schema, NULL AS parent, c.relname AS name
    FROM pg_catalog.pg_class c JOIN wanted w ON w.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND b.objid = c.oid)
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE c.relkind = 'S' AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0)
  UNION ALL
  SELECT 'INDEX', w.nspname, t.relname, c.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_class t ON t.oid = i.indrelid JOIN wanted w ON w.oid = c.relnamespace
   WHERE t.relkind IN ('r', 'p', 'm') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint o WHERE o.conindid = c.oid AND o.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT DISTINCT CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, w.nspname, NULL, p.proname FROM pg_catalog.pg_proc p JOIN wanted w ON w.oid = p.pronamespace
   WHERE NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND b.objid = p.oid)
  UNION ALL
  SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, w.nspname, NULL, t.typname FROM pg_catalog.pg_type t JOIN wanted w ON w.oid = t.typnamespace LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
   WHERE (t.typtype IN ('d', 'e') OR (t.typtype = 'c' AND c.relkind = 'c')) AND NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND b.objid = t.oid)
  UNION ALL
  SELECT CASE o.contype WHEN 'p' THEN 'PRIMARY_KEY' WHEN 'u' THEN 'UNIQUE' WHEN 'c' THEN 'CHECK' ELSE 'FOREIGN_KEY' END, w.nspname, c.relname, o.conname
    FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_class c ON c.oid = o.conrelid JOIN wanted w ON w.oid = c.relnamespace WHERE o.contype IN ('p', 'u', 'c', 'f') AND o.conparentid = 0
  UNION ALL
  SELECT 'TRIGGER', w.nspname, c.relname, t.tgname FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN wanted w ON w.oid = c.relnamespace WHERE NOT t.tgisinternal
  ORDER BY 2, 3 NULLS FIRST, 4`;

/** Classes in which a name with its schema (and its table) tells one thing; a table's constraint may have become an index. */
const shared = (identity: IdentityClass): string => (identity === 'index' || identity === 'constraint' ? 'part' : identity);
const keyOf = (ref: TargetRef): string => JSON.stringify([shared(classOf(ref.kind)), schemaOf(ref), ref.parent ?? '', ref.name]);
/** An index is made in its table's schema, and some units name it without the table. */
const withoutParent = (ref: TargetRef): string => JSON.stringify([shared(classOf(ref.kind)), schemaOf(ref), '', ref.name]);

/**
 * Objects in the schemas of the units that no unit makes: somebody added them in the target. Constraints inside a CREATE TABLE are its own.
 * @param within `database`: in all schemas but the server's own and the books of applying
 */
export async function readExtras(client: Client, units: readonly ApplyUnit[], within: 'schemas' | 'database' = 'schemas'): Promise<readonly TargetRef[]> {
  const known = new Set(units.flatMap((unit) => [keyOf(unit.ref), withoutParent(unit.ref)]));
  const made = new Set(units.filter((unit) => unit.ref.kind === 'SCHEMA').map((unit) => unit.ref.name));
  if (within === 'schemas' && made.size === 0) return [];
  const texts = new Map<string, string>();
  for (const unit of units) if (classOf(unit.ref.kind) === 'relation') texts.set(JSON.stringify([schemaOf(unit.ref), unit.ref.name]), unit.text);
  const { rows } = await client.query<{ kind: string; schema: string; parent: string | null; name: string }>(contents, [within === 'schemas' ? [...made] : null, booksSchema]);
  return rows.flatMap(({ kind, schema, parent, name }): TargetRef[] => {
    const ref: TargetRef = { kind, schema, name, ...(parent === null ? {} : { parent }) };
    if (known.has(keyOf(ref)) || known.has(withoutParent(ref))) return [];
    // What a table has inside its own definition is the table's, named there or by PostgreSQL.
    const table = parent === null ? undefined : texts.get(JSON.stringify([schema, parent]));
    if (table !== undefined && classOf(kind) === 'constraint' && (table.includes(name) || (parent !== null && name.startsWith(parent) && /\b(?:CHECK|UNIQUE|PRIMARY KEY|REFERENCES)\b/.test(table)))) return [];
    return [ref];
  });
}
