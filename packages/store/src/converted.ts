import type { ObjectRef } from '@ferry/catalog';
import type { Proof, SyntaxCount, TargetRef, TargetStatement } from '@ferry/conversion';
import type { ActionItemOccurrence } from '../generated/client';
import type { Database, Store } from './client';
import { chunks, eachChunk } from './chunks';
import { inTransaction } from './client';
import { storable, storedObjectId } from './ids';

export type ItemRow = ActionItemOccurrence;

/** One part of a converted object as it is kept. */
export interface StoredPart {
  readonly ref: ObjectRef;
  readonly targets: readonly TargetRef[];
  readonly statements: readonly StoredStatement[];
  readonly stub?: boolean;
  readonly status: string;
  readonly proof: Proof;
  readonly lines: number;
  /** Statements and clauses of the part's own source. */
  readonly syntax?: SyntaxCount;
}

export interface StoredStatement extends TargetStatement {
  /** The server refused it and nothing stands in for it. */
  readonly refused?: boolean;
}

export interface StoredItem {
  readonly part: number;
  readonly code: number;
  /** 0 CRITICAL to 4 INFO */
  readonly severity: number;
  readonly complexity: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Tells it from the others at its object, and stays from one conversion to the next: 32 characters. */
  readonly occurrence: string;
  readonly sourceIndex?: number;
  readonly spanStart?: number;
  readonly spanEnd?: number;
  readonly fileName?: string;
  readonly fileLine?: number;
  readonly fileColumn?: number;
}

export interface StoredObject {
  readonly objectId: string;
  readonly inputsHash: string;
  readonly assessedOnly: boolean;
  readonly parts: readonly StoredPart[];
  readonly items: readonly StoredItem[];
}

const outlineOf = (object: StoredObject): string => JSON.stringify(object.parts.map((part) => ({ ...part, statements: [] })));

/** What is searched when a person looks for text in converted code. */
const codeOf = (object: StoredObject): string => storable(object.parts.flatMap((part) => part.statements.map((statement) => statement.sql)).join('\n'));

/**
 * Saves converted objects, all of these or none, each whole with its items; what was there of them is replaced.
 */
export async function saveConverted(store: Store, projectId: string, objects: readonly StoredObject[]): Promise<void> {
  if (objects.length === 0) return;
  await inTransaction(store, async (db) => {
    await db.convertedObject.deleteMany({ where: { projectId, objectId: { in: objects.map((o) => storedObjectId(o.objectId)) } } });
    // A parameter a column, not a value: Prisma's own way takes several times as long.
    await db.$executeRaw`
      INSERT INTO converted_objects (project_id, object_id, inputs_hash, assessed_only, parts, outline, code)
      SELECT ${projectId}, o.* FROM unnest(${objects.map((o) => storedObjectId(o.objectId))}::text[], ${objects.map((o) => o.inputsHash)}::text[], ${objects.map((o) => o.assessedOnly)}::boolean[],
                                           ${objects.map((o) => JSON.stringify(o.parts))}::text[], ${objects.map(outlineOf)}::text[], ${objects.map(codeOf)}::text[]) AS o`;
    for (const some of chunks(objects.flatMap((o) => o.items.map((item) => ({ ...item, objectId: storedObjectId(o.objectId) }))))) {
      const column = <T>(pick: (item: (typeof some)[number]) => T): T[] => some.map(pick);
      await db.$executeRaw`
        INSERT INTO action_items (project_id, object_id, part, code, severity, complexity, details, source_index, span_start, span_end, file_name, file_line, file_column, occurrence)
        SELECT ${projectId}, i.* FROM unnest(${column((i) => i.objectId)}::text[], ${column((i) => i.part)}::int[], ${column((i) => i.code)}::int[], ${column((i) => i.severity)}::int[],
                                             ${column((i) => i.complexity)}::text[], ${column((i) => JSON.stringify(i.details))}::text[],
                                             ${column((i) => i.sourceIndex ?? null)}::int[], ${column((i) => i.spanStart ?? null)}::int[], ${column((i) => i.spanEnd ?? null)}::int[],
                                             ${column((i) => (i.fileName === undefined ? null : storable(i.fileName)))}::text[], ${column((i) => i.fileLine ?? null)}::int[], ${column((i) => i.fileColumn ?? null)}::int[], ${column((i) => i.occurrence)}::text[]) AS i`;
    }
  });
}

/** The support code that the whole project needs, in order. */
export async function saveSupport(store: Store, projectId: string, support: readonly { statement: TargetStatement; refused: boolean }[]): Promise<void> {
  await inTransaction(store, async (db) => {
    await db.supportStatement.deleteMany({ where: { projectId } });
    await db.supportStatement.createMany({ data: support.map(({ statement, refused }, position) => ({ projectId, position, statement: JSON.stringify(statement), refused })) });
  });
}

export interface LoadedObject {
  readonly objectId: string;
  readonly assessedOnly: boolean;
  readonly parts: readonly StoredPart[];
}

const parsedParts = (row: { objectId: string; assessedOnly: boolean; parts: string }): LoadedObject => ({
  objectId: row.objectId,
  assessedOnly: row.assessedOnly,
  parts: JSON.parse(row.parts) as StoredPart[],
});

export interface ItemCount {
  readonly objectId: string;
  readonly part: number;
  readonly code: number;
  readonly severity: number;
  readonly complexity: string;
  readonly count: number;
}

/** Reading what was converted. Object ids are those of nodes (as stored). */
export const converted = {
  /** Hash of the inputs by object id. */
  hashes: async (store: Store, projectId: string): Promise<Map<string, { inputsHash: string; assessedOnly: boolean }>> => {
    const rows = await store.db.convertedObject.findMany({ where: { projectId }, select: { objectId: true, inputsHash: true, assessedOnly: true } });
    return new Map(rows.map((row) => [row.objectId, row]));
  },
  load: async (db: Database, projectId: string, objectIds?: readonly string[]): Promise<LoadedObject[]> => {
    const find = (where: { projectId: string; objectId?: { in: string[] } }) => db.convertedObject.findMany({ where, select: { objectId: true, assessedOnly: true, parts: true } });
    const rows = objectIds === undefined ? await find({ projectId }) : await eachChunk(objectIds, (some) => find({ projectId, objectId: { in: [...some] } }));
    return rows.map(parsedParts);
  },
  /** Every object, or these, their parts without their statements: far less to read than `load`. */
  outlines: async (db: Database, projectId: string, objectIds?: readonly string[]): Promise<LoadedObject[]> => {
    const find = (some: readonly string[] | null) => db.$queryRaw<{ objectId: string; assessedOnly: boolean; parts: string }[]>`
      SELECT object_id AS "objectId", assessed_only AS "assessedOnly", coalesce(outline, parts) AS parts FROM converted_objects
      WHERE project_id = ${projectId} AND (${some === null}::boolean OR object_id = ANY (${some ?? []}::text[]))`;
    const rows = objectIds === undefined ? await find(null) : await eachChunk(objectIds, find);
    return rows.map(parsedParts);
  },
  support: (store: Store, projectId: string): Promise<{ statement: TargetStatement; refused: boolean }[]> => converted.supportOf(store.db, projectId),
  supportOf: async (db: Database, projectId: string): Promise<{ statement: TargetStatement; refused: boolean }[]> => {
    const rows = await db.supportStatement.findMany({ where: { projectId }, orderBy: { position: 'asc' } });
    return rows.map((row) => ({ statement: JSON.parse(row.statement) as TargetStatement, refused: row.refused }));
  },
  /** How many items of which weight each part of each object has. */
  itemCounts: (db: Database, projectId: string): Promise<ItemCount[]> =>
    db.$queryRaw`SELECT object_id AS "objectId", part, code, severity, complexity, count(*)::int AS count FROM action_items WHERE project_id = ${projectId} GROUP BY 1, 2, 3, 4, 5`,
  items: (db: Database, projectId: string, objectIds?: readonly string[]): Promise<ItemRow[]> =>
    db.actionItemOccurrence.findMany({
      where: { projectId, ...(objectIds === undefined ? {} : { objectId: { in: [...objectIds] } }) },
      orderBy: [{ severity: 'asc' }, { code: 'asc' }, { id: 'asc' }],
    }),
};
