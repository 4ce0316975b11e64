import { jobs } from '@ferry/jobs';
import type { RequestJobKind } from '@ferry/jobs';

/** @throws Error when it is set and is no number from `least` to `most` */
function setting(name: string, what: string, least: number, most: number): number | undefined {
  const text = process.env[name] ?? '';
  if (text === '') return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  throw new Error(`The environment variable ${name} takes a number from ${least} to ${most}: ${what}.`);
}

/** Megabytes that the work of one job may take: a customer's script must not take the whole machine's memory down with it. */
export const jobMegabytes = (): number => setting('FERRY_JOB_MEGABYTES', 'how much memory the work of one job may take', 256, 1_000_000) ?? 4096;

/** Seconds that a job may take: its kind's own limit, or less where FERRY_JOB_MINUTES says so. */
export const jobSeconds = (kind: RequestJobKind): number => Math.min(jobs[kind].timeoutSeconds - 5, (setting('FERRY_JOB_MINUTES', 'how long a job may take', 0.01, 100_000) ?? Number.POSITIVE_INFINITY) * 60);

const minutesText = (seconds: number): string => (seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`);

export const tookTooLong = (kind: RequestJobKind): string =>
  `The operation took longer than the ${minutesText(jobSeconds(kind))} it may and was stopped. Start it again: what is done is kept. Work on fewer objects at a time, or set FERRY_JOB_MINUTES of the worker higher.`;
export const tookTooMuch = (): string => `The work needed more than the ${jobMegabytes()} MB of memory it may take. Work on a part of the database at a time, or set FERRY_JOB_MEGABYTES of the worker higher.`;
