import { column, defineQuery, text } from './query';
import type { RowOf } from './query';
import { literal } from './write';

/**
 * Jobs of SQL Server Agent belong to the server, and stand in msdb; those with a step in the database are told apart by the reader, because
 * msdb may have another collation. Who may not read them sees none.
 * https://learn.microsoft.com/sql/relational-databases/system-tables/sql-server-agent-tables-transact-sql
 */
export const jobsQuery = defineQuery({
  name: 'Agent jobs',
  since: 10,
  optional: true,
  outputs: { id: text('CAST(j.job_id AS nvarchar(36))'), name: column('text', 'msdb.dbo.sysjobs', 'j', 'name'), enabled: column('number', 'msdb.dbo.sysjobs', 'j', 'enabled') },
  from: ['FROM msdb.dbo.sysjobs j', 'ORDER BY j.name'],
});

export const jobStepsQuery = defineQuery({
  name: 'steps of Agent jobs',
  since: 10,
  optional: true,
  outputs: {
    job: text('CAST(t.job_id AS nvarchar(36))'),
    name: column('text', 'msdb.dbo.sysjobsteps', 't', 'step_name'),
    subsystem: column('text', 'msdb.dbo.sysjobsteps', 't', 'subsystem'),
    command: column('text', 'msdb.dbo.sysjobsteps', 't', 'command'),
    database: column('text', 'msdb.dbo.sysjobsteps', 't', 'database_name'),
  },
  from: ['FROM msdb.dbo.sysjobsteps t', 'ORDER BY t.job_id, t.step_id'],
});

const frequency = ['freq_type', 'freq_interval', 'freq_subday_type', 'freq_subday_interval', 'freq_relative_interval', 'freq_recurrence_factor', 'active_start_date', 'active_end_date', 'active_start_time', 'active_end_time'] as const;
const frequencies = Object.fromEntries(frequency.map((name) => [name, column('number', 'msdb.dbo.sysschedules', 'c', name)]));

export const jobSchedulesQuery = defineQuery({
  name: 'schedules of Agent jobs',
  since: 10,
  optional: true,
  outputs: {
    job: text('CAST(s.job_id AS nvarchar(36))'),
    name: column('text', 'msdb.dbo.sysschedules', 'c', 'name'),
    enabled: column('number', 'msdb.dbo.sysschedules', 'c', 'enabled'),
    ...frequencies,
  },
  from: ['FROM msdb.dbo.sysjobschedules s', 'JOIN msdb.dbo.sysschedules c ON c.schedule_id = s.schedule_id', 'ORDER BY s.job_id, c.name'],
});

type JobRow = RowOf<typeof jobsQuery.outputs>;
type Facts = Readonly<Record<string, string | number | null>>;

const call = (procedure: string, facts: Facts): string =>
  `EXEC msdb.dbo.${procedure} ${Object.entries(facts)
    .flatMap(([name, value]) => (value === null ? [] : [`@${name} = ${typeof value === 'number' ? value : literal(value)}`]))
    .join(', ')}`;

export const writeJob = ({ name, enabled }: JobRow): string => call('sp_add_job', { job_name: name, enabled });

export const writeJobStep = (job: JobRow, { name, subsystem, command, database }: RowOf<typeof jobStepsQuery.outputs>): string =>
  call('sp_add_jobstep', { job_name: job.name, step_name: name, subsystem, command, database_name: database });

export function writeJobSchedule(job: JobRow, row: RowOf<typeof jobSchedulesQuery.outputs>): string {
  const { job: _id, name, enabled, ...facts } = row;
  return call('sp_add_jobschedule', { job_name: job.name, name, enabled, ...facts });
}
