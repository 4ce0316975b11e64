import { familyOf, isNational, isScalar } from '@ferry/source-sqlserver';
import type { ScalarType, SqlType } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { ignoresCase, isLoose, restored, searchable } from '../lower/collation';
import { padded } from '../lower/convert';
import { integerOf, textOf } from '../lower/literals';
import { castTo, note } from '../lower/lowering';
import { askOffset, localTime } from '../lower/offsets';
import { support } from '../lower/support-call';
import { typeItems } from '../action-items/types';
import { renamed } from './call-site';
import type { CallSite, FunctionTable } from './call-site';
import { convertPatindex } from './like-pattern';
import { formatMask } from './format-masks';
import { formatDate, formatNumber, formatTime } from './format-support';
import { character, difference, escapeJson, nationalCharacter, parseName, patIndex, quoteNameWith, soundex, str } from './string-support';
import { isNumeric } from './texts-to-values';
import { charindex, replaceText, rightPart, stuff } from './support';

const isBinary = (site: CallSite, index: number): boolean => familyOf(site.type(index)) === 'binary';
/** A text that a function of PostgreSQL takes: char keeps its padding where it counts. */
const plain = (site: CallSite, index: number): Expression => padded(site.text(index), site.type(index));

/** DATALENGTH counts bytes: two for each character of an n-type. */
function datalength(site: CallSite): Expression {
  const type = site.type(0);
  switch (familyOf(type)) {
    case 'string': {
      const text = site.value(0);
      return isNational(type) ? pg.multiply(pg.call('length', castTo(padded(text, type), 'text')), pg.number(2)) : pg.call('octet_length', text);
    }
    case 'binary': return pg.call('octet_length', site.value(0));
    default: return storageSize(site);
  }
}

/** Bytes that a value of a type takes: https://learn.microsoft.com/sql/t-sql/functions/datalength-transact-sql */
function storageSize(site: CallSite): Expression {
  const type = site.type(0);
  if (type.kind === 'null') return castTo(pg.null, 'integer');
  const size = isScalar(type) ? sizeOf(type) : undefined;
  return size === undefined ? site.refuse('it tells the storage size of SQL Server') : pg.case([pg.when(pg.isNotNull(site.value(0)), pg.number(size))]);
}

const fixedSizes: Readonly<Record<string, number>> = { bit: 1, tinyint: 1, smallint: 2, int: 4, bigint: 8, money: 8, smallmoney: 4, real: 4, float: 8, date: 3, datetime: 8, smalldatetime: 4, uniqueidentifier: 16, rowversion: 8 };

function sizeOf(type: ScalarType): number | undefined {
  const fraction = (type.scale ?? 7) <= 2 ? 0 : (type.scale ?? 7) <= 4 ? 1 : 2;
  switch (type.base) {
    case 'decimal': return (type.precision ?? 18) <= 9 ? 5 : (type.precision ?? 18) <= 19 ? 9 : (type.precision ?? 18) <= 28 ? 13 : 17;
    case 'time': return 3 + fraction;
    case 'datetime2': return 6 + fraction;
    case 'datetimeoffset': return 8 + fraction;
    default: return fixedSizes[type.base];
  }
}

function quoteName(site: CallSite): Expression {
  const quote = site.args.length > 1 ? textOf(site.args[1]) : '[';
  const name = site.text(0);
  const around = (open: string, close: string): Expression => pg.concat(pg.concat(pg.text(open), restored(site.low, site.args.slice(0, 1), pg.call('replace', searchable(site.low, site.args.slice(0, 1), name), pg.text(close), pg.text(close + close)))), pg.text(close));
  if (quote === '[' || quote === ']') return around('[', ']');
  return quote === "'" || quote === '"' ? around(quote, quote) : support(site.low, quoteNameWith, [searchable(site.low, site.args, name), site.text(1)]);
}

function patindex(site: CallSite): Expression {
  const pattern = textOf(site.args[0]);
  const converted = pattern === undefined ? undefined : convertPatindex(pattern);
  if (pattern === undefined) return support(site.low, patIndex, [searchable(site.low, site.args, castTo(site.text(0), 'text')), searchable(site.low, site.args, castTo(site.text(1), 'text')), pg.text(anyCaseOf(site, undefined) ? 'i' : '')]);
  if (converted === undefined) return site.refuse('a bracket of the pattern is not closed');
  const text = searchable(site.low, site.args, site.text(1));
  const anyCase = anyCaseOf(site, pattern ?? '');
  if (converted.plain !== undefined) return anyCase ? pg.call('strpos', pg.call('lower', text), pg.text(converted.plain.toLowerCase())) : pg.call('strpos', text, pg.text(converted.plain));
  return pg.call('regexp_instr', text, pg.text(converted.regex), ...(anyCase ? [pg.number(1), pg.number(1), pg.number(0), pg.text('i')] : []));
}

/** Whether a search finds letters of either case; a text without letters has only one. */
const anyCaseOf = (site: CallSite, sought: string | undefined): boolean => site.low.ctx.choices.collation !== 'case-sensitive' && ignoresCase(site.low, site.args) && (sought === undefined || /\p{L}/u.test(sought));

/** REPLACE looks for what the collation finds equal. A text of a column keeps its collation in the helper function. */
function replace(site: CallSite): Expression {
  const sought = textOf(site.args[1]);
  const anyCase = anyCaseOf(site, sought);
  const given = [plain(site, 0), site.text(1), site.text(2)] as const;
  if (sought === '' || (!anyCase && !isLoose(site.low, site.args))) return pg.call('replace', ...given);
  const replacement = textOf(site.args[2]);
  if (isLoose(site.low, site.args) || sought === undefined || replacement === undefined) return support(site.low, replaceText, given);
  return pg.call('regexp_replace', given[0], pg.text(sought.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')), pg.text(replacement.replaceAll('\\', '\\\\')), pg.text('gi'));
}

/** Kinds of numbers, as the helper tells them apart. */
const numberKind = (type: SqlType): string | undefined => {
  if (!isScalar(type)) return undefined;
  if (type.base === 'bigint') return 'bigint';
  if (familyOf(type) === 'integer') return 'integer';
  if (familyOf(type) === 'decimal' || familyOf(type) === 'money') return 'decimal';
  return type.base === 'real' ? 'real' : type.base === 'float' ? 'float' : undefined;
};

/** LTRIM and RTRIM; from SQL Server 2022 on with the characters to take away. */
const trimmed = (name: string): FunctionTable[string] => ({ args: [1, 2], volatility: 'immutable', build: (s) => pg.call(name, ...s.args.map((_, i) => s.text(i))) });

/** What the letters of standard dates stand for under en-GB, where it is not the same as under en-US. */
const britishDates: Readonly<Record<string, string>> = { d: 'dd/MM/yyyy', D: 'dd MMMM yyyy', f: 'dd MMMM yyyy HH:mm', F: 'dd MMMM yyyy HH:mm:ss', g: 'dd/MM/yyyy HH:mm', G: 'dd/MM/yyyy HH:mm:ss', t: 'HH:mm', T: 'HH:mm:ss' };

/** The local time of a datetimeoffset where its offset is known, else that of UTC. */
function localValue(site: CallSite): Expression {
  const [node] = site.args;
  if (node !== undefined) askOffset(node);
  const value = site.value(0);
  const local = node === undefined ? undefined : localTime(site.low, node, value);
  if (local === undefined) note(site.low, site.node, typeItems.datetimeoffset, { to: 'timestamptz' });
  return local ?? pg.call('timezone', pg.text('UTC'), value);
}

/** FORMAT under en-US; simple masks are masks of to_char. https://learn.microsoft.com/sql/t-sql/functions/format-transact-sql */
function format(site: CallSite): Expression {
  const written = textOf(site.args[1]);
  const culture = site.args.length > 2 ? textOf(site.args[2])?.toLowerCase() : 'en-us';
  const type = site.type(0);
  const british = culture === 'en-gb' && written !== undefined && familyOf(type) === 'date-time' && (written.length > 1 || written in britishDates);
  if (culture !== 'en-us' && culture !== 'en' && !british) return site.refuse('the culture is not en-US, or not known');
  const mask = british ? (britishDates[written] ?? written) : written;
  if (type.kind === 'null') return castTo(pg.null, 'text');
  const family = familyOf(type);
  const kind = numberKind(type);
  const simple = mask === undefined || mask.length < 2 || kind === 'real' || kind === 'float' ? undefined : formatMask(mask, family === 'date-time' ? 'date' : 'number');
  if (family !== 'date-time' && kind === undefined) return site.refuse('its argument is neither a date nor a number');
  if (simple !== undefined && (!isScalar(type) || type.base !== 'time')) {
    note(site.low, site.node, expressionItems.format, { mask: mask ?? '' });
    return pg.call('to_char', isScalar(type) && type.base === 'datetimeoffset' ? localValue(site) : site.value(0), pg.text(simple));
  }
  if (isScalar(type) && type.base === 'time') return support(site.low, formatTime, [site.value(0), site.text(1)]);
  if (family === 'date-time') return support(site.low, formatDate, [isScalar(type) && type.base === 'datetimeoffset' ? localValue(site) : castTo(site.value(0), 'timestamp'), british ? pg.text(mask ?? '') : site.text(1)]);
  return support(site.low, formatNumber, [castTo(site.value(0), 'numeric'), site.text(1), pg.text(kind ?? '')]);
}

/** Whether a text is a number; other types are one or are none. */
function numeric(site: CallSite): Expression {
  const family = familyOf(site.type(0));
  if (family === 'string') return support(site.low, isNumeric, [searchable(site.low, site.args, site.text(0))]);
  if (site.type(0).kind === 'null') return pg.number(0);
  const is = ['integer', 'bit', 'decimal', 'money', 'float'].includes(family);
  return is ? pg.case([pg.when(pg.isNull(site.value(0)), pg.number(0))], pg.number(1)) : pg.number(0);
}

/** CONCAT takes NULL for an empty text. */
const concatenated = (site: CallSite, index: number): Expression => {
  const type = site.type(index);
  if (type.kind === 'null') return pg.text('');
  const text = plain(site, index);
  return isScalar(type) && !type.nullable ? text : pg.call('coalesce', text, pg.text(''));
};

export const stringFunctions: FunctionTable = {
  LEN: { args: [1, 1], volatility: 'immutable', build: (s) => (isBinary(s, 0) ? pg.call('octet_length', s.value(0)) : pg.call('length', pg.call('rtrim', s.text(0)))) },
  DATALENGTH: { args: [1, 1], volatility: 'immutable', build: datalength },
  UPPER: { args: [1, 1], volatility: 'immutable', build: (s) => pg.call('upper', plain(s, 0)) },
  LOWER: { args: [1, 1], volatility: 'immutable', build: (s) => pg.call('lower', plain(s, 0)) },
  LTRIM: trimmed('ltrim'),
  RTRIM: trimmed('rtrim'),
  TRIM: renamed('btrim', 1, 'text'),
  REVERSE: { args: [1, 1], volatility: 'immutable', build: (s) => pg.call('reverse', plain(s, 0)) },
  REPLACE: { args: [3, 3], volatility: 'immutable', build: replace },
  TRANSLATE: renamed('translate', 3, 'text'),
  SUBSTRING: { args: [3, 3], volatility: 'immutable', build: (s) => pg.call('substring', isBinary(s, 0) ? s.value(0) : plain(s, 0), s.int(1), s.int(2)) },
  // A negative length is an error in SQL Server; left() and right() of PostgreSQL would leave characters out.
  LEFT: { args: [2, 2], volatility: 'immutable', build: (s) => (isCount(s, 1) ? pg.call('left', plain(s, 0), s.int(1)) : pg.call('substring', plain(s, 0), pg.number(1), s.int(1))) },
  RIGHT: { args: [2, 2], volatility: 'immutable', build: (s) => (isCount(s, 1) ? pg.call('right', plain(s, 0), s.int(1)) : support(s.low, rightPart, [plain(s, 0), s.int(1)])) },
  REPLICATE: { args: [2, 2], volatility: 'immutable', build: (s) => pg.call('repeat', plain(s, 0), nonNegative(s, 1)) },
  SPACE: { args: [1, 1], volatility: 'immutable', build: (s) => pg.call('repeat', pg.text(' '), nonNegative(s, 0)) },
  CHARINDEX: { args: [2, 3], volatility: 'immutable', build: position },
  PATINDEX: { args: [2, 2], volatility: 'immutable', build: patindex },
  STUFF: { args: [4, 4], volatility: 'immutable', build: (s) => support(s.low, stuff, [s.text(0), s.int(1), s.int(2), s.text(3)]) },
  CONCAT: { args: [2, 254], volatility: 'immutable', build: (s) => s.args.map((_, i) => concatenated(s, i)).reduce((a, b) => pg.concat(a, b)) },
  // A separator that is NULL separates nothing.
  CONCAT_WS: { args: [3, 254], volatility: 'stable', build: (s) => pg.call('concat_ws', ...s.args.map((_, i) => (i === 0 && s.type(0).kind === 'null' ? pg.text('') : i === 0 && textOf(s.args[0]) === undefined ? pg.call('coalesce', s.text(0), pg.text('')) : s.text(i)))) },
  SOUNDEX: { args: [1, 1], volatility: 'immutable', build: (s) => support(s.low, soundex, [s.text(0)]) },
  DIFFERENCE: { args: [2, 2], volatility: 'immutable', build: (s) => support(s.low, difference, [s.text(0), s.text(1)]) },
  STR: { args: [1, 3], volatility: 'immutable', build: (s) => support(s.low, str, [castTo(s.float(0), 'double precision'), s.args.length > 1 ? s.int(1) : pg.number(10), s.args.length > 2 ? s.int(2) : pg.number(0)]) },
  PARSENAME: { args: [2, 2], volatility: 'immutable', build: (s) => support(s.low, parseName, [s.text(0), s.int(1)]) },
  STRING_ESCAPE: { args: [2, 2], volatility: 'immutable', build: (s) => (textOf(s.args[1])?.toLowerCase() === 'json' ? support(s.low, escapeJson, [s.text(0)]) : s.refuse('only the rules of json are known')) },
  CHAR: { args: [1, 1], volatility: 'immutable', build: letter },
  NCHAR: { args: [1, 1], volatility: 'immutable', build: letter },
  ASCII: { args: [1, 1], volatility: 'immutable', build: code },
  UNICODE: { args: [1, 1], volatility: 'immutable', build: code },
  QUOTENAME: { args: [1, 2], volatility: 'immutable', build: quoteName },
  ISNUMERIC: { args: [1, 1], volatility: 'immutable', build: numeric },
  FORMAT: { args: [2, 3], volatility: 'stable', build: format },
};

const isCount = (site: CallSite, index: number): boolean => (integerOf(site.args[index]) ?? -1) >= 0;

/** An empty text is found nowhere in SQL Server, at the first place in PostgreSQL. */
function position(site: CallSite): Expression {
  const sought = textOf(site.args[0]);
  const texts = site.args.slice(0, 2);
  const anyCase = anyCaseOf(site, sought);
  const text = searchable(site.low, texts, plain(site, 1));
  const where = anyCase ? pg.call('lower', text) : text;
  const what = !anyCase ? site.text(0) : sought === undefined ? pg.call('lower', site.text(0)) : pg.text(sought.toLowerCase());
  if (site.args.length === 2 && sought !== undefined && sought !== '') return pg.call('strpos', where, what);
  return support(site.low, charindex, [what, where, site.args.length === 3 ? site.int(2) : pg.number(1)]);
}

/** The code of an empty text is NULL, not 0. */
function code(site: CallSite): Expression {
  return pg.call('ascii', (textOf(site.args[0]) ?? '') === '' ? pg.call('nullif', site.text(0), pg.text('')) : site.text(0));
}

/** A code of 128 and above means a character of the code page in CHAR. */
function letter(site: CallSite): Expression {
  const code = integerOf(site.args[0]);
  const national = site.node.name.parts[0]?.name.toUpperCase() === 'NCHAR';
  if (code !== undefined && code > 0 && code < (national ? 0xd800 : 128)) return pg.call('chr', pg.number(code));
  return support(site.low, national ? nationalCharacter : character, [castTo(site.int(0), 'integer')]);
}

/** A negative count gives NULL. */
function nonNegative(site: CallSite, index: number): Expression {
  const constant = integerOf(site.args[index]);
  if (constant !== undefined) return constant < 0 ? pg.null : pg.number(constant);
  const count = site.int(index);
  return pg.call('nullif', pg.call('greatest', count, pg.number(-1)), pg.number(-1));
}
