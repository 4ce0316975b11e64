import { Prisma } from '../generated/client';
import type { Database } from './client';
import { nodesIn } from './stretches';
import type { Stretch } from './stretches';
import type { NodeRow } from './tree';

/** Objects of a selection for a picture: one object, or all of them that stand together. */
export interface MappedObjects {
  /** Of the object, or of what they stand in. */
  readonly path: string;
  readonly name: string;
  readonly parentPosition: number;
  readonly objects: number;
  readonly lines: number;
  readonly converted: number;
  readonly withItems: number;
  readonly notConverted: number;
}

/** A node above objects. */
export type NodeAbove = Pick<NodeRow, 'position' | 'parentPosition' | 'path' | 'name' | 'nodeType'>;

const objectsOf = (projectId: string, stretches: readonly Stretch[], kinds: readonly string[]): Prisma.Sql =>
  Prisma.sql`${nodesIn(projectId, stretches)} AND n.node_type = 'object' AND n.part = 0 AND n.kind = ANY(${[...kinds]}::text[])`;

const counts = Prisma.sql`
  count(*)::int AS objects, coalesce(sum(n.lines), 0)::int AS lines, (count(*) FILTER (WHERE n.status = 'converted'))::int AS converted,
  (count(*) FILTER (WHERE n.status = 'converted-with-items'))::int AS "withItems", (count(*) FILTER (WHERE n.status = 'not-converted'))::int AS "notConverted"`;

/** What a picture of a selection of the source tree is drawn from, counted by the database. */
export const schemaMap = {
  /** Objects that stand together are counted together; in the order of the tree. */
  groups: (db: Database, projectId: string, stretches: readonly Stretch[], kinds: readonly string[]): Promise<MappedObjects[]> =>
    db.$queryRaw`
      WITH counted AS (SELECT n.parent_position, ${counts} FROM ${objectsOf(projectId, stretches, kinds)} GROUP BY 1)
      SELECT p.path, p.name, c.parent_position AS "parentPosition", c.objects, c.lines, c.converted, c."withItems", c."notConverted"
        FROM counted c JOIN metadata_nodes p ON p.project_id = ${projectId} AND p.origin = 'SOURCE' AND p.position = c.parent_position
       ORDER BY c.parent_position`,
  /** One row an object, in the order of the tree. */
  single: (db: Database, projectId: string, stretches: readonly Stretch[], kinds: readonly string[]): Promise<MappedObjects[]> =>
    db.$queryRaw`
      SELECT n.path, n.name, n.parent_position AS "parentPosition", ${counts} FROM ${objectsOf(projectId, stretches, kinds)}
       GROUP BY n.position, n.path, n.name, n.parent_position ORDER BY n.position`,
  /** These nodes and all above them: a query a level, each by the key of the table. */
  above: async (db: Database, projectId: string, positions: readonly number[]): Promise<ReadonlyMap<number, NodeAbove>> => {
    const found = new Map<number, NodeAbove>();
    for (let wanted = [...positions]; wanted.length > 0; ) {
      const rows = await db.$queryRaw<NodeAbove[]>`
        SELECT n.position, n.parent_position AS "parentPosition", n.path, n.name, n.node_type AS "nodeType" FROM metadata_nodes n
         WHERE n.project_id = ${projectId} AND n.origin = 'SOURCE' AND n.position = ANY(${wanted}::int[])`;
      for (const row of rows) found.set(row.position, row);
      wanted = [...new Set(rows.flatMap((row) => (row.parentPosition === null || found.has(row.parentPosition) ? [] : [row.parentPosition])))];
    }
    return found;
  },
};
