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
  /** How much each project wrote, by the project's name; also of those that wrote nothing yet. */
  groups: (store: Store): Promise<{ project: string; events: number; errors: number; last: Date | null }[]> =>
    store.db.$queryRaw`
      SELECT p.name AS project, count(e.id)::int AS events, count(e.id) FILTER (WHERE e.level = 'error')::int AS errors, max(e.at) AS last
        FROM migration_projects p LEFT JOIN log_events e ON e.project_id = p.id
       GROUP BY p.id, p.name ORDER BY p.name`,
  /** How much each request of a project wrote, newest first; without a request what the project's other work wrote. */
  streams: (store: Store, projectId: string, most: number): Promise<{ requestId: string | null; events: number; errors: number; first: Date; last: Date }[]> =>
    store.db.$queryRaw`
      SELECT request_id::text AS "requestId", count(*)::int AS events, count(*) FILTER (WHERE level = 'error')::int AS errors, min(at) AS first, max(at) AS last
        FROM log_events WHERE project_id = ${projectId} GROUP BY request_id ORDER BY max(id) DESC LIMIT ${most}`,
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
