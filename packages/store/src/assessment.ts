import { Prisma } from '../generated/client';
import type { Database } from './client';
import type { ItemRow } from './converted';
import { storable } from './ids';
import { untouched } from './item-work';
import type { ItemWork } from './item-work';
import { nodesIn } from './stretches';
import type { Stretch } from './stretches';
import type { NodeRow } from './tree';

/** `selected`: the nodes; `found`: the items of what is selected, and with an object those of all its parts. */
const selection = (projectId: string, stretches: readonly Stretch[]): Prisma.Sql => Prisma.sql`
  selected AS MATERIALIZED (SELECT n.position, n.object_id, n.part, n.kind, n.status, n.proof_level, n.lines, n.syntax_total, n.syntax_automatic FROM ${nodesIn(projectId, stretches)}),
  found AS (SELECT i.* FROM action_items i WHERE i.project_id = ${projectId} AND EXISTS (SELECT FROM selected s WHERE s.object_id = i.object_id AND (s.part = 0 OR s.part = i.part)))`;

/** Selected objects that a summary cannot tell apart. */
export interface AlikeObjects {
  readonly kind: string;
  readonly status: string | null;
  readonly proofLevel: string | null;
  /** Their items, each kind once: `severity:complexity`, comma separated. */
  readonly items: string | null;
  /** Those among them that belong to parts which have no node of their own: columns, defaults, descriptions. */
  readonly partItems: string | null;
  readonly objects: number;
  /** Of all of them together. */
  readonly lines: number;
  readonly syntaxTotal: number | null;
  readonly syntaxAutomatic: number | null;
}

/** Occurrences of a code at objects of a kind; null is the kind where only parts of an object are selected. */
export interface CodeAtKind {
  readonly code: number;
  readonly kind: string | null;
  readonly count: number;
}

/** What is selected, counted by the database: a summary of a large source reads some rows, not all of its objects. */
export const assessed = {
  /**
   * Objects, and the codes of the items at them, in one look at the tree.
   * @param kinds that count; items of other parts weigh on their object
   */
  counts: async (db: Database, projectId: string, stretches: readonly Stretch[], kinds: readonly string[]): Promise<{ readonly objects: readonly AlikeObjects[]; readonly codes: readonly CodeAtKind[] }> => {
    const [row] = await db.$queryRaw<{ objects: AlikeObjects[] | null; codes: CodeAtKind[] | null }[]>`
      WITH ${selection(projectId, stretches)},
      items AS MATERIALIZED (SELECT object_id, part, code, severity, complexity FROM found),
      counted AS MATERIALIZED (SELECT * FROM selected WHERE kind = ANY(${[...kinds]}::text[])),
      weights AS (
        SELECT coalesce(own.position, head.position) AS position,
               string_agg(DISTINCT f.severity || ':' || f.complexity, ',') AS items,
               string_agg(DISTINCT f.severity || ':' || f.complexity, ',') FILTER (WHERE own.position IS NULL) AS part_items
          FROM items f
          LEFT JOIN counted own ON own.object_id = f.object_id AND own.part = f.part
          LEFT JOIN counted head ON head.object_id = f.object_id AND head.part = 0
         GROUP BY 1),
      alike AS (
        SELECT c.kind, c.status, c.proof_level AS "proofLevel", w.items, w.part_items AS "partItems", count(*)::int AS objects, sum(c.lines)::int AS lines,
               sum(c.syntax_total)::int AS "syntaxTotal", sum(c.syntax_automatic)::int AS "syntaxAutomatic"
          FROM counted c LEFT JOIN weights w ON w.position = c.position
         GROUP BY 1, 2, 3, 4, 5),
      codes AS (SELECT f.code, h.kind, count(*)::int AS count FROM items f LEFT JOIN selected h ON h.object_id = f.object_id AND h.part = 0 GROUP BY 1, 2)
      SELECT (SELECT json_agg(a) FROM alike a) AS objects, (SELECT json_agg(c) FROM codes c) AS codes`;
    return { objects: row?.objects ?? [], codes: row?.codes ?? [] };
  },
  /** The server that the first proved object was proved on. */
  prover: async (db: Database, projectId: string, stretches: readonly Stretch[]): Promise<string | undefined> => {
    const [row] = await db.$queryRaw<{ by: string }[]>`
      SELECT n.proof_by AS by FROM ${nodesIn(projectId, stretches)} AND n.proof_by IS NOT NULL AND n.proof_level NOT IN ('none', 'parsed') ORDER BY n.position LIMIT 1`;
    return row?.by;
  },
  /** What the selected tables of a live source hold, largest first. Their details begin with it (`objectDetails`). */
  sizes: async (db: Database, projectId: string, stretches: readonly Stretch[]): Promise<{ path: string; rows: number; kilobytes: number }[]> => {
    const found = await db.$queryRaw<{ path: string; size: string[] }[]>`
      SELECT t.path, t.size FROM (
        SELECT n.path, regexp_match(left(n.details, 100), '^[{]"size":[{]"rows":([0-9]+),"kilobytes":([0-9]+)[}]') AS size FROM ${nodesIn(projectId, stretches)} AND n.kind = 'TABLE' AND n.part = 0) AS t
       WHERE t.size IS NOT NULL
       ORDER BY t.size[2]::numeric DESC, t.path`;
    return found.map(({ path, size }) => ({ path, rows: Number(size[0]), kilobytes: Number(size[1]) }));
  },
};

/** What of the items is wanted; what is missing does not matter. */
export interface ItemFilter {
  /** 0 CRITICAL to 4 INFO */
  readonly severities?: readonly number[];
  readonly codes?: readonly number[];
  /** Kinds of the objects that they belong to. */
  readonly kinds?: readonly string[];
  /** How far people are with them. */
  readonly workStatuses?: readonly string[];
  /** Who does them; an empty one means nobody. */
  readonly assignees?: readonly string[];
}

/** Nothing is left to do with them. */
export const closedStatuses = ['DONE', 'ACCEPTED'] as const;

/** An item with the source node of its object: how it is called, and where its definition stands. */
export interface PlacedItem {
  readonly item: ItemRow;
  readonly work: ItemWork;
  readonly head: Pick<NodeRow, 'name' | 'path' | 'kind' | 'sourceIndex' | 'spanStart' | 'spanEnd' | 'fileLine' | 'fileColumn'> | undefined;
}

export interface CodeGroup {
  readonly code: number;
  /** Of the most severe occurrence. */
  readonly severity: number;
  readonly occurrences: number;
  /** Of these, how many people are how far with, by status; those that are not told are open. */
  readonly byStatus: ReadonlyMap<string, number>;
  readonly objects: number;
}

function wanted(filter: ItemFilter): Prisma.Sql {
  const conditions = [
    ...(filter.severities === undefined ? [] : [Prisma.sql`f.severity = ANY(${[...filter.severities]}::int[])`]),
    ...(filter.codes === undefined ? [] : [Prisma.sql`f.code = ANY(${[...filter.codes]}::int[])`]),
    ...(filter.kinds === undefined ? [] : [Prisma.sql`h.kind = ANY(${[...filter.kinds]}::text[])`]),
    ...(filter.workStatuses === undefined ? [] : [Prisma.sql`coalesce(w.status, ${untouched.workStatus}) = ANY(${[...filter.workStatuses]}::text[])`]),
    ...(filter.assignees === undefined ? [] : [Prisma.sql`coalesce(w.assignee, '') = ANY(${filter.assignees.map(storable)}::text[])`]),
  ];
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ');
}

const heads = (projectId: string): Prisma.Sql => Prisma.sql`LEFT JOIN metadata_nodes h ON h.project_id = ${projectId} AND h.origin = 'SOURCE' AND h.object_id = f.object_id AND h.part = 0`;

const work = Prisma.sql`LEFT JOIN action_item_work w ON w.project_id = f.project_id AND w.object_id = f.object_id AND w.occurrence = f.occurrence`;

type PlacedRow = ItemRow & { readonly [K in keyof ItemWork]: ItemWork[K] | null } & Pick<NodeRow, 'name' | 'kind'> & { readonly path: string | null; readonly headIndex: number | null; readonly headStart: number | null; readonly headEnd: number | null; readonly headLine: number | null; readonly headColumn: number | null };

const placed = (row: PlacedRow): PlacedItem => ({
  item: row,
  work: row.workStatus === null ? untouched : { workStatus: row.workStatus, assignee: row.assignee ?? '', notes: row.notes ?? '', changedBy: row.changedBy ?? '', changedAt: row.changedAt },
  head: row.path === null ? undefined : { name: row.name, path: row.path, kind: row.kind, sourceIndex: row.headIndex, spanStart: row.headStart, spanEnd: row.headEnd, fileLine: row.headLine, fileColumn: row.headColumn },
});

/** How often each text is there. */
export function countEach(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Action items of what is selected. */
export const selectedItems = {
  groups: async (db: Database, projectId: string, stretches: readonly Stretch[], filter: ItemFilter): Promise<CodeGroup[]> => {
    const rows = await db.$queryRaw<(Omit<CodeGroup, 'byStatus'> & { readonly worked: readonly string[] | null })[]>`
      WITH ${selection(projectId, stretches)}
      SELECT f.code, min(f.severity)::int AS severity, count(*)::int AS occurrences, array_agg(w.status) FILTER (WHERE w.status IS NOT NULL) AS worked, count(DISTINCT f.object_id)::int AS objects
        FROM found f ${filter.kinds === undefined ? Prisma.empty : heads(projectId)} ${work} WHERE ${wanted(filter)} GROUP BY 1`;
    return rows.map(({ worked, ...row }) => ({ ...row, byStatus: countEach(worked ?? []) }));
  },
  /** Most severe first. @param page all when missing */
  list: async (db: Database, projectId: string, stretches: readonly Stretch[], filter: ItemFilter, page?: { readonly skip: number; readonly take: number }): Promise<PlacedItem[]> => {
    const rows = await db.$queryRaw<PlacedRow[]>`
      WITH ${selection(projectId, stretches)}
      SELECT f.id, f.project_id AS "projectId", f.object_id AS "objectId", f.part, f.code, f.severity::int AS severity, f.complexity, f.details, f.source_index AS "sourceIndex", f.span_start AS "spanStart",
             f.span_end AS "spanEnd", f.file_name AS "fileName", f.file_line AS "fileLine", f.file_column AS "fileColumn", f.occurrence,
             w.status AS "workStatus", w.assignee, w.notes, w.changed_by AS "changedBy", w.changed_at AS "changedAt",
             h.name, h.path, h.kind, h.source_index AS "headIndex", h.span_start AS "headStart", h.span_end AS "headEnd", h.file_line AS "headLine", h.file_column AS "headColumn"
        FROM found f ${heads(projectId)} ${work} WHERE ${wanted(filter)}
       ORDER BY f.severity, f.code, f.id ${page === undefined ? Prisma.empty : Prisma.sql`LIMIT ${page.take} OFFSET ${page.skip}`}`;
    return rows.map(placed);
  },
  /** How many occurrences people are how far with, whatever the filter says of that. */
  progress: async (db: Database, projectId: string, stretches: readonly Stretch[], filter: ItemFilter): Promise<ReadonlyMap<string, number>> => {
    const { workStatuses: _statuses, assignees: _assignees, ...rest } = filter;
    const rows = await db.$queryRaw<{ status: string; count: number }[]>`
      WITH ${selection(projectId, stretches)}
      SELECT coalesce(w.status, ${untouched.workStatus}) AS status, count(*)::int AS count
        FROM found f ${rest.kinds === undefined ? Prisma.empty : heads(projectId)} ${work} WHERE ${wanted(rest)} GROUP BY 1`;
    return new Map(rows.map((row) => [row.status, row.count]));
  },
};
