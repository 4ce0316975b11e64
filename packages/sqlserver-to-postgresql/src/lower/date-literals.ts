/** A text that SQL Server reads as a date, in ISO words. */
export interface DateText {
  readonly date?: string;
  readonly time?: string;
  /** `+05:30`, when the text ends in one. */
  readonly offset?: string;
  /** The order of day and month was taken from SQL Server's default language. */
  readonly guessed: boolean;
}

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
/** The name of a month, whole or its first three letters. */
const isMonth = (name: string, month: string): boolean => name === month || name === month.slice(0, 3);
const two = (text: string | number): string => String(text).padStart(2, '0');
/** Two-digit years up to 49 are of this century (the option "two digit year cutoff" is 2049). */
const year = (text: string): string => (text.length > 2 ? text.padStart(4, '0') : `${Number(text) <= 49 ? '20' : '19'}${two(text)}`);
const valid = (month: number, day: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31;

const timePattern = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.:](\d{1,9}))?)?\s*([AaPp][Mm])?$/;

function readTime(text: string): string | undefined {
  const match = timePattern.exec(text);
  if (match === null) return undefined;
  let hour = Number(match[1]);
  const half = match[5]?.toLowerCase();
  if (half === 'pm' && hour < 12) hour += 12;
  if (half === 'am' && hour === 12) hour = 0;
  if (hour > 23 || Number(match[2]) > 59 || Number(match[3] ?? 0) > 59) return undefined;
  return `${two(hour)}:${two(match[2] ?? 0)}:${two(match[3] ?? 0)}${match[4] === undefined ? '' : fractionOf(text, match[4])}`;
}

/** After a colon stand milliseconds, after a point a fraction. */
const fractionOf = (text: string, digits: string): string => (/:\d{1,9}\s*(?:[AaPp][Mm])?$/.test(text) && (text.match(/:/g) ?? []).length === 3 ? `.${digits.padStart(3, '0')}` : `.${digits.slice(0, 7)}`);

function readDate(text: string): { date: string; guessed: boolean } | undefined {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const yearOnly = /^\d{4}$/.exec(text);
  if (yearOnly) return { date: `${text}-01-01`, guessed: false };
  if (compact && valid(Number(compact[2]), Number(compact[3]))) return { date: `${compact[1]}-${compact[2]}-${compact[3]}`, guessed: false };
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso && valid(Number(iso[2]), Number(iso[3]))) return { date: `${iso[1]}-${two(iso[2] ?? '')}-${two(iso[3] ?? '')}`, guessed: false };
  const american = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})$/.exec(text);
  if (american && valid(Number(american[1]), Number(american[2]))) return { date: `${year(american[3] ?? '')}-${two(american[1] ?? '')}-${two(american[2] ?? '')}`, guessed: true };
  const worded = /^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{2}|\d{4})$/.exec(text) ?? undefined;
  if (worded) return fromWords(worded[1] ?? '', worded[2] ?? '', worded[3] ?? '');
  const reversed = /^(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{2}|\d{4})$/.exec(text);
  return reversed ? fromWords(reversed[2] ?? '', reversed[1] ?? '', reversed[3] ?? '') : undefined;
}

function fromWords(month: string, day: string, yearText: string): { date: string; guessed: boolean } | undefined {
  const index = months.findIndex((m) => isMonth(month.toLowerCase(), m));
  return index < 0 || !valid(index + 1, Number(day)) ? undefined : { date: `${year(yearText)}-${two(index + 1)}-${two(day)}`, guessed: false };
}

/**
 * Reads a literal as SQL Server does under us_english
 * (https://learn.microsoft.com/sql/t-sql/data-types/datetime-transact-sql#supported-string-literal-formats-for-datetime).
 * @returns undefined for what is no date
 */
export function readDateText(text: string): DateText | undefined {
  const zoned = /^(.*:.*?)\s*(Z|[-+]\d{1,2}:\d{2})$/i.exec(text.trim());
  if (zoned !== null) {
    const plain = readDateText(zoned[1] ?? '');
    const [sign, hours = '', minutes = ''] = [zoned[2]?.[0] ?? '+', ...(zoned[2] ?? '').slice(1).split(':')];
    return plain === undefined ? undefined : { ...plain, offset: /z/i.test(zoned[2] ?? '') ? '+00' : `${sign}${two(hours)}:${minutes}` };
  }
  const trimmed = text.trim();
  if (trimmed === '') return { date: '1900-01-01', guessed: false };
  const whole = readDate(trimmed);
  if (whole) return whole;
  const time = readTime(trimmed);
  if (time !== undefined) return { time, guessed: false };
  const iso = /^(.{8,10})T(.+)$/.exec(trimmed);
  const [datePart, timePart] = iso ? [iso[1] ?? '', iso[2] ?? ''] : splitAtTime(trimmed);
  const date = readDate(datePart.trim());
  const rest = readTime(timePart.trim());
  return date === undefined || rest === undefined ? undefined : { ...date, time: rest };
}

/** At the last blank before the first colon. */
function splitAtTime(text: string): [string, string] {
  const colon = text.indexOf(':');
  const blank = colon < 0 ? -1 : text.lastIndexOf(' ', colon);
  return blank < 0 ? [text, ''] : [text.slice(0, blank), text.slice(blank + 1)];
}
