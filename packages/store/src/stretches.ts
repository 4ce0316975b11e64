import { Prisma } from '../generated/client';
import type { Database } from './client';
import type { NodeOrigin } from './tree';

/** Positions of a tree from `first` to `last`: a subtree is one stretch, a selection a few that do not touch. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Nodes of objects and parts in these stretches, as `n`. One stretch is told apart: its ends tell the planner how much it is. */
export function nodesIn(projectId: string, stretches: readonly Stretch[], origin: NodeOrigin = 'SOURCE'): Prisma.Sql {
  const [only] = stretches;
  const ofProject = Prisma.sql`n.project_id = ${projectId} AND n.origin = ${origin} AND n.object_id IS NOT NULL`;
  return only !== undefined && stretches.length === 1
    ? Prisma.sql`metadata_nodes n WHERE ${ofProject} AND n.position BETWEEN ${only.first}::int AND ${only.last}::int`
    : Prisma.sql`unnest(${stretches.map((one) => one.first)}::int[], ${stretches.map((one) => one.last)}::int[]) AS s(first, last)
                 JOIN metadata_nodes n ON n.position BETWEEN s.first AND s.last WHERE ${ofProject}`;
}

/** The target nodes that a selection means, as `t`: themselves, or what the selected source nodes became. */
const targetsOf = (projectId: string, origin: NodeOrigin): Prisma.Sql => Prisma.sql`
  metadata_nodes t WHERE t.project_id = ${projectId} AND t.origin = 'TARGET' AND t.object_id IS NOT NULL
     AND ${origin === 'TARGET' ? Prisma.sql`t.position IN (SELECT position FROM selected)` : Prisma.sql`t.object_id IN (SELECT object_id FROM selected)`}`;

const selected = (projectId: string, origin: NodeOrigin, stretches: readonly Stretch[]): Prisma.Sql =>
  Prisma.sql`selected AS MATERIALIZED (SELECT n.position, n.object_id, n.node_type, n.status FROM ${nodesIn(projectId, stretches, origin)})`;

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
      WITH ${selected(projectId, origin, stretches)}
      SELECT t.apply_status AS status, count(*)::int AS count FROM ${targetsOf(projectId, origin)} AND t.apply_status IS NOT NULL GROUP BY 1`;
    return new Map(rows.map((row) => [row.status, row.count]));
  },
  /** Details of its target nodes whose text is a person's. */
  editedDetails: async (db: Database, projectId: string, origin: NodeOrigin, stretches: readonly Stretch[]): Promise<string[]> => {
    const rows = await db.$queryRaw<{ details: string }[]>`
      WITH ${selected(projectId, origin, stretches)}
      SELECT t.details FROM ${targetsOf(projectId, origin)} AND t.edited AND t.details IS NOT NULL ORDER BY t.position`;
    return rows.map((row) => row.details);
  },
};
