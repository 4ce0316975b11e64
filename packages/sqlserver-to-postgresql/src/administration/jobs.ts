import type { Job, JobSchedule, JobStep } from '@ferry/catalog';
import type { ConvertedObject, TargetRef, TargetStatement } from '@ferry/conversion';
import { quoteFunctionName, quoteIdentifier, stringLiteral } from '@ferry/target-postgresql';
import { administrationItems } from '../action-items/administration';
import type { ObjectContext } from '../context';
import { defaultSchema } from '../lookup';
import { plainStatement, single } from './parts';
import { cronOf } from './schedules';

function whyLeft(step: JobStep): string {
  if (step.subsystem !== 'TSQL') return `is run by ${step.subsystem}`;
  return step.database === undefined ? 'has no command' : `runs in the database ${step.database}`;
}

/** CALL of the procedure that holds a step's command. */
function callOf(step: JobStep, job: Job, ctx: ObjectContext): string | undefined {
  const routine = step.procedure === undefined ? undefined : ctx.lookup.routine(defaultSchema, step.procedure);
  if (step.procedure === undefined || routine === undefined) {
    ctx.raise(administrationItems.jobStep, { name: job.name, step: step.name, why: whyLeft(step) }, step.at);
    return undefined;
  }
  const name = ctx.names.routine(defaultSchema, step.procedure);
  return `CALL ${quoteIdentifier(name.schema)}.${quoteFunctionName(name.name)}();`;
}

/** What schedules the commands; a job or schedule that is switched off is there, and does not run. */
function scheduleText(job: Job, schedule: JobSchedule, name: string, cron: string, command: string): string {
  const call = `cron.schedule(${[name, cron, command].map(stringLiteral).join(', ')})`;
  return job.enabled && schedule.enabled ? `SELECT ${call};` : `SELECT cron.alter_job(${call}, active := false);`;
}

/** A job of Agent: a job of pg_cron for each of its schedules (https://github.com/citusdata/pg_cron). */
export function convertJob(object: Job, ctx: ObjectContext): ConvertedObject {
  const commands = object.steps.flatMap((step) => callOf(step, object, ctx) ?? []);
  const ref: TargetRef = { kind: 'CRON_JOB', schema: '', name: object.name };
  const statements: TargetStatement[] = [];
  if (commands.length > 0) {
    for (const [i, schedule] of object.schedules.entries()) {
      const times = cronOf(schedule);
      if ('why' in times) {
        ctx.raise(administrationItems.schedule, { name: object.name, schedule: schedule.name, why: times.why }, schedule.at);
        continue;
      }
      if (times.near !== undefined) ctx.raise(administrationItems.scheduleNear, { name: object.name, schedule: schedule.name, cron: times.cron, why: times.near }, schedule.at);
      // pg_cron replaces a job of the same name.
      const name = object.schedules.length === 1 ? object.name : `${object.name}: ${schedule.name || `${i + 1}`}`;
      statements.push(plainStatement(scheduleText(object, schedule, name, times.cron, commands.join(' ')), ref, 'jobs', schedule.at));
    }
    if (object.schedules.length === 0) ctx.raise(administrationItems.schedule, { name: object.name, schedule: 'none', why: 'is missing: the job is started by hand' }, object.definition);
  } else if (object.steps.length === 0) ctx.raise(administrationItems.jobStep, { name: object.name, step: 'none', why: 'is missing' }, object.definition);
  if (statements.length === 0) return single(object, [], [], ctx);
  ctx.raise(administrationItems.job, { name: object.name }, object.definition);
  return single(object, [ref], [plainStatement('CREATE EXTENSION IF NOT EXISTS pg_cron;', { kind: 'EXTENSION', schema: '', name: 'pg_cron' }, 'jobs', object.definition), ...statements], ctx);
}
