import type { TargetRef } from '@ferry/conversion';
import type { Client } from 'pg';

/** How an object of a kind is found in the catalogue. `about`: a thing about another object (a comment, a default) that has no row of its own. */
export type IdentityClass = 'schema' | 'extension' | 'relation' | 'index' | 'routine' | 'type' | 'collation' | 'constraint' | 'trigger' | 'event-trigger' | 'about';

const classes: Readonly<Record<string, IdentityClass>> = {
  SCHEMA: 'schema',
  EXTENSION: 'extension',
  TABLE: 'relation',
  VIEW: 'relation',
  MATERIALIZED_VIEW: 'relation',
  SEQUENCE: 'relation',
  INDEX: 'index',
  FUNCTION: 'routine',
  PROCEDURE: 'routine',
  TYPE: 'type',
  DOMAIN: 'type',
  COLLATION: 'collation',
  PRIMARY_KEY: 'constraint',
  UNIQUE: 'constraint',
  CHECK: 'constraint',
  FOREIGN_KEY: 'constraint',
  TRIGGER: 'trigger',
  EVENT_TRIGGER: 'event-trigger',
};
export const classOf = (kind: string): IdentityClass => classes[kind] ?? 'about';

const relations = `SELECT c.oid, c.relkind FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = u.schema`;
const constraint = `FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_class c ON c.oid = o.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = u.schema AND c.relname = u.parent AND o.conname = u.name`;

/**
 * For each class the query of one text that changes when the object is another one (its oid) or was defined anew behind our back
 * (a hash of the server's own words for it). A table is known by its oid only: its columns may be altered without harm.
 */
const identities: Readonly<Record<IdentityClass, string>> = {
  schema: `SELECT n.oid::text FROM pg_catalog.pg_namespace n WHERE n.nspname = u.name`,
  extension: `SELECT e.oid::text FROM pg_catalog.pg_extension e WHERE e.extname = u.name`,
  relation: `SELECT r.oid::text || CASE WHEN r.relkind IN ('v', 'm') THEN ':' || md5(pg_catalog.pg_get_viewdef(r.oid)) ELSE '' END
             FROM (${relations} AND c.relname = u.name AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')) AS r`,
  index: `SELECT r.oid::text || ':' || md5(pg_catalog.pg_get_indexdef(r.oid)) FROM (${relations} AND c.relname = u.name AND c.relkind IN ('i', 'I')) AS r`,
  routine: `SELECT string_agg(p.oid::text || ':' || CASE WHEN p.prokind = 'a' THEN '' ELSE md5(pg_catalog.pg_get_functiondef(p.oid)) END, ',' ORDER BY p.oid)
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = u.schema AND p.proname = u.name`,
  type: `SELECT t.oid::text FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = u.schema AND t.typname = u.name`,
  collation: `SELECT string_agg(o.oid::text, ',' ORDER BY o.oid) FROM pg_catalog.pg_collation o JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace WHERE n.nspname = u.schema AND o.collname = u.name`,
  // A key that was made as an index only (or the other way round) is found all the same.
  constraint: `SELECT o.oid::text || ':' || md5(pg_catalog.pg_get_constraintdef(o.oid)) ${constraint}`,
  trigger: `SELECT t.oid::text || ':' || md5(pg_catalog.pg_get_triggerdef(t.oid)) FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = u.schema AND c.relname = u.parent AND t.tgname = u.name AND NOT t.tgisinternal`,
  'event-trigger': `SELECT t.oid::text FROM pg_catalog.pg_event_trigger t WHERE t.evtname = u.name`,
  about: `SELECT coalesce(
            (SELECT string_agg(r.oid::text, ',' ORDER BY r.oid) FROM (${relations} AND c.relname = CASE WHEN u.parent = '' THEN u.name ELSE u.parent END) AS r),
            (SELECT string_agg(p.oid::text, ',' ORDER BY p.oid) FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = u.schema AND p.proname = u.name),
            (SELECT t.oid::text FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = u.schema AND t.typname = u.name),
            (SELECT n.oid::text FROM pg_catalog.pg_namespace n WHERE n.nspname IN (u.schema, u.name) ORDER BY n.nspname = u.name DESC LIMIT 1),
            'database')`,
};

/** The schema as the server knows it: unqualified objects are in `public`. */
export const schemaOf = (ref: TargetRef): string => (ref.schema === '' ? 'public' : ref.schema);

/** What the server has under these names now: one text each, `undefined` for what is not there. */
export async function readIdentities(client: Client, refs: readonly TargetRef[]): Promise<(string | undefined)[]> {
  const found = new Array<string | undefined>(refs.length).fill(undefined);
  const byClass = new Map<IdentityClass, number[]>();
  refs.forEach((ref, index) => {
    const own = byClass.get(classOf(ref.kind));
    if (own) own.push(index);
    else byClass.set(classOf(ref.kind), [index]);
  });
  for (const [identityClass, indexes] of byClass) {
    const some = indexes.map((index) => refs[index] as TargetRef);
    const { rows } = await client.query<{ at: number; identity: string | null }>({
      name: `ferry_identity_${identityClass}`,
      text: `SELECT u.at::int AS at, (${identities[identityClass]} LIMIT 1) AS identity FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS u(schema, name, parent, at)`,
      values: [some.map(schemaOf), some.map((ref) => ref.name), some.map((ref) => ref.parent ?? '')],
    });
    for (const { at, identity } of rows) {
      const index = indexes[at - 1];
      if (index !== undefined && identity !== null) found[index] = identity;
    }
  }
  return found;
}

/** The oids in an identity. */
export const oidsOf = (identity: string): string[] => identity.split(',').map((one) => one.split(':')[0] ?? '');
