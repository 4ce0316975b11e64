import { Prisma } from '../generated/client';
import type { Database } from './client';
import { chunks } from './chunks';
import { storable } from './ids';

/** What people noted of an occurrence of an action item. */
export interface ItemWork {
  readonly workStatus: string;
  readonly assignee: string;
  readonly notes: string;
  /** Who changed it last, as they called themselves; empty when nobody said. */
  readonly changedBy: string;
  readonly changedAt: Date | null;
}

/** Of an occurrence that nobody has touched. */
export const untouched = { workStatus: 'OPEN', assignee: '', notes: '', changedBy: '', changedAt: null } as const satisfies ItemWork;

/** An occurrence of an action item, from one conversion to the next. */
export interface OccurrenceKey {
  readonly objectId: string;
  readonly occurrence: string;
}

/** What is missing stays as it is. */
export interface WorkChange {
  readonly workStatus?: string | undefined;
  readonly assignee?: string | undefined;
  readonly notes?: string | undefined;
  readonly changedBy: string;
}

const text = (value: string | undefined): string | null => (value === undefined ? null : storable(value));

/** Work on action items: kept beside them, because every conversion writes them anew. What no item bears any more is in no list, and is there again when the item is. */
export const itemWork = {
  /** @returns how many occurrences there were; keys of none are left out */
  change: async (db: Database, projectId: string, keys: readonly OccurrenceKey[], change: WorkChange): Promise<number> => {
    let changed = 0;
    const at = new Date();
    for (const some of chunks(keys))
      changed += await db.$executeRaw`
        INSERT INTO action_item_work AS w (project_id, object_id, occurrence, status, assignee, notes, changed_by, changed_at)
        SELECT DISTINCT i.project_id, i.object_id, i.occurrence, coalesce(${text(change.workStatus)}::text, ${untouched.workStatus}), coalesce(${text(change.assignee)}::text, ''), coalesce(${text(change.notes)}::text, ''), ${storable(change.changedBy)}, ${at}::timestamptz
          FROM action_items i JOIN unnest(${some.map((key) => storable(key.objectId))}::text[], ${some.map((key) => storable(key.occurrence))}::text[]) AS k(object_id, occurrence) ON k.object_id = i.object_id AND k.occurrence = i.occurrence
         WHERE i.project_id = ${projectId}
        ON CONFLICT (project_id, object_id, occurrence) DO UPDATE
           SET status = coalesce(${text(change.workStatus)}::text, w.status), assignee = coalesce(${text(change.assignee)}::text, w.assignee), notes = coalesce(${text(change.notes)}::text, w.notes),
               changed_by = excluded.changed_by, changed_at = excluded.changed_at`;
    return changed;
  },
  /** Everybody to whom something of a project is assigned. */
  assignees: async (db: Database, projectId: string): Promise<string[]> => {
    const rows = await db.$queryRaw<{ assignee: string }[]>(Prisma.sql`SELECT DISTINCT assignee FROM action_item_work WHERE project_id = ${projectId} AND assignee <> '' ORDER BY 1 LIMIT 500`);
    return rows.map((row) => row.assignee);
  },
};
