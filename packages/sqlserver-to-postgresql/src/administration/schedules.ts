import type { JobSchedule } from '@ferry/catalog';

/** A time of cron, and in which way it is not the source's; or why there is none. */
export type Cron = { readonly cron: string; readonly near?: string } | { readonly why: string };

/** HHMMSS as one number. */
const hourOf = (time: number): number => Math.floor(time / 10_000) % 24;
const minuteOf = (time: number): number => Math.floor(time / 100) % 100;

const endOfDay = 235_959;

/** Minute and hour: once a day, or every so many minutes or hours between two times. */
function timeOfDay(fact: (name: string) => number): { readonly time: string; readonly near?: string } | { readonly why: string } {
  const start = fact('active_start_time');
  const end = fact('active_end_time') || endOfDay;
  const every = fact('freq_subday_interval');
  const hours = hourOf(start) === 0 && hourOf(end) === 23 ? '*' : `${hourOf(start)}-${hourOf(end)}`;
  const overnight = hourOf(end) < hourOf(start) ? { why: 'runs over midnight, which one line of cron cannot say' } : undefined;
  switch (fact('freq_subday_type')) {
    case 0:
    case 1:
      return { time: `${minuteOf(start)} ${hourOf(start)}`, ...(start % 100 === 0 ? {} : { near: 'cron knows no seconds' }) };
    case 2:
      return every >= 30 ? { time: `* ${hours}`, near: 'it runs every minute instead of every few seconds' } : { why: `runs every ${every} seconds` };
    case 4:
      if (overnight !== undefined) return overnight;
      if (every < 1 || every > 59) return { why: `runs every ${every} minutes` };
      return { time: `${every === 1 ? '*' : `*/${every}`} ${hours}`, ...(60 % every === 0 ? {} : { near: 'the last interval of an hour is shorter' }) };
    case 8:
      if (overnight !== undefined) return overnight;
      if (every < 1 || every > 23) return { why: `runs every ${every} hours` };
      return { time: `${minuteOf(start)} ${every === 1 ? hours : `${hourOf(start)}-${hourOf(end)}/${every}`}` };
    default:
      return { why: 'has a frequency that is not known' };
  }
}

/** Sunday is bit 1 of the source and day 0 of cron. */
const daysOfWeek = (bits: number): string => [0, 1, 2, 3, 4, 5, 6].filter((day) => (bits & (1 << day)) !== 0).join(',');

/**
 * The five fields of cron for a schedule of Agent
 * (https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-add-schedule-transact-sql).
 */
export function cronOf({ facts }: JobSchedule): Cron {
  const fact = (name: string): number => facts[name] ?? 0;
  const interval = fact('freq_interval');
  const recurrence = fact('freq_recurrence_factor');
  const type = fact('freq_type');
  if (type === 1) return { why: 'runs once' };
  if (type === 64) return { why: 'runs when Agent starts' };
  if (type === 128) return { why: 'runs when the processor is idle' };
  if (type !== 4 && type !== 8 && type !== 16) return { why: type === 32 ? 'runs on a weekday of a month, such as the first Monday' : 'has a frequency that is not known' };
  const at = timeOfDay(fact);
  if ('why' in at) return at;
  const result = (days: string, near?: string): Cron => ({ cron: `${at.time} ${days}`, ...((near ?? at.near) === undefined ? {} : { near: near ?? at.near ?? '' }) });
  if (type === 4) return interval > 1 ? result(`*/${Math.min(interval, 31)} * *`, 'days are counted anew each month') : result('* * *');
  if (type === 8) return interval === 0 ? { why: 'names no day of the week' } : result(`* * ${daysOfWeek(interval)}`, recurrence > 1 ? 'it runs every week' : undefined);
  return result(`${Math.max(1, interval)} ${recurrence > 1 ? `*/${recurrence}` : '*'} *`, recurrence > 1 ? 'months are counted anew each year' : undefined);
}
