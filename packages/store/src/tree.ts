import type { MetadataNode } from '../generated/client';
import type { Database, Store } from './client';
import { inTransaction } from './client';
import { chunks, eachChunk } from './chunks';
import { pathHash, storable, storedObjectId } from './ids';
import type { Page } from './resources';

export type NodeRow = MetadataNode;
export type NodeOrigin = 'SOURCE' | 'TARGET';

/** A node as a tree builder makes it; positions count in depth-first order from 0. */
export interface NewNode {
  readonly position: number;
  readonly parentPosition?: number;
  readonly subtreeEnd: number;
  readonly path: string;
  readonly name: string;
  readonly nodeType: string;
  readonly kind?: string;
  readonly locator: string;
  readonly childrenCount: number;
  readonly objectId?: string;
  readonly part?: number;
  /** Missing for a part that is written inside its object. */
  readonly definition?: string;
  /** Where the definition stands: which text of the catalogue, offsets in it, and for people. */
  readonly sourceIndex?: number;
  readonly spanStart?: number;
  readonly spanEnd?: number;
  readonly fileName?: string;
  readonly fileLine?: number;
  readonly fileColumn?: number;
  readonly lines?: number;
  readonly details?: string;
  /** Where it is known when the tree is built. */
  readonly applyStatus?: string;
}

/** What is shown of a node and changes with every conversion. */
export interface NodeState {
  readonly position: number;
  readonly objectCount: number;
  readonly convertedCount: number;
  readonly status?: string;
  readonly proofLevel?: string;
  readonly proofBy?: string;
  /** Statements and clauses of its own source. */
  readonly syntax?: { readonly total: number; readonly automatic: number };
  /** By severity, most severe first. */
  readonly items: readonly [number, number, number, number, number];
}

/** What is shown of a target node and changes with edits and applying. */
export interface TargetState {
  readonly position: number;
  readonly proofLevel?: string;
  readonly proofBy?: string;
  readonly edited: boolean;
  readonly applyStatus?: string;
  readonly editedCount: number;
  readonly appliedCount: number;
  readonly applyFailedCount: number;
}

/**
 * Replaces one tree of a project; the caller's transaction makes it whole. Rows go as one JSON text a statement: a tree of a large
 * database has tens of thousands of nodes, and a parameter for each of their values costs many times as much.
 * @param states of the nodes by position, where they are known already
 */
export async function replaceTree(db: Database, projectId: string, origin: NodeOrigin, nodes: readonly NewNode[], states: readonly NodeState[] = []): Promise<void> {
  await db.metadataNode.deleteMany({ where: { projectId, origin } });
  await insertNodes(db, projectId, origin, nodes.map((node) => ({ ...nodeRecord(node), ...stateRecord(states[node.position]) })));
}

/**
 * The same for a tree whose nodes change by this only: a node that is there as it should be stays. Of a large database little changes
 * from one time to the next, and rows that are written anew make all that reads the trees slower until they are cleaned up.
 */
export async function renewTree(db: Database, projectId: string, origin: NodeOrigin, nodes: readonly NewNode[], states: readonly NodeState[]): Promise<void> {
  const before = new Map((await db.$queryRaw<{ position: number; hash: string | null }[]>`SELECT position, content_hash AS hash FROM metadata_nodes WHERE project_id = ${projectId} AND origin = ${origin}`).map((row) => [row.position, row.hash]));
  const records = nodes.map((node) => {
    const record = nodeRecord(node);
    return { ...record, content_hash: pathHash(JSON.stringify(record)) };
  });
  const changed = records.filter((record) => before.get(record.position) !== record.content_hash);
  const same = new Set(records.flatMap((record) => (before.get(record.position) === record.content_hash ? [record.position] : [])));
  const gone = [...before.keys()].filter((position) => !same.has(position));
  // All that goes before anything comes: a path may have moved to another position.
  await db.$executeRaw`DELETE FROM metadata_nodes WHERE project_id = ${projectId} AND origin = ${origin} AND position = ANY(${gone}::int[])`;
  await insertNodes(db, projectId, origin, changed.map((record) => ({ ...record, ...stateRecord(states[record.position]) })));
  await saveNodeStates(db, projectId, origin, states.filter((state) => same.has(state.position)));
}

async function insertNodes(db: Database, projectId: string, origin: NodeOrigin, records: readonly object[]): Promise<void> {
  for (const some of chunks(records)) {
    const rows = JSON.stringify(some);
    await db.$executeRaw`
      INSERT INTO metadata_nodes (project_id, origin, position, parent_position, subtree_end, path, path_hash, name, node_type, kind, locator, children_count,
                                  object_id, part, definition, source_index, span_start, span_end, file_name, file_line, file_column, lines, details, apply_status, content_hash,
                                  object_count, converted_count, status, proof_level, proof_by, critical, high, medium, low, info, syntax_total, syntax_automatic)
      SELECT ${projectId}, ${origin}, r.position, r.parent_position, r.subtree_end, r.path, r.path_hash, r.name, r.node_type, r.kind, r.locator, r.children_count,
             r.object_id, r.part, r.definition, r.source_index, r.span_start, r.span_end, r.file_name, r.file_line, r.file_column, coalesce(r.lines, 0), r.details, r.apply_status, r.content_hash,
             coalesce(r.object_count, 0), coalesce(r.converted_count, 0), r.status, r.proof_level, r.proof_by,
             coalesce(r.critical, 0), coalesce(r.high, 0), coalesce(r.medium, 0), coalesce(r.low, 0), coalesce(r.info, 0), r.syntax_total, r.syntax_automatic
        FROM json_to_recordset(${rows}::json)
             AS r(position int, parent_position int, subtree_end int, path text, path_hash text, name text, node_type text, kind text, locator text, children_count int,
                  object_id text, part int, definition text, source_index int, span_start int, span_end int, file_name text, file_line int, file_column int, lines int, details text, apply_status text, content_hash text,
                  object_count int, converted_count int, status text, proof_level text, proof_by text, critical int, high int, medium int, low int, info int,
                  syntax_total int, syntax_automatic int)`;
  }
}

const stateRecord = (state: NodeState | undefined) =>
  state === undefined
    ? {}
    : {
        object_count: state.objectCount,
        converted_count: state.convertedCount,
        status: state.status,
        proof_level: state.proofLevel,
        proof_by: state.proofBy,
        critical: state.items[0],
        high: state.items[1],
        medium: state.items[2],
        low: state.items[3],
        info: state.items[4],
        syntax_total: state.syntax?.total,
        syntax_automatic: state.syntax?.automatic,
      };

const storableOrNot = (text: string | undefined): string | undefined => (text === undefined ? undefined : storable(text));

/** A node under the names of the table's columns; what is undefined becomes null. */
const nodeRecord = (node: NewNode) => ({
  position: node.position,
  parent_position: node.parentPosition,
  subtree_end: node.subtreeEnd,
  path: node.path,
  path_hash: pathHash(node.path),
  name: storable(node.name),
  node_type: node.nodeType,
  kind: node.kind,
  locator: storable(node.locator),
  children_count: node.childrenCount,
  object_id: node.objectId === undefined ? undefined : storedObjectId(node.objectId),
  part: node.part,
  definition: storableOrNot(node.definition),
  source_index: node.sourceIndex,
  span_start: node.spanStart,
  span_end: node.spanEnd,
  file_name: storableOrNot(node.fileName),
  file_line: node.fileLine,
  file_column: node.fileColumn,
  lines: node.lines,
  details: storableOrNot(node.details),
  apply_status: node.applyStatus,
});

/** Writes the changing part of all nodes of a tree in few statements. A row is written where something changed: PostgreSQL writes a row anew, and what is read afterwards is spread over more pages. */
export async function saveNodeStates(db: Database, projectId: string, origin: NodeOrigin, states: readonly NodeState[]): Promise<void> {
  for (const some of chunks(states)) {
    const column = <T>(pick: (state: NodeState) => T): T[] => some.map(pick);
    await db.$executeRaw`
      UPDATE metadata_nodes AS n
         SET object_count = v.object_count, converted_count = v.converted_count, status = v.status, proof_level = v.proof_level, proof_by = v.proof_by,
             critical = v.critical, high = v.high, medium = v.medium, low = v.low, info = v.info,
             syntax_total = v.syntax_total, syntax_automatic = v.syntax_automatic
        FROM unnest(${column((s) => s.position)}::int[], ${column((s) => s.objectCount)}::int[], ${column((s) => s.convertedCount)}::int[],
                    ${column((s) => s.status ?? null)}::text[], ${column((s) => s.proofLevel ?? null)}::text[], ${column((s) => s.proofBy ?? null)}::text[],
                    ${column((s) => s.items[0])}::int[], ${column((s) => s.items[1])}::int[], ${column((s) => s.items[2])}::int[],
                    ${column((s) => s.items[3])}::int[], ${column((s) => s.items[4])}::int[],
                    ${column((s) => s.syntax?.total ?? null)}::int[], ${column((s) => s.syntax?.automatic ?? null)}::int[])
             AS v(position, object_count, converted_count, status, proof_level, proof_by, critical, high, medium, low, info, syntax_total, syntax_automatic)
       WHERE n.project_id = ${projectId} AND n.origin = ${origin} AND n.position = v.position
         AND (n.object_count, n.converted_count, n.status, n.proof_level, n.proof_by, n.critical, n.high, n.medium, n.low, n.info, n.syntax_total, n.syntax_automatic)
             IS DISTINCT FROM (v.object_count, v.converted_count, v.status, v.proof_level, v.proof_by, v.critical, v.high, v.medium, v.low, v.info, v.syntax_total, v.syntax_automatic)`;
  }
}

/** What was found out about a node when it was opened; nothing when its tree has been replaced meanwhile. */
export async function saveNodeDetails(store: Store, projectId: string, node: Pick<NodeRow, 'origin' | 'position' | 'path'>, { definition, details }: { readonly definition: string; readonly details: string }): Promise<void> {
  await store.db.metadataNode.updateMany({ where: { projectId, origin: node.origin, position: node.position, pathHash: pathHash(node.path), definition: null }, data: { definition, details } });
}

/** Writes what edits and applying changed of all nodes of the target tree. */
export async function saveTargetStates(db: Database, projectId: string, states: readonly TargetState[]): Promise<void> {
  for (const some of chunks(states)) {
    const column = <T>(pick: (state: TargetState) => T): T[] => some.map(pick);
    await db.$executeRaw`
      UPDATE metadata_nodes AS n
         SET proof_level = v.proof_level, proof_by = v.proof_by, edited = v.edited, apply_status = v.apply_status,
             edited_count = v.edited_count, applied_count = v.applied_count, apply_failed_count = v.apply_failed_count
        FROM unnest(${column((s) => s.position)}::int[], ${column((s) => s.proofLevel ?? null)}::text[], ${column((s) => s.proofBy ?? null)}::text[],
                    ${column((s) => s.edited)}::boolean[], ${column((s) => s.applyStatus ?? null)}::text[],
                    ${column((s) => s.editedCount)}::int[], ${column((s) => s.appliedCount)}::int[], ${column((s) => s.applyFailedCount)}::int[])
             AS v(position, proof_level, proof_by, edited, apply_status, edited_count, applied_count, apply_failed_count)
       WHERE n.project_id = ${projectId} AND n.origin = 'TARGET' AND n.position = v.position
         AND (n.proof_level, n.proof_by, n.edited, n.apply_status, n.edited_count, n.applied_count, n.apply_failed_count)
             IS DISTINCT FROM (v.proof_level, v.proof_by, v.edited, v.apply_status, v.edited_count, v.applied_count, v.apply_failed_count)`;
  }
}

/** Of a target without edits that nothing is applied to: no node tells of either. */
export async function forgetTargetStates(db: Database, projectId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE metadata_nodes SET edited = false, apply_status = CASE apply_status WHEN ${targetOnly} THEN apply_status END, edited_count = 0, applied_count = 0, apply_failed_count = 0
     WHERE project_id = ${projectId} AND origin = 'TARGET' AND (edited OR edited_count > 0 OR applied_count > 0 OR apply_failed_count > 0 OR apply_status <> ${targetOnly})`;
}

/** Says anew which source nodes became which target nodes; what stays is left as it is. */
export async function replaceLinks(db: Database, projectId: string, links: readonly { sourcePosition: number; targetPosition: number }[]): Promise<void> {
  const keyOf = (link: { sourcePosition: number; targetPosition: number }): string => `${link.sourcePosition} ${link.targetPosition}`;
  const before = await db.$queryRaw<{ sourcePosition: number; targetPosition: number }[]>`SELECT source_position AS "sourcePosition", target_position AS "targetPosition" FROM node_links WHERE project_id = ${projectId}`;
  const [wanted, known] = [new Set(links.map(keyOf)), new Set(before.map(keyOf))];
  const gone = before.filter((link) => !wanted.has(keyOf(link)));
  for (const some of chunks(gone))
    await db.$executeRaw`
      DELETE FROM node_links n USING unnest(${some.map((l) => l.sourcePosition)}::int[], ${some.map((l) => l.targetPosition)}::int[]) AS l(source, target)
       WHERE n.project_id = ${projectId} AND n.source_position = l.source AND n.target_position = l.target`;
  for (const some of chunks(links.filter((link) => !known.has(keyOf(link)))))
    await db.$executeRaw`
      INSERT INTO node_links (project_id, source_position, target_position)
      SELECT ${projectId}, l.source, l.target FROM unnest(${some.map((l) => l.sourcePosition)}::int[], ${some.map((l) => l.targetPosition)}::int[]) AS l(source, target)
          ON CONFLICT DO NOTHING`;
}

/** A tree without its texts, in depth-first order: for counting and choosing. */
export type NodeOutline = Pick<NodeRow, 'position' | 'parentPosition' | 'subtreeEnd' | 'name' | 'path' | 'nodeType' | 'kind' | 'objectId' | 'part' | 'lines' | 'syntaxTotal' | 'syntaxAutomatic' | 'locator' | 'status' | 'proofLevel' | 'proofBy' | 'edited' | 'applyStatus' | 'sourceIndex' | 'spanStart'>;

/** A newly imported catalogue: its tree, and where the catalogue lies. Conversions of objects that are gone go with them. */
export async function saveImport(store: Store, projectId: string, nodes: readonly NewNode[], catalog: { key: string; hash: string }): Promise<void> {
  await inTransaction(store, async (db) => {
    await db.migrationProject.update({ where: { id: projectId }, data: { catalogKey: catalog.key, catalogHash: catalog.hash } });
    // Positions are counted anew: what points at them goes.
    await db.objectUse.deleteMany({ where: { projectId } });
    await replaceTree(db, projectId, 'SOURCE', nodes);
    await db.$executeRaw`
      DELETE FROM converted_objects AS c
       WHERE c.project_id = ${projectId}
         AND NOT EXISTS (SELECT FROM metadata_nodes n WHERE n.project_id = c.project_id AND n.origin = 'SOURCE' AND n.object_id = c.object_id)`;
  });
}

/** A target node as far as it stands for something in the target. */
export type TargetNode = Pick<NodeRow, 'position' | 'path' | 'nodeType' | 'details' | 'objectId' | 'part' | 'edited' | 'applyStatus'>;

/** Of a node that only the target has: nothing was converted to it. */
export const targetOnly = 'extra';

/** Reading the trees. */
export const trees = {
  outline: (db: Database, projectId: string, origin: NodeOrigin): Promise<NodeOutline[]> =>
    // Of a large tree Prisma's own mapping of rows takes most of the time.
    db.$queryRaw<NodeOutline[]>`
      SELECT position, parent_position AS "parentPosition", subtree_end AS "subtreeEnd", name, path, node_type AS "nodeType", kind,
             object_id AS "objectId", part, lines, syntax_total AS "syntaxTotal", syntax_automatic AS "syntaxAutomatic", locator,
             status, proof_level AS "proofLevel", proof_by AS "proofBy", edited, apply_status AS "applyStatus",
             source_index AS "sourceIndex", span_start AS "spanStart"
        FROM metadata_nodes WHERE project_id = ${projectId} AND origin = ${origin} ORDER BY position`,
  /** Names of the nodes of a type, in the order of the tree. */
  names: async (db: Database, projectId: string, origin: NodeOrigin, nodeType: string): Promise<string[]> =>
    (await db.metadataNode.findMany({ where: { projectId, origin, nodeType }, orderBy: { position: 'asc' }, select: { name: true } })).map((row) => row.name),
  /** Positions, paths and details of the target nodes that stand for something in the target. */
  targets: (db: Database, projectId: string): Promise<TargetNode[]> =>
    db.metadataNode.findMany({
      where: { projectId, origin: 'TARGET', objectId: { not: null } },
      orderBy: { position: 'asc' },
      select: { position: true, path: true, nodeType: true, details: true, objectId: true, part: true, edited: true, applyStatus: true },
    }),
  /** Details of the objects that only the target has, as it was found the last time. */
  onlyOnTarget: async (db: Database, projectId: string): Promise<string[]> => {
    const rows = await db.metadataNode.findMany({ where: { projectId, origin: 'TARGET', applyStatus: targetOnly, details: { not: null } }, orderBy: { position: 'asc' }, select: { details: true } });
    return rows.flatMap((row) => row.details ?? []);
  },
  /** Takes what only the old target has out of the tree, with the groups that it leaves empty. Positions keep gaps until the tree is built anew. Linear in nodes. */
  forgetOnlyOnTarget: (store: Store, projectId: string): Promise<void> =>
    inTransaction(store, async (db) => {
      if ((await db.metadataNode.findFirst({ where: { projectId, origin: 'TARGET', applyStatus: targetOnly }, select: { position: true } })) === null) return;
      const outline = await trees.outline(db, projectId, 'TARGET');
      const left = new Map<number, number>();
      const gone: number[] = [];
      // Children stand behind their parents.
      for (const { position, parentPosition, objectId } of [...outline].reverse()) {
        if (objectId === null && !left.has(position)) gone.push(position);
        else if (parentPosition !== null) left.set(parentPosition, (left.get(parentPosition) ?? 0) + 1);
      }
      await db.$executeRaw`DELETE FROM metadata_nodes WHERE project_id = ${projectId} AND origin = 'TARGET' AND position = ANY (${gone}::int[])`;
      await db.$executeRaw`
        UPDATE metadata_nodes AS n SET children_count = l.count, content_hash = NULL FROM unnest(${[...left.keys()]}::int[], ${[...left.values()]}::int[]) AS l(position, count)
         WHERE n.project_id = ${projectId} AND n.origin = 'TARGET' AND n.position = l.position AND n.children_count <> l.count`;
    }),
  /** Whole nodes in depth-first order, from a position on. */
  from: (store: Store, projectId: string, origin: NodeOrigin, position: number, take: number): Promise<NodeRow[]> =>
    store.db.metadataNode.findMany({ where: { projectId, origin, position: { gte: position } }, orderBy: { position: 'asc' }, take }),
  /** Which source nodes became which target nodes. */
  allLinks: (store: Store, projectId: string): Promise<{ sourcePosition: number; targetPosition: number }[]> => store.db.nodeLink.findMany({ where: { projectId }, select: { sourcePosition: true, targetPosition: true } }),
  /** What rules for names can mean in the source tree: databases, schemas, tables and views. @param withDetails of tables and views: their columns */
  named: (db: Database, projectId: string, withDetails: boolean): Promise<Pick<NodeRow, 'path' | 'nodeType' | 'kind' | 'details'>[]> =>
    db.$queryRaw`
      SELECT path, node_type AS "nodeType", kind, CASE WHEN ${withDetails}::boolean THEN details END AS details FROM metadata_nodes
       WHERE project_id = ${projectId} AND origin = 'SOURCE' AND (node_type IN ('database', 'schema') OR (node_type = 'object' AND kind IN ('TABLE', 'VIEW'))) ORDER BY position`,
  /** Where the subtrees of these paths lie. */
  subtrees: (db: Database, projectId: string, origin: NodeOrigin, paths: readonly string[]): Promise<{ position: number; subtreeEnd: number }[]> =>
    eachChunk(paths, (some) => db.metadataNode.findMany({ where: { projectId, origin, pathHash: { in: some.map(pathHash) } }, select: { position: true, subtreeEnd: true } })),
  byPath: (store: Store, projectId: string, origin: NodeOrigin, paths: readonly string[]): Promise<NodeRow[]> =>
    store.db.metadataNode.findMany({ where: { projectId, origin, pathHash: { in: paths.map(pathHash) } }, orderBy: { position: 'asc' } }),
  at: (store: Store, projectId: string, origin: NodeOrigin, positions: readonly number[]): Promise<NodeRow[]> =>
    eachChunk(positions, (some) => store.db.metadataNode.findMany({ where: { projectId, origin, position: { in: [...some] } }, orderBy: { position: 'asc' } })),
  children: async (store: Store, projectId: string, origin: NodeOrigin, parentPosition: number, page: Page): Promise<NodeRow[]> =>
    store.db.metadataNode.findMany({ where: { projectId, origin, parentPosition }, orderBy: { position: 'asc' }, omit: { definition: true, details: true }, skip: page.skip, take: page.take }).then((rows) =>
      rows.map((row) => ({ ...row, definition: null, details: null })),
    ),
  /** Source nodes of objects, by object id as stored. */
  objects: (store: Store, projectId: string, objectIds: readonly string[]): Promise<NodeRow[]> =>
    eachChunk(objectIds, (some) => store.db.metadataNode.findMany({ where: { projectId, origin: 'SOURCE', objectId: { in: [...some] } }, orderBy: { position: 'asc' } })),
  /** Of each of these objects the first node in the target tree. */
  heads: async (store: Store, projectId: string, objectIds: readonly string[]): Promise<NodeRow[]> => {
    const rows = await eachChunk(objectIds, (some) => store.db.metadataNode.findMany({ where: { projectId, origin: 'TARGET', OR: [{ nodeType: 'object' }, { nodeType: 'part', part: 0 }], objectId: { in: [...some] } }, orderBy: [{ nodeType: 'asc' }, { position: 'asc' }] }));
    const first = new Map<string, NodeRow>();
    for (const row of rows) if (row.objectId !== null && !first.has(row.objectId)) first.set(row.objectId, row);
    return [...first.values()];
  },
  links: async (store: Store, projectId: string, from: NodeOrigin, positions: readonly number[]): Promise<number[]> => {
    const rows = await eachChunk(positions, (some) =>
      from === 'SOURCE'
        ? store.db.nodeLink.findMany({ where: { projectId, sourcePosition: { in: [...some] } }, orderBy: { targetPosition: 'asc' } })
        : store.db.nodeLink.findMany({ where: { projectId, targetPosition: { in: [...some] } }, orderBy: { sourcePosition: 'asc' } }),
    );
    return [...new Set(rows.map((row) => (from === 'SOURCE' ? row.targetPosition : row.sourcePosition)))];
  },
};
