import { Prisma } from '../generated/client';
import type { Database } from './client';
import { eachChunk } from './chunks';
import { pathHash } from './ids';
import type { NodeOrigin, NodeRow } from './tree';

/** A node as far as selection rules can mean it. */
export type LocatedNode = Pick<NodeRow, 'position' | 'subtreeEnd' | 'path' | 'locator'>;

/** What the text of a locator is like (with wildcards of LIKE), and what it is not like. */
export interface LocatorPattern {
  readonly like: string;
  readonly unlike: string;
}

/** With more patterns than this, reading every locator costs less than comparing every locator with every pattern. */
const mostPatterns = 20;

const columns = Prisma.sql`n.position, n.subtree_end AS "subtreeEnd", n.path, n.locator`;

/**
 * Nodes of a tree by their paths and by the texts of their locators, in the order of the tree. With many patterns there are more
 * nodes than they mean: whoever asks compares again.
 */
export async function locatedNodes(
  db: Database,
  projectId: string,
  origin: NodeOrigin,
  wanted: { readonly paths: readonly string[]; readonly locators: readonly string[]; readonly patterns: readonly LocatorPattern[] },
): Promise<LocatedNode[]> {
  const { paths, locators, patterns } = wanted;
  const ofTree = Prisma.sql`metadata_nodes n WHERE n.project_id = ${projectId} AND n.origin = ${origin}`;
  const named = await eachChunk(paths.map(pathHash), (some) => db.$queryRaw<LocatedNode[]>`SELECT ${columns} FROM ${ofTree} AND n.path_hash = ANY(${[...some]}::text[])`);
  const conditions = [
    ...(locators.length === 0 ? [] : [Prisma.sql`n.locator = ANY(${[...locators]}::text[])`]),
    ...(patterns.length > mostPatterns ? [Prisma.sql`true`] : patterns.map(({ like, unlike }) => Prisma.sql`(n.locator LIKE ${like} AND n.locator NOT LIKE ${unlike})`)),
  ];
  const found = conditions.length === 0 ? [] : await db.$queryRaw<LocatedNode[]>`SELECT ${columns} FROM ${ofTree} AND (${Prisma.join(conditions, ' OR ')})`;
  const byPosition = new Map([...named, ...found].map((node) => [node.position, node]));
  return [...byPosition.values()].sort((a, b) => a.position - b.position);
}

/** Locators of the target nodes that these source nodes became, each once, in the order of the target tree. */
export async function targetLocators(db: Database, projectId: string, positions: readonly number[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ locator: string }[]>`
    SELECT t.locator FROM metadata_nodes t
     WHERE t.project_id = ${projectId} AND t.origin = 'TARGET'
       AND t.position IN (SELECT l.target_position FROM node_links l WHERE l.project_id = ${projectId} AND l.source_position = ANY(${[...positions]}::int[]))
     ORDER BY t.position`;
  return rows.map((row) => row.locator);
}
