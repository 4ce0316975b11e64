/** A line of a rule or of a row of a table, and how it is broken. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** Ways to break a line; the first that applies to it at the place that chance picks. */
const breaks: readonly (readonly [RegExp, string])[] = [
  [/pg\.add\(/, 'pg.subtract('], [/pg\.subtract\(/, 'pg.add('], [/pg\.multiply\(/, 'pg.add('], [/pg\.divide\(/, 'pg.multiply('], [/pg\.and\(/, 'pg.or('], [/pg\.or\(/, 'pg.and('], [/pg\.eq\(/, 'pg.ne('], [/pg\.ne\(/, 'pg.eq('],
  [/pg\.isNull\(/, 'pg.isNotNull('], [/pg\.isNotNull\(/, 'pg.isNull('], [/'trunc'/, "'round'"], [/'round'/, "'trunc'"], [/'ceil'/, "'floor'"], [/'upper'/, "'lower'"], [/'lower'/, "'upper'"], [/'rtrim'/, "'btrim'"], [/'ltrim'/, "'btrim'"], [/'left'/, "'right'"], [/'strpos'/, "'length'"],
[/renamed\('(\w+)'/, "renamed('abs'"], [/pg\.number\((\d+)\)/, 'pg.number(3)'], [/'ILIKE'/, "'LIKE'"], [/=== 'explicit'/, "=== 'store'"], [/ > /, ' <= '], [/ < /, ' >= '], [/ \+ /, ' - '],
  [/'quarter'/, "'month'"], [/'month'/, "'day'"], [/'doy'/, "'day'"], [/'dow'/, "'isodow'"], [/'hour'/, "'minute'"], [/'YYYY/, "'YY"], [/HH24/, 'HH12'], [/s\.text\(0\)/, "pg.text('')"], [/s\.value\(0\)/, 'pg.null'], [/s\.float\(0\)/, 'pg.number(1)'], [/site\.text\(0\)/, "pg.text('')"], [/site\.value\(0\)/, 'pg.null'],
];

/** A generator of numbers between 0 and 1 that gives the same row for a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Lines that are a row of a table, a case of a rule, or what one returns. */
const isRule = (line: string): boolean => /^\s*(?:'?[A-Z_@]{2,}'?:|case '|return |\[)/.test(line) && !/refuse\(/.test(line);

/** Every place that can be broken, in the order of the files. */
export function mutantsOf(file: string, text: string): Mutant[] {
  return text.split('\n').flatMap((before, index) => {
    if (!isRule(before)) return [];
    const broken = breaks.filter(([pattern]) => pattern.test(before)).map(([pattern, with_]) => before.replace(pattern, with_)).filter((after) => after !== before);
    return broken.map((after) => ({ file, line: index + 1, before: before.trim(), after }));
  });
}
