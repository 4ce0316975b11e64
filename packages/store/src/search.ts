import { Prisma } from '../generated/client';
import { likeText } from './ids';
import type { Store } from './client';
import type { Page } from './resources';
import type { NodeOrigin, NodeRow } from './tree';

/** Where a text is looked for: in names, in code (of the source or of what it became), in action items. */
export type SearchedPlace = 'name' | 'code' | 'item';

export interface NodeSearch {
  readonly text?: string;
  /** Names only when missing. */
  readonly places?: readonly SearchedPlace[];
  /** Codes of action items whose words hold the text: the words are not in the store. */
  readonly itemCodes?: readonly number[];
  readonly kinds?: readonly string[];
  readonly statuses?: readonly string[];
  readonly withItems?: boolean;
  readonly proofLevels?: readonly string[];
  readonly edited?: boolean;
  readonly applyStatuses?: readonly string[];
}

/** Where in an object's code a text was found. */
export interface CodeMatch {
  readonly position: number;
  /** Counted from 1, in the code of the whole object. */
  readonly line: number;
  /** The text, and a little of what stands round it. */
  readonly excerpt: string;
}

const pattern = (text: string): string => `%${likeText(text)}%`;

/** Objects whose converted code, or a person's text in its place, holds the text. */
const objectsInCode = (projectId: string, text: string): Prisma.Sql => Prisma.sql`
  SELECT c.object_id FROM converted_objects c WHERE c.project_id = ${projectId} AND c.code ILIKE ${pattern(text)}
   UNION SELECT e.object_id FROM target_edits e WHERE e.project_id = ${projectId} AND e.text ILIKE ${pattern(text)}`;

const objectsInItems = (projectId: string, text: string, codes: readonly number[]): Prisma.Sql => Prisma.sql`
  SELECT i.object_id FROM action_items i WHERE i.project_id = ${projectId} AND (i.code = ANY(${[...codes]}::int[]) OR i.details ILIKE ${pattern(text)})`;

/** Items of parts count at their object: columns have no node. So does target code. */
const isHead = Prisma.sql`n.part = 0 AND n.node_type = 'object'`;

/** What the text asks of a node, and the lists of objects that this looks into: each is made once a search, not once a node or a process. */
function textConditions(projectId: string, origin: NodeOrigin, search: NodeSearch): { readonly lists: readonly Prisma.Sql[]; readonly condition?: Prisma.Sql } {
  const { text, places = ['name'] } = search;
  if (text === undefined || text === '' || places.length === 0) return { lists: [] };
  const lists: Prisma.Sql[] = [];
  const any = places.map((place) => {
    if (place === 'name') return Prisma.sql`n.name ILIKE ${pattern(text)}`;
    if (place === 'code' && origin === 'SOURCE') return Prisma.sql`n.definition ILIKE ${pattern(text)}`;
    const list = Prisma.raw(`in_${place}`);
    lists.push(Prisma.sql`${list} AS MATERIALIZED (${place === 'code' ? objectsInCode(projectId, text) : objectsInItems(projectId, text, search.itemCodes ?? [])})`);
    return Prisma.sql`(${isHead} AND n.object_id IN (SELECT object_id FROM ${list}))`;
  });
  return { lists, condition: Prisma.sql`(${Prisma.join(any, ' OR ')})` };
}

const oneOf = (column: string, values: readonly string[] | undefined): Prisma.Sql[] => (values === undefined ? [] : [Prisma.sql`${Prisma.raw(column)} = ANY(${[...values]}::text[])`]);

/** What the search asks of a node, beyond its tree. */
function conditions(projectId: string, origin: NodeOrigin, search: NodeSearch, text: Prisma.Sql | undefined): Prisma.Sql {
  return Prisma.join(
    [
      Prisma.sql`n.project_id = ${projectId}`,
      Prisma.sql`n.origin = ${origin}`,
      Prisma.sql`n.node_type IN ('object', 'part', 'schema')`,
      ...(text === undefined ? [] : [text]),
      ...oneOf('n.kind', search.kinds),
      ...oneOf('n.status', search.statuses),
      ...oneOf('n.proof_level', search.proofLevels),
      ...oneOf('n.apply_status', search.applyStatuses),
      ...(search.edited === true ? [Prisma.sql`n.edited`] : []),
      ...(search.withItems === true ? [Prisma.sql`n.critical + n.high + n.medium + n.low + n.info > 0`] : []),
    ],
    ' AND ',
  );
}

/** Nodes of a whole tree that fit, in the order of the tree, and how many there are. */
export async function searchNodes(store: Store, projectId: string, origin: NodeOrigin, search: NodeSearch, page: Page): Promise<{ rows: NodeRow[]; total: number }> {
  const { lists, condition } = textConditions(projectId, origin, search);
  const where = conditions(projectId, origin, search, condition);
  // One pass: counting means looking at all of them anyway.
  const [found] = await store.db.$queryRaw<{ total: number; positions: number[] }[]>`
    WITH ${Prisma.join([...lists, Prisma.sql`found AS MATERIALIZED (SELECT n.position FROM metadata_nodes n WHERE ${where})`])}
    SELECT (SELECT count(*)::int FROM found) AS total, ARRAY(SELECT position FROM found ORDER BY position LIMIT ${page.take} OFFSET ${page.skip}) AS positions`;
  const rows = await store.db.metadataNode.findMany({ where: { projectId, origin, position: { in: found?.positions ?? [] } }, orderBy: { position: 'asc' }, omit: { definition: true, details: true } });
  return { rows: rows.map((row) => ({ ...row, definition: null, details: null })), total: found?.total ?? 0 };
}

/** The first place in the code of each of these nodes where the text stands; nodes without it are left out. */
export async function codeMatches(store: Store, projectId: string, origin: NodeOrigin, positions: readonly number[], text: string): Promise<CodeMatch[]> {
  if (positions.length === 0 || text === '') return [];
  const code =
    origin === 'SOURCE'
      ? Prisma.sql`n.definition`
      : Prisma.sql`coalesce((SELECT e.text FROM target_edits e WHERE e.project_id = n.project_id AND e.object_id = n.object_id AND strpos(lower(e.text), lower(${text})) > 0 LIMIT 1),
                            (SELECT c.code FROM converted_objects c WHERE c.project_id = n.project_id AND c.object_id = n.object_id))`;
  const rows = await store.db.$queryRaw<{ position: number; line: number; excerpt: string }[]>`
    SELECT f.position, (length(left(f.code, f.at)) - length(replace(left(f.code, f.at), E'\n', '')) + 1)::int AS line,
           substring(f.code from greatest(1, f.at - 60) for 160) AS excerpt
      FROM (SELECT c.position, c.code, strpos(lower(c.code), lower(${text})) AS at
              FROM (SELECT n.position, ${code} AS code FROM metadata_nodes n
                     WHERE n.project_id = ${projectId} AND n.origin = ${origin} AND n.position = ANY(${[...positions]}::int[])) c) f
     WHERE f.at > 0`;
  return rows;
}
