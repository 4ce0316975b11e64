import type { JobSchedule } from '@ferry/catalog';
import type * as syntax from '../syntax';
import { define, find, fragment, report } from './draft';
import type { DraftOf, Place } from './draft';
import type { Arguments, ReadInner } from './system-procedures';

/** https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-add-job-transact-sql */
export function addJob(place: Place, node: syntax.ExecuteStatement, args: Arguments): void {
  const name = args.get('job_name');
  if (name === undefined) return;
  const job: DraftOf<'JOB'> = { kind: 'JOB', schema: '', name, definition: fragment(place, node), enabled: args.get('enabled') !== '0', steps: [], schedules: [] };
  define(place, job);
  place.draft.jobs.last = job;
}

/** By its name, else the one that was made last: scripts hand its number on in a variable. */
function jobOf(place: Place, node: syntax.ExecuteStatement, args: Arguments): DraftOf<'JOB'> | undefined {
  const name = args.get('job_name');
  const job = name === undefined ? place.draft.jobs.last : find(place.draft, ['JOB'], { schema: '', name });
  if (job === undefined) report(place, node, 'unknown-object', `The statement speaks of ${name === undefined ? 'a job' : `the job ${name}`} that no script adds before it. Add the script that creates it.`);
  return job;
}

const systemDatabases = new Set(['master', 'msdb', 'model', 'tempdb']);
const bracketed = (name: string): string => `[${name.replaceAll(']', ']]')}]`;

/** Whether a step runs in the database that is read; its name may not be known. */
function isHere(place: Place, database: string | undefined): boolean {
  const own = place.draft.database.name;
  return database === undefined || (!systemDatabases.has(database.toLowerCase()) && (own === undefined || own.toLowerCase() === database.toLowerCase()));
}

/**
 * A step in T-SQL becomes a procedure of the catalogue with its command as the body, so that it is converted and proved like any other.
 * https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-add-jobstep-transact-sql
 */
export function addJobStep(place: Place, node: syntax.ExecuteStatement, args: Arguments, readInner: ReadInner): void {
  const job = jobOf(place, node, args);
  if (job === undefined) return;
  const subsystem = (args.get('subsystem') ?? 'TSQL').toUpperCase();
  const command = args.get('command');
  const database = args.get('database_name');
  const procedure = `${job.name.slice(0, 100)}_step_${job.steps.length + 1}`;
  const inside = subsystem === 'TSQL' && command !== undefined && command.trim() !== '' && isHere(place, database);
  if (inside) readInner(place, `CREATE PROCEDURE [dbo].${bracketed(procedure)}\nAS\nBEGIN\n${command}\nEND`, node.span);
  job.steps = [...job.steps, { name: args.get('step_name') ?? `${job.steps.length + 1}`, subsystem, ...(database === undefined ? {} : { database }), ...(inside ? { procedure } : {}), at: fragment(place, node) }];
}

const numbers = ['freq_type', 'freq_interval', 'freq_subday_type', 'freq_subday_interval', 'freq_relative_interval', 'freq_recurrence_factor', 'active_start_time', 'active_end_time', 'active_start_date', 'active_end_date'];

const scheduleOf = (place: Place, node: syntax.ExecuteStatement, name: string, args: Arguments): JobSchedule => ({
  name,
  enabled: args.get('enabled') !== '0',
  facts: Object.fromEntries(numbers.flatMap((key) => (args.get(key) === undefined ? [] : [[key, Number(args.get(key))]]))),
  at: fragment(place, node),
});

/** https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-add-jobschedule-transact-sql */
export function addJobSchedule(place: Place, node: syntax.ExecuteStatement, args: Arguments): void {
  const job = jobOf(place, node, args);
  if (job !== undefined) job.schedules = [...job.schedules, scheduleOf(place, node, args.get('name') ?? '', args)];
}

/** https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-add-schedule-transact-sql */
export function addSchedule(place: Place, node: syntax.ExecuteStatement, args: Arguments): void {
  const name = args.get('schedule_name') ?? '';
  place.draft.jobs.schedules.set(name.toLowerCase(), scheduleOf(place, node, name, args));
}

export function attachSchedule(place: Place, node: syntax.ExecuteStatement, args: Arguments): void {
  const job = jobOf(place, node, args);
  const schedules = place.draft.jobs.schedules;
  const name = args.get('schedule_name');
  const schedule = name === undefined ? [...schedules.values()].at(-1) : schedules.get(name.toLowerCase());
  if (job === undefined) return;
  if (schedule === undefined) report(place, node, 'unknown-object', `The schedule ${name ?? ''} is not added by a script before it. Add the script that creates it.`);
  else job.schedules = [...job.schedules, schedule];
}
