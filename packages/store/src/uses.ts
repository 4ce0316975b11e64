import type { Database, Store } from './client';
import { inTransaction } from './client';
import { chunks } from './chunks';

/** One source object uses another; positions are those of their nodes in the source tree. */
export interface ObjectUse {
  readonly from: number;
  readonly to: number;
  readonly kinds: readonly string[];
}

async function replaceUses(db: Database, projectId: string, list: readonly ObjectUse[]): Promise<void> {
  await db.objectUse.deleteMany({ where: { projectId } });
  for (const some of chunks(list)) await db.objectUse.createMany({ data: some.map((use) => ({ projectId, fromPosition: use.from, toPosition: use.to, kinds: use.kinds.join(',') })), skipDuplicates: true });
}

/** What was found by looking into the code of a loaded source: who uses what, and details of nodes by position. */
export async function saveStudy(store: Store, projectId: string, list: readonly ObjectUse[], details: readonly { position: number; details: string }[]): Promise<void> {
  await inTransaction(store, async (db) => {
    await replaceUses(db, projectId, list);
    for (const some of chunks(details))
      await db.$executeRaw`
        UPDATE metadata_nodes AS n SET details = v.details
          FROM unnest(${some.map((one) => one.position)}::int[], ${some.map((one) => one.details)}::text[]) AS v(position, details)
         WHERE n.project_id = ${projectId} AND n.origin = 'SOURCE' AND n.position = v.position`;
  });
}

export const uses = {
  /** Everything that one of these objects uses or is used by, at most `most`. */
  around: async (store: Store, projectId: string, positions: readonly number[], most: number): Promise<ObjectUse[]> => {
    const list = [...positions];
    const rows = await store.db.objectUse.findMany({
      where: { projectId, OR: [{ fromPosition: { in: list } }, { toPosition: { in: list } }] },
      orderBy: [{ fromPosition: 'asc' }, { toPosition: 'asc' }],
      take: most,
    });
    return rows.map((row) => ({ from: row.fromPosition, to: row.toPosition, kinds: row.kinds.split(',') }));
  },
};
