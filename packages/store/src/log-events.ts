import type { LogEvent, Prisma } from '../generated/client';
import type { Store } from './client';
import { storable } from './ids';

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
  list: (
    store: Store,
    projectId: string,
    filter: { requestId?: string; levels?: readonly string[]; text?: string; before?: bigint },
    take: number,
  ): Promise<LogEventRow[]> => {
    const where: Prisma.LogEventWhereInput = {
      projectId,
      ...(filter.requestId === undefined ? {} : { requestId: filter.requestId }),
      ...(filter.levels === undefined ? {} : { level: { in: [...filter.levels] } }),
      ...(filter.text === undefined ? {} : { message: { contains: filter.text, mode: 'insensitive' } }),
      ...(filter.before === undefined ? {} : { id: { lt: filter.before } }),
    };
    return store.db.logEvent.findMany({ where, orderBy: { id: 'desc' }, take });
  },
};
