import type { TargetRef } from '@ferry/conversion';
import type { Client } from 'pg';
import type { IdentityClass } from './identity';
import { classOf, oidsOf, readIdentities } from './identity';

const catalogues: Readonly<Partial<Record<IdentityClass, string>>> = { relation: 'pg_class', index: 'pg_class', routine: 'pg_proc', constraint: 'pg_constraint', trigger: 'pg_trigger' };

/** What would fall with an object: views, routines, constraints, triggers and indexes by their class; anything else as `other`. */
interface Dependent {
  readonly class: string;
  readonly oid: string;
  readonly name: string;
}

/**
 * Everything of its own that `DROP ... CASCADE` would drop as well (https://www.postgresql.org/docs/18/catalog-pg-depend.html). A view
 * depends through its rewrite rule. What is part of another object (deptype `i`, and `a` but for triggers and indexes) falls and comes
 * back with that object.
 */
async function readDependents(client: Client, catalogue: string, oids: readonly string[]): Promise<readonly Dependent[]> {
  const { rows } = await client.query<Dependent>(
    `WITH RECURSIVE falls(classid, objid, own) AS (
       SELECT $1::regclass::oid, o::oid, false FROM unnest($2::text[]) AS o
       UNION
       SELECT x.classid, x.objid, x.own
         FROM falls f
         CROSS JOIN LATERAL (
           SELECT d.classid, d.objid,
                  d.deptype = 'n' OR (d.deptype = 'a' AND (d.classid = 'pg_catalog.pg_trigger'::regclass OR EXISTS (
                    SELECT FROM pg_catalog.pg_class i WHERE d.classid = 'pg_catalog.pg_class'::regclass AND i.oid = d.objid AND i.relkind IN ('i', 'I') AND i.relnamespace <> 'pg_toast'::regnamespace))) AS own
             FROM pg_catalog.pg_depend d
            WHERE d.refclassid = f.classid AND d.refobjid = f.objid
           UNION ALL
           SELECT 'pg_catalog.pg_class'::regclass::oid, r.ev_class, true
             FROM pg_catalog.pg_rewrite r
            WHERE f.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = f.objid
         ) AS x
     )
     SELECT CASE WHEN f.classid = 'pg_catalog.pg_proc'::regclass THEN 'routine'
                 WHEN f.classid = 'pg_catalog.pg_constraint'::regclass THEN 'constraint'
                 WHEN f.classid = 'pg_catalog.pg_trigger'::regclass THEN 'trigger'
                 WHEN c.relkind IN ('v', 'm') THEN 'relation'
                 WHEN c.relkind IN ('i', 'I') THEN 'index'
                 ELSE 'other' END AS class,
            f.objid::text AS oid,
            pg_catalog.pg_describe_object(f.classid, f.objid, 0) AS name
       FROM falls f LEFT JOIN pg_catalog.pg_class c ON f.classid = 'pg_catalog.pg_class'::regclass AND c.oid = f.objid
      WHERE f.own AND f.classid <> 'pg_catalog.pg_rewrite'::regclass`,
    [`pg_catalog.${catalogue}`, [...oids]],
  );
  return rows;
}

/**
 * The first thing that would fall with an object and could not be made again, because we did not make it; nothing when all of it is ours.
 * @param ours what applying made, as `class:oid`
 */
export async function strangerAmongDependents(client: Client, ref: TargetRef, ours: ReadonlySet<string>): Promise<string | undefined> {
  const catalogue = catalogues[classOf(ref.kind)];
  const [identity] = await readIdentities(client, [ref]);
  if (catalogue === undefined || identity === undefined) return undefined;
  const oids = oidsOf(identity);
  const own = new Set(oids.map((oid) => `${classOf(ref.kind)}:${oid}`));
  const dependents = await readDependents(client, catalogue, oids);
  return dependents.find((d) => !own.has(`${d.class}:${d.oid}`) && !ours.has(`${d.class}:${d.oid}`))?.name;
}
