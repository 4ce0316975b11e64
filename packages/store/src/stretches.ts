import { Prisma } from '../generated/client';
import type { Database } from './client';
import type { NodeOrigin } from './tree';

/** Positions of a tree from `first` to `last`: a subtree is one stretch, a selection a few that do not touch. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** So many stretches are looked up one by one; with more of them the tree is gone through once. */
const fewStretches = 50;

/** Whether a column with a position lies in one of these stretches, which are in order. */
export function isIn(column: Prisma.Sql, stretches: readonly Stretch[]): Prisma.Sql {
  if (stretches.length === 0) return Prisma.sql`false`;
  if (stretches.length <= fewStretches) return Prisma.sql`(${Prisma.join(stretches.map(({ first, last }) => Prisma.sql`${column} BETWEEN ${first}::int AND ${last}::int`), ' OR ')})`;
  const ranges = `{${stretches.map(({ first, last }) => `[${first},${last}]`).join(',')}}`;
  return Prisma.sql`(${column} BETWEEN ${stretches[0]?.first ?? 0}::int AND ${stretches.at(-1)?.last ?? 0}::int AND ${column} <@ ${ranges}::int4multirange)`;
}

/** Nodes of objects and parts in these stretches, as `n`. */
export const nodesIn = (projectId: string, stretches: readonly Stretch[], origin: NodeOrigin = 'SOURCE'): Prisma.Sql =>
  Prisma.sql`metadata_nodes n WHERE n.project_id = ${projectId} AND n.origin = ${origin} AND n.object_id IS NOT NULL AND ${isIn(Prisma.sql`n.position`, stretches)}`;

/** The target nodes that a selection means, as `n`: themselves, or what the selected source nodes became. OFFSET keeps the planner from taking the two apart: the objects are few, and found once. */
const targetsOf = (projectId: string, origin: NodeOrigin, stretches: readonly Stretch[]): Prisma.Sql =>
  origin === 'TARGET'
    ? nodesIn(projectId, stretches, 'TARGET')
    : Prisma.sql`metadata_nodes n WHERE n.project_id = ${projectId} AND n.origin = 'TARGET' AND n.object_id IN (SELECT DISTINCT n.object_id FROM ${nodesIn(projectId, stretches)} OFFSET 0)`;

/** What a selection holds. */
export const selections = {
  /** Whether there is an object or a part of one in it. */
  any: async (db: Database, projectId: string, origin: NodeOrigin, stretches: readonly Stretch[]): Promise<boolean> => {
    const rows = await db.$queryRaw<unknown[]>`SELECT 1 AS one FROM ${nodesIn(projectId, stretches, origin)} LIMIT 1`;
    return rows.length > 0;
  },
  /** Its objects and parts of objects, in the order of the tree. */
  parts: (db: Database, projectId: string, origin: NodeOrigin, stretches: readonly Stretch[]): Promise<{ readonly objectId: string; readonly part: number }[]> =>
    db.$queryRaw`SELECT n.object_id AS "objectId", coalesce(n.part, 0) AS part FROM ${nodesIn(projectId, stretches, origin)} ORDER BY n.position`,
  objects: async (db: Database, projectId: string, origin: NodeOrigin, stretches: readonly Stretch[]): Promise<{ objects: number; converted: number }> => {
    const [row] = await db.$queryRaw<{ objects: number; converted: number }[]>`
      SELECT count(*)::int AS objects, (count(*) FILTER (WHERE n.status <> 'not-converted'))::int AS converted FROM ${nodesIn(projectId, stretches, origin)} AND n.node_type = 'object'`;
    return row ?? { objects: 0, converted: 0 };
  },
  /** How many of its target nodes the target has, by their apply status. */
  applyStatuses: async (db: Database, projectId: string, origin: NodeOrigin, stretches: readonly Stretch[]): Promise<ReadonlyMap<string, number>> => {
    const rows = await db.$queryRaw<{ status: string; count: number }[]>`
      SELECT n.apply_status AS status, count(*)::int AS count FROM ${targetsOf(projectId, origin, stretches)} AND n.apply_status IS NOT NULL GROUP BY 1`;
    return new Map(rows.map((row) => [row.status, row.count]));
  },
  /** Details of its target nodes whose text is a person's. Edits are few: they are looked for first. */
  editedDetails: async (db: Database, projectId: string, origin: NodeOrigin, stretches: readonly Stretch[]): Promise<string[]> => {
    const edited = await db.$queryRaw<{ position: number; details: string }[]>`
      SELECT n.position, n.details FROM metadata_nodes n
       WHERE n.project_id = ${projectId} AND n.origin = 'TARGET' AND n.edited AND n.details IS NOT NULL
         AND n.object_id IN (SELECT e.object_id FROM target_edits e WHERE e.project_id = ${projectId})
       ORDER BY n.position`;
    if (edited.length === 0) return [];
    const meant = await db.$queryRaw<{ position: number }[]>`
      SELECT n.position FROM ${targetsOf(projectId, origin, stretches)} AND n.position = ANY(${edited.map((row) => row.position)}::int[])`;
    const positions = new Set(meant.map((row) => row.position));
    return edited.flatMap((row) => (positions.has(row.position) ? [row.details] : []));
  },
};
