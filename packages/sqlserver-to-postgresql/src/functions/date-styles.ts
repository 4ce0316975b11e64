/**
 * Styles of CONVERT between dates and text, as masks of to_char and to_timestamp
 * (https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#date-and-time-styles).
 * Styles 0, 9, 22, 100, 109 pad with blanks and 130, 131 use the Hijri calendar: no mask can say that.
 */
const masks: Readonly<Record<number, { readonly date: string; readonly time: string; readonly glue: string }>> = {
  1: { date: 'MM/DD/YY', time: '', glue: '' },
  2: { date: 'YY.MM.DD', time: '', glue: '' },
  3: { date: 'DD/MM/YY', time: '', glue: '' },
  4: { date: 'DD.MM.YY', time: '', glue: '' },
  5: { date: 'DD-MM-YY', time: '', glue: '' },
  6: { date: 'DD Mon YY', time: '', glue: '' },
  7: { date: 'Mon DD, YY', time: '', glue: '' },
  8: { date: '', time: 'HH24:MI:SS', glue: '' },
  10: { date: 'MM-DD-YY', time: '', glue: '' },
  11: { date: 'YY/MM/DD', time: '', glue: '' },
  12: { date: 'YYMMDD', time: '', glue: '' },
  13: { date: 'DD Mon YYYY', time: 'HH24:MI:SS:MS', glue: ' ' },
  14: { date: '', time: 'HH24:MI:SS:MS', glue: '' },
  20: { date: 'YYYY-MM-DD', time: 'HH24:MI:SS', glue: ' ' },
  21: { date: 'YYYY-MM-DD', time: 'HH24:MI:SS.MS', glue: ' ' },
  23: { date: 'YYYY-MM-DD', time: '', glue: '' },
  24: { date: '', time: 'HH24:MI:SS', glue: '' },
  25: { date: 'YYYY-MM-DD', time: 'HH24:MI:SS.MS', glue: ' ' },
  101: { date: 'MM/DD/YYYY', time: '', glue: '' },
  102: { date: 'YYYY.MM.DD', time: '', glue: '' },
  103: { date: 'DD/MM/YYYY', time: '', glue: '' },
  104: { date: 'DD.MM.YYYY', time: '', glue: '' },
  105: { date: 'DD-MM-YYYY', time: '', glue: '' },
  106: { date: 'DD Mon YYYY', time: '', glue: '' },
  107: { date: 'Mon DD, YYYY', time: '', glue: '' },
  108: { date: '', time: 'HH24:MI:SS', glue: '' },
  110: { date: 'MM-DD-YYYY', time: '', glue: '' },
  111: { date: 'YYYY/MM/DD', time: '', glue: '' },
  112: { date: 'YYYYMMDD', time: '', glue: '' },
  113: { date: 'DD Mon YYYY', time: 'HH24:MI:SS:MS', glue: ' ' },
  114: { date: '', time: 'HH24:MI:SS:MS', glue: '' },
  120: { date: 'YYYY-MM-DD', time: 'HH24:MI:SS', glue: ' ' },
  121: { date: 'YYYY-MM-DD', time: 'HH24:MI:SS.MS', glue: ' ' },
  126: { date: 'YYYY-MM-DD', time: 'HH24:MI:SS.MS', glue: '"T"' },
};

export type DateKind = 'date' | 'time' | 'timestamp';

/**
 * The mask that prints a date in a style.
 * @param kind what the value holds: a date prints no time, a time no date
 * @param fraction digits of the seconds' fraction of the type (datetime has 3)
 * @returns undefined when to_char has no mask that prints the same
 */
export function dateToTextMask(style: number, kind: DateKind, fraction: number): string | undefined {
  const mask = masks[style];
  if (mask === undefined) return undefined;
  // Style 126 leaves out a fraction of zero; only a date has none for sure.
  if (style === 126 && kind !== 'date') return undefined;
  const digits = (time: string): string => {
    if (!time.endsWith('MS')) return time;
    if (fraction === 3) return time;
    if (fraction === 0) return time.slice(0, -3);
    return fraction >= 6 ? time.replace(/MS$/, 'US') : time.replace(/MS$/, `FF${fraction}`);
  };
  switch (kind) {
    case 'date': return mask.date === '' ? undefined : mask.date;
    case 'time': return mask.time === '' ? undefined : digits(mask.time);
    case 'timestamp': return `${mask.date}${mask.glue}${digits(mask.time)}`;
  }
}

/** Styles whose text PostgreSQL's own input reads whatever its settings: year first. */
export const selfReading: ReadonlySet<number> = new Set([20, 21, 23, 25, 102, 111, 112, 120, 121, 126, 127]);

/** The mask that reads a text in a style, for styles that need one. */
export function textToDateMask(style: number): string | undefined {
  const mask = masks[style];
  if (mask === undefined || mask.date === '') return undefined;
  return mask.date;
}

/** Parts of DATEADD, DATEDIFF, DATEPART, DATENAME by every spelling. */
const parts: Readonly<Record<string, readonly string[]>> = {
  year: ['yy', 'yyyy', 'year'], quarter: ['qq', 'q', 'quarter'], month: ['mm', 'm', 'month'], dayofyear: ['dy', 'y', 'dayofyear'], day: ['dd', 'd', 'day'],
  week: ['wk', 'ww', 'week'], weekday: ['dw', 'w', 'weekday'], hour: ['hh', 'hour'], minute: ['mi', 'n', 'minute'], second: ['ss', 's', 'second'],
  millisecond: ['ms', 'millisecond'], microsecond: ['mcs', 'microsecond'], nanosecond: ['ns', 'nanosecond'], tzoffset: ['tz', 'tzoffset'], iso_week: ['isowk', 'isoww', 'iso_week'],
};
const partNames = new Map(Object.entries(parts).flatMap(([part, names]) => names.map((name) => [name, part] as const)));

/** The canonical name of a date part, or undefined for what is none. */
export const datePart = (name: string): string | undefined => partNames.get(name.toLowerCase());
