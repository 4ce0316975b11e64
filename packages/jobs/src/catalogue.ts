import { z } from 'zod';

/** What every job about a project carries: the row of `requests` says the rest, and is where progress and result go. */
const ofRequest = z.strictObject({ requestId: z.uuid(), projectId: z.string().length(26) });

/** Frees what lies in the object store, and in other folders and buckets, under a prefix, and drops embedded databases. */
const deletion = z.strictObject({
  prefixes: z.array(z.string().min(1).max(600)).max(1000),
  databases: z.array(z.string().min(1).max(63)).max(100).default([]),
  folders: z.array(z.string().min(1).max(4096)).max(100).default([]),
  buckets: z.array(z.strictObject({ uri: z.string().min(1).max(2048), roleArn: z.string().max(2048).optional() })).max(100).default([]),
});

/**
 * Every kind of job: what it is given, how long it may take, how often it is begun again when its worker died. Trouble inside a job
 * is not tried again: it ends in the request's row.
 */
export const jobs = {
  import: { payload: ofRequest, timeoutSeconds: 3600, retries: 3 },
  assess: { payload: ofRequest, timeoutSeconds: 4 * 3600, retries: 3 },
  convert: { payload: ofRequest, timeoutSeconds: 4 * 3600, retries: 3 },
  'what-if': { payload: ofRequest, timeoutSeconds: 4 * 3600, retries: 3 },
  /** A script that may have changed the target is not run again. */
  query: { payload: ofRequest, timeoutSeconds: 1800, retries: 0 },
  'export-script': { payload: ofRequest, timeoutSeconds: 3600, retries: 3 },
  'export-to-target': { payload: ofRequest, timeoutSeconds: 4 * 3600, retries: 3 },
  'extension-pack': { payload: ofRequest, timeoutSeconds: 3600, retries: 3 },
  create: { payload: ofRequest, timeoutSeconds: 3600, retries: 3 },
  remove: { payload: ofRequest, timeoutSeconds: 3600, retries: 3 },
  /** A hand lent to a request whose work is shared out; it is not missed when it ends. */
  help: { payload: ofRequest, timeoutSeconds: 4 * 3600, retries: 0 },
  delete: { payload: deletion, timeoutSeconds: 600, retries: 5 },
} as const;

export type JobKind = keyof typeof jobs;
export type JobPayload<K extends JobKind> = z.infer<(typeof jobs)[K]['payload']>;
export type RequestJobKind = Exclude<JobKind, 'help' | 'delete'>;
export const isJobKind = (text: string): text is JobKind => Object.hasOwn(jobs, text);
/** Kinds that stand for a row of `requests`. */
export const isRequestJobKind = (text: string): text is RequestJobKind => isJobKind(text) && text !== 'delete' && text !== 'help';
