import type { LogEvent, Prisma } from '../generated/client';
import type { Store } from './client';
import { likeText, storable } from './ids';

export type LogEventRow = LogEvent;

export interface NewLogEvent {
  readonly projectId: string;
  readonly requestId?: string;
  readonly at: Date;
  readonly level: string;
  readonly module: string;
  readonly message: string;
}

/** The log of a project. */
export const logEvents = {
  /** Events of a project that was deleted meanwhile are let go. */
  add: async (store: Store, events: readonly NewLogEvent[]): Promise<void> => {
    if (events.length === 0) return;
    const ids = [...new Set(events.map((e) => e.projectId))];
    const known = new Set((await store.db.migrationProject.findMany({ where: { id: { in: ids } }, select: { id: true } })).map((p) => p.id));
    await store.db.logEvent.createMany({ data: events.filter((e) => known.has(e.projectId)).map((e) => ({ ...e, message: storable(e.message) })) });
  },
  /** The newest event of a project; 0 when there is none. */
  last: async (store: Store, projectId: string): Promise<bigint> => (await store.db.logEvent.aggregate({ where: { projectId }, _max: { id: true } }))._max.id ?? 0n,
  list: (
    store: Store,
    projectId: string,
    filter: { requestId?: string; levels?: readonly string[]; modules?: readonly string[]; text?: string; before?: bigint; after?: bigint },
    take: number,
  ): Promise<LogEventRow[]> => {
    const where: Prisma.LogEventWhereInput = {
      projectId,
      ...(filter.requestId === undefined ? {} : { requestId: filter.requestId }),
      ...(filter.levels === undefined ? {} : { level: { in: [...filter.levels] } }),
      ...(filter.modules === undefined ? {} : { module: { in: [...filter.modules] } }),
      ...(filter.text === undefined ? {} : { OR: [{ message: { contains: likeText(filter.text), mode: 'insensitive' } }, { module: { contains: likeText(filter.text), mode: 'insensitive' } }, { level: { contains: likeText(filter.text), mode: 'insensitive' } }] }),
      ...(filter.before === undefined && filter.after === undefined ? {} : { id: { ...(filter.before === undefined ? {} : { lt: filter.before }), ...(filter.after === undefined ? {} : { gt: filter.after }) } }),
    };
    // What follows an event is read onwards, everything else backwards from now.
    return store.db.logEvent.findMany({ where, orderBy: { id: filter.after === undefined ? 'desc' : 'asc' }, take });
  },
};
