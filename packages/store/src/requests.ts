import { randomUUID } from 'node:crypto';
import type { Prisma, Request } from '../generated/client';
import type { Store } from './client';
import { changing } from './client';
import { storable } from './ids';
import type { Page } from './resources';

export type RequestRow = Request;
export const unfinished = ['RECEIVED', 'IN_PROGRESS', 'CANCELING'] as const;

export interface RequestFilter {
  readonly ids?: readonly string[];
  readonly kinds?: readonly string[];
  readonly statuses?: readonly string[];
}

export interface RequestProgress {
  readonly step: string;
  readonly label?: string;
  readonly percent: number;
  readonly done: number;
  readonly total: number;
  readonly object?: string;
}

const where = (projectId: string, filter: RequestFilter): Prisma.RequestWhereInput => ({
  projectId,
  ...(filter.ids ? { id: { in: [...filter.ids] } } : {}),
  ...(filter.kinds ? { kind: { in: [...filter.kinds] } } : {}),
  ...(filter.statuses ? { status: { in: [...filter.statuses] } } : {}),
});

/** Long operations: one row each, from the moment they are asked for. */
export const requests = {
  create: (store: Store, data: { projectId: string; kind: string; origin?: string; selectionRules: string; options?: Prisma.InputJsonObject }): Promise<RequestRow> =>
    changing('The migration project', () => store.db.request.create({ data: { ...data, id: randomUUID(), status: 'RECEIVED' } })),
  list: (store: Store, projectId: string, filter: RequestFilter, page: Page): Promise<RequestRow[]> =>
    store.db.request.findMany({ where: where(projectId, filter), orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], skip: page.skip, take: page.take }),
  /** The newest requests, each with a word that changes whenever anything of it is written: far less to read than the requests, which hold rules. */
  versions: (store: Store, projectId: string, kinds: readonly string[], most: number): Promise<{ readonly id: string; readonly version: string }[]> =>
    store.db.$queryRaw`SELECT id::text AS id, xmin::text AS version FROM requests WHERE project_id = ${projectId} AND kind = ANY (${[...kinds]}::text[]) ORDER BY created_at DESC, id LIMIT ${most}`,
  /** Requests of all projects or of one, newest first, each with the name of its project. */
  all: async (store: Store, filter: { projectId?: string; unfinished: boolean }, page: Page): Promise<{ rows: (RequestRow & { project: { name: string } })[]; total: number }> => {
    const where: Prisma.RequestWhereInput = { ...(filter.projectId === undefined ? {} : { projectId: filter.projectId }), ...(filter.unfinished ? { status: { in: [...unfinished] } } : {}) };
    const [rows, total] = await Promise.all([
      store.db.request.findMany({ where, include: { project: { select: { name: true } } }, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], skip: page.skip, take: page.take }),
      store.db.request.count({ where }),
    ]);
    return { rows, total };
  },
  find: (store: Store, id: string): Promise<RequestRow | null> => store.db.request.findUnique({ where: { id } }),
  /** Requests that have not come to an end, of one project or of all; oldest first. */
  unfinished: (store: Store, projectId?: string): Promise<RequestRow[]> =>
    store.db.request.findMany({ where: { status: { in: [...unfinished] }, ...(projectId === undefined ? {} : { projectId }) }, orderBy: { createdAt: 'asc' } }),
  /** A worker takes it. @returns false when there is nothing to do any more */
  start: async (store: Store, id: string): Promise<boolean> => {
    const { count } = await store.db.request.updateMany({ where: { id, status: { in: ['RECEIVED', 'IN_PROGRESS'] } }, data: { status: 'IN_PROGRESS', startedAt: new Date(), error: null } });
    return count > 0;
  },
  /** Numbers that its kind counts. */
  count: async (store: Store, id: string, counts: Prisma.InputJsonObject): Promise<void> => {
    await store.db.request.updateMany({ where: { id, status: { in: [...unfinished] } }, data: { counts } });
  },
  /** A worker gives it back to the queue. */
  putBack: async (store: Store, id: string): Promise<void> => {
    await store.db.request.updateMany({ where: { id, status: 'IN_PROGRESS' }, data: { status: 'RECEIVED', progressStep: 'IN_PROGRESS', progressLabel: null, progressPercent: 0, done: 0, total: 0, processedObject: null } });
  },
  progress: async (store: Store, id: string, progress: RequestProgress): Promise<void> => {
    await store.db.request.updateMany({
      where: { id, status: { in: ['IN_PROGRESS', 'CANCELING'] } },
      data: {
        progressStep: progress.step,
        progressLabel: progress.label ?? null,
        progressPercent: progress.percent,
        done: progress.done,
        total: progress.total,
        processedObject: progress.object === undefined ? null : storable(progress.object),
      },
    });
  },
  /** The end. Nothing changes a request that has ended. */
  finish: async (store: Store, id: string, end: { status: 'SUCCESS' | 'FAILED' | 'CANCELED'; error?: string; resultKey?: string }): Promise<void> => {
    await store.db.request.updateMany({
      where: { id, status: { in: [...unfinished] } },
      data: {
        status: end.status,
        finishedAt: new Date(),
        ...(end.error === undefined ? {} : { error: storable(end.error) }),
        ...(end.resultKey === undefined ? {} : { resultKey: end.resultKey }),
        ...(end.status === 'SUCCESS' ? { progressStep: 'FINISHED', progressPercent: 100 } : {}),
      },
    });
  },
  /** Asks a running request to stop; one that no worker has taken yet ends at once. @returns false when it had ended before */
  cancel: async (store: Store, id: string): Promise<boolean> => {
    const waiting = await store.db.request.updateMany({ where: { id, status: 'RECEIVED' }, data: { status: 'CANCELED', cancelRequested: true, finishedAt: new Date() } });
    if (waiting.count > 0) return true;
    const running = await store.db.request.updateMany({ where: { id, status: { in: ['IN_PROGRESS', 'CANCELING'] } }, data: { status: 'CANCELING', cancelRequested: true } });
    return running.count > 0;
  },
  cancelRequested: async (store: Store, id: string): Promise<boolean> => {
    const row = await store.db.request.findUnique({ where: { id }, select: { cancelRequested: true } });
    // A request whose project was deleted is not wanted any more.
    return row === null || row.cancelRequested;
  },
};
