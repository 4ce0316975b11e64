import { createHash } from 'node:crypto';
import type { Proof, ServerMessage, TargetRef, TargetStatement } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import { Prisma } from '../generated/client';
import { chunks, eachChunk } from './chunks';
import type { Database, Store } from './client';
import { inTransaction } from './client';
import { storable } from './ids';
import type { Page } from './resources';
import { isIn } from './stretches';
import type { Stretch } from './stretches';

/** A target object as a row is found by it. */
export const targetKeyHash = (ref: TargetRef): string => createHash('md5').update(JSON.stringify([ref.kind, ref.schema, ref.parent ?? '', ref.name])).digest('hex');
const unitKeyHash = (key: string): string => createHash('md5').update(key).digest('hex');

/** A person's text in place of the converter's. */
export interface Edit {
  readonly keyHash: string;
  readonly objectId: string;
  readonly ref: TargetRef;
  readonly text: string;
  readonly statements: readonly TargetStatement[];
  /** Hash of the converter's text when the edit was made. */
  readonly baseHash: string;
  /** The text itself; missing for edits of an older version of Ferry. */
  readonly baseText?: string | undefined;
  readonly version: number;
  readonly proof: Proof;
  readonly savedAt: Date;
}

type EditRow = Awaited<ReturnType<Database['targetEdit']['findMany']>>[number];
const parsed = (row: EditRow): Edit => ({
  keyHash: row.keyHash,
  objectId: row.objectId,
  ref: JSON.parse(row.ref) as TargetRef,
  text: row.text,
  statements: JSON.parse(row.statements) as TargetStatement[],
  baseHash: row.baseHash,
  ...(row.baseText === null ? {} : { baseText: row.baseText }),
  version: row.version,
  proof: JSON.parse(row.proof) as Proof,
  savedAt: row.savedAt,
});

export type VersionKind = 'edited' | 'merged' | 'restored' | 'overwritten';
export type VersionRow = Awaited<ReturnType<Database['targetCodeVersion']['findMany']>>[number];

const lastVersion = async (db: Database, projectId: string, keyHash: string): Promise<number> =>
  (await db.targetCodeVersion.aggregate({ where: { projectId, keyHash }, _max: { version: true } }))._max.version ?? 0;

/** Hand edits of target code, and what was ever kept of them. */
export const edits = {
  list: async (db: Database, projectId: string, objectIds?: readonly string[]): Promise<Edit[]> => {
    const find = (where: Prisma.TargetEditWhereInput) => db.targetEdit.findMany({ where, orderBy: { keyHash: 'asc' } });
    const rows = objectIds === undefined ? await find({ projectId }) : await eachChunk(objectIds, (some) => find({ projectId, objectId: { in: [...some] } }));
    return rows.map(parsed);
  },
  lastVersion: (store: Store, projectId: string, ref: TargetRef): Promise<number> => lastVersion(store.db, projectId, targetKeyHash(ref)),
  versions: (store: Store, projectId: string, ref: TargetRef, page: Page): Promise<VersionRow[]> =>
    store.db.targetCodeVersion.findMany({ where: { projectId, keyHash: targetKeyHash(ref) }, orderBy: { version: 'desc' }, skip: page.skip, take: page.take }),
  /**
   * Keeps an edit as the next version.
   * @param savedBy who, as they call themselves
   * @param expected the version that the caller has seen; @throws AppError `invalid-state` when there is another one by now
   */
  save: (store: Store, projectId: string, edit: Omit<Edit, 'keyHash' | 'version' | 'savedAt'>, expected: number, kind: 'edited' | 'merged' = 'edited', savedBy = ''): Promise<Edit> =>
    inTransaction(store, async (db) => {
      const keyHash = targetKeyHash(edit.ref);
      // Two who save at the same moment wait for each other here.
      await db.$queryRaw`SELECT id FROM migration_projects WHERE id = ${projectId} FOR UPDATE`;
      const last = await lastVersion(db, projectId, keyHash);
      if (last !== expected) throw conflict(last);
      const data = {
        objectId: edit.objectId,
        ref: JSON.stringify(edit.ref),
        text: storable(edit.text),
        statements: JSON.stringify(edit.statements),
        baseHash: edit.baseHash,
        baseText: edit.baseText === undefined ? null : storable(edit.baseText),
        version: last + 1,
        proof: JSON.stringify(edit.proof),
        savedAt: new Date(),
      };
      await db.targetCodeVersion.create({ data: { projectId, keyHash, version: data.version, kind, text: data.text, savedAt: data.savedAt, savedBy: storable(savedBy) } });
      return parsed(await db.targetEdit.upsert({ where: { projectId_keyHash: { projectId, keyHash } }, create: { ...data, projectId, keyHash }, update: data }));
    }),
  /** Takes edits away and remembers their texts. @returns how many there were */
  remove: (store: Store, projectId: string, keyHashes: readonly string[], kind: Exclude<VersionKind, 'edited' | 'merged'>): Promise<number> =>
    inTransaction(store, async (db) => {
      await db.$queryRaw`SELECT id FROM migration_projects WHERE id = ${projectId} FOR UPDATE`;
      const rows = await eachChunk(keyHashes, (some) => db.targetEdit.findMany({ where: { projectId, keyHash: { in: [...some] } } }));
      for (const row of rows) await db.targetCodeVersion.create({ data: { projectId, keyHash: row.keyHash, version: (await lastVersion(db, projectId, row.keyHash)) + 1, kind, text: row.text } });
      for (const some of chunks(rows.map((row) => row.keyHash))) await db.targetEdit.deleteMany({ where: { projectId, keyHash: { in: [...some] } } });
      return rows.length;
    }),
};

const conflict = (last: number): AppError =>
  new AppError('invalid-state', { public: `Somebody saved version ${last} of this object meanwhile. Your text was not kept: reload the object, compare, and save again.` });

/** What became of a unit of target code the last time. */
export interface AppliedRow {
  readonly keyHash: string;
  readonly ref: TargetRef;
  readonly support: boolean;
  readonly status: string;
  readonly hash: string;
  readonly message?: ServerMessage;
  readonly text?: string;
  readonly requestId?: string;
  readonly at: Date;
}

export interface NewApplied {
  /** The unit's key. */
  readonly key: string;
  readonly ref: TargetRef;
  readonly support: boolean;
  readonly status: string;
  readonly hash: string;
  readonly message?: ServerMessage;
  readonly text?: string;
  readonly requestId?: string;
  /** Of the target node that it belongs to. */
  readonly position?: number;
}

/** Which results are meant; what is missing does not matter. */
export interface AppliedFilter {
  /** Of nodes in these stretches of the target tree; support code belongs to none. */
  readonly stretches?: readonly Stretch[];
  readonly requestId?: string;
  readonly statuses?: readonly string[];
}

const isMeant = (projectId: string, { stretches, requestId }: AppliedFilter): Prisma.Sql => Prisma.sql`
  applied_units u WHERE u.project_id = ${projectId}
     ${requestId === undefined ? Prisma.empty : Prisma.sql`AND u.request_id = ${requestId}::uuid`}
     ${stretches === undefined ? Prisma.empty : Prisma.sql`AND ${isIn(Prisma.sql`u.node_position`, stretches)}`}`;

type StoredApplied = Omit<Awaited<ReturnType<Database['appliedUnit']['findMany']>>[number], 'projectId' | 'nodePosition'>;

const appliedRow = (row: StoredApplied): AppliedRow => ({
  keyHash: row.keyHash,
  ref: JSON.parse(row.ref) as TargetRef,
  support: row.support,
  status: row.status,
  hash: row.hash,
  ...(row.message === null ? {} : { message: JSON.parse(row.message) as ServerMessage }),
  ...(row.text === null ? {} : { text: row.text }),
  ...(row.requestId === null ? {} : { requestId: row.requestId }),
  at: row.at,
});

/** Results of applying, one for each unit of a project's target code. */
export const applied = {
  /** @param keys those units alone; without them all of the project */
  list: async (db: Database, projectId: string, keys?: readonly string[]): Promise<AppliedRow[]> => {
    const find = (where: Prisma.AppliedUnitWhereInput) => db.appliedUnit.findMany({ where });
    const rows = keys === undefined ? await find({ projectId }) : await eachChunk(keys.map(unitKeyHash), (some) => find({ projectId, keyHash: { in: [...some] } }));
    return rows.map(appliedRow);
  },
  /** How many results there are of each status. */
  counts: async (db: Database, projectId: string, filter: AppliedFilter): Promise<ReadonlyMap<string, number>> => {
    const rows = await db.$queryRaw<{ status: string; count: number }[]>`SELECT u.status, count(*)::int AS count FROM ${isMeant(projectId, filter)} GROUP BY 1`;
    return new Map(rows.map((row) => [row.status, row.count]));
  },
  /** Results with the paths of their nodes: by status, as they are named in the filter, then in the order of the target tree. */
  page: async (db: Database, projectId: string, filter: AppliedFilter & Required<Pick<AppliedFilter, 'statuses'>>, page: Page): Promise<{ readonly row: AppliedRow; readonly path?: string }[]> => {
    const statuses = Prisma.sql`${[...filter.statuses]}::text[]`;
    const rows = await db.$queryRaw<(StoredApplied & { readonly path: string | null })[]>`
      WITH meant AS (
        SELECT u.* FROM ${isMeant(projectId, filter)} AND u.status = ANY(${statuses})
         ORDER BY array_position(${statuses}, u.status::text), u.node_position NULLS FIRST, u.key_hash LIMIT ${page.take} OFFSET ${page.skip})
      SELECT m.key_hash AS "keyHash", m.ref, m.support, m.status, m.hash, m.message, m.text, m.request_id AS "requestId", m.at, n.path
        FROM meant m LEFT JOIN metadata_nodes n ON n.project_id = ${projectId} AND n.origin = 'TARGET' AND n.position = m.node_position
       ORDER BY array_position(${statuses}, m.status::text), m.node_position NULLS FIRST, m.key_hash`;
    return rows.map(({ path, ...row }) => ({ row: appliedRow(row), ...(path === null ? {} : { path }) }));
  },
  /** Where the nodes of results stand in a tree that was made anew. */
  place: async (db: Database, projectId: string, places: readonly { readonly keyHash: string; readonly position: number | undefined }[]): Promise<void> => {
    for (const some of chunks(places))
      await db.$executeRaw`
        UPDATE applied_units AS u SET node_position = v.position
          FROM unnest(${some.map((one) => one.keyHash)}::text[], ${some.map((one) => one.position ?? null)}::int[]) AS v(key_hash, position)
         WHERE u.project_id = ${projectId} AND u.key_hash = v.key_hash AND u.node_position IS DISTINCT FROM v.position`;
  },
  keyHash: unitKeyHash,
  /** All of these or none; what was there of them is replaced. */
  save: async (store: Store, projectId: string, units: readonly NewApplied[]): Promise<void> => {
    if (units.length === 0) return;
    const byKey = new Map(units.map((unit) => [unitKeyHash(unit.key), unit]));
    await inTransaction(store, async (db) => {
      await db.appliedUnit.deleteMany({ where: { projectId, keyHash: { in: [...byKey.keys()] } } });
      await db.appliedUnit.createMany({
        data: [...byKey].map(([keyHash, unit]) => ({
          projectId,
          keyHash,
          ref: JSON.stringify(unit.ref),
          support: unit.support,
          status: unit.status,
          hash: unit.hash,
          message: unit.message === undefined ? null : JSON.stringify(unit.message),
          text: unit.text === undefined ? null : storable(unit.text),
          requestId: unit.requestId ?? null,
          nodePosition: unit.position ?? null,
        })),
      });
    });
  },
  /** Forgets what is not there any more: by unit key, or all of a project whose target is another one now. */
  forget: async (store: Store, projectId: string, keys?: readonly string[]): Promise<void> => {
    if (keys === undefined) await store.db.appliedUnit.deleteMany({ where: { projectId } });
    else for (const some of chunks(keys)) await store.db.appliedUnit.deleteMany({ where: { projectId, keyHash: { in: some.map(unitKeyHash) } } });
  },
};
