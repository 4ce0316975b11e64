// Values of INSERT statements as SQL Server would store them, in one canonical text each: what the target holds is compared with
// them. Written on its own, from the documentation of the types, so that a fault of the converter is not made here too.

/** Types without their aliases: `{ base, length, precision, scale }`. */
export function baseType(catalog, column) {
  let type = column.type;
  for (let i = 0; type !== undefined && i < 32; i++) {
    const { name } = type;
    const alias = catalog.objects.find((o) => o.kind === 'TYPE' && o.name.toLowerCase() === name.toLowerCase() && o.base !== undefined);
    if (alias === undefined) break;
    type = alias.base;
  }
  if (type === undefined) return { base: 'unknown' };
  const base = type.name.toLowerCase();
  const [first, second] = type.args;
  if (base === 'dec' || base === 'decimal' || base === 'numeric') return { base: 'decimal', precision: first ?? 18, scale: second ?? 0 };
  if (base === 'money' || base === 'smallmoney') return { base: 'money', precision: base === 'money' ? 19 : 10, scale: 4 };
  if (/^(n?(var)?char|n?text|character|character varying|national char varying)$/.test(base)) return { base: 'text', fixed: base === 'char' || base === 'nchar', length: base.endsWith('text') || first === 'max' ? undefined : (first ?? 1) };
  if (base === 'sysname') return { base: 'text', fixed: false, length: 128 };
  if (/^(var)?binary$|^image$/.test(base)) return { base: 'binary', fixed: base === 'binary', length: base === 'image' || first === 'max' ? undefined : (first ?? 1) };
  if (base === 'integer') return { base: 'int' };
  if (base === 'float') return { base: first !== undefined && first <= 24 ? 'real' : 'float' };
  return { base, scale: first };
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const two = (n) => String(n).padStart(2, '0');
/** The two digit year cutoff of a server is 2049. */
const fullYear = (text) => (text.length > 2 ? Number(text) : Number(text) < 50 ? 2000 + Number(text) : 1900 + Number(text));

/** A text as date and time, by the formats of us_english; undefined when it is none. */
export function dateOf(text) {
  const trimmed = text.trim().replace(/\s+/g, ' ');
  const time = /(?:^|[ T])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.:](\d{1,7}))?)?\s*([ap]m)?\s*(Z|[+-]\d{2}:\d{2})?$/i.exec(trimmed);
  const day = (time === null ? trimmed : trimmed.slice(0, time.index)).trim();
  let parts;
  let match;
  if (day === '') parts = [1900, 1, 1];
  else if ((match = /^(\d{4})(\d{2})(\d{2})$/.exec(day)) !== null) parts = match.slice(1).map(Number);
  else if ((match = /^(\d{2})(\d{2})(\d{2})$/.exec(day)) !== null) parts = [fullYear(match[1]), Number(match[2]), Number(match[3])];
  else if ((match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(day)) !== null) parts = match.slice(1).map(Number);
  else if ((match = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(day)) !== null) parts = [fullYear(match[3]), Number(match[1]), Number(match[2])];
  else if ((match = /^([a-z]{3})[a-z]* (\d{1,2}),? ?(\d{4}|\d{2})$/i.exec(day)) !== null) parts = [fullYear(match[3]), months.indexOf(match[1].toLowerCase()) + 1, Number(match[2])];
  else if ((match = /^(\d{1,2})[ -]([a-z]{3})[a-z]*,?[ -](\d{4}|\d{2})$/i.exec(day)) !== null) parts = [fullYear(match[3]), months.indexOf(match[2].toLowerCase()) + 1, Number(match[1])];
  else return undefined;
  const [year, month, date] = parts;
  const checked = new Date(Date.UTC(2000, 0, 1));
  checked.setUTCFullYear(year, month - 1, date);
  if (checked.getUTCMonth() !== month - 1 || checked.getUTCDate() !== date) return undefined;
  const hour = time === null ? 0 : (Number(time[1]) % (time[5] === undefined ? 24 : 12)) + (time[5]?.toLowerCase() === 'pm' ? 12 : 0);
  return { day: `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`, seconds: hour * 3600 + Number(time?.[2] ?? 0) * 60 + Number(time?.[3] ?? 0), fraction: Number(`0.${time?.[4] ?? 0}`), zone: time?.[6] };
}

const clock = (seconds, fraction, digits) => `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction === 0 ? '' : `.${fraction.toFixed(digits).slice(2).replace(/0+$/, '')}`}`.replace(/\.$/, '');
const minutesOf = (zone) => (zone === undefined || zone.toUpperCase() === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))));

/** Date and time in canonical form, rounded as the type rounds; undefined when the text is none. */
function canonicalDate(text, type) {
  const found = dateOf(text);
  if (found === undefined) return undefined;
  if (type.base === 'date') return found.day;
  // datetime keeps 1/300 of a second: .000, .003, .007.
  const digits = type.base === 'datetime' || type.base === 'smalldatetime' ? 3 : Math.min(type.scale ?? 7, 6);
  const fraction = type.base === 'datetime' ? Math.round((Math.round(found.fraction * 300) / 300) * 1000) / 1000 : Number(found.fraction.toFixed(digits));
  if (type.base === 'time') return clock(found.seconds, fraction, digits);
  const instant = Date.parse(`${found.day}T00:00:00Z`) + (found.seconds - minutesOf(found.zone) * 60) * 1000;
  const moment = type.base === 'smalldatetime' ? Math.round((instant + fraction * 1000) / 60_000) * 60_000 : instant + (fraction >= 1 ? 1000 : 0);
  return `${new Date(moment).toISOString().slice(0, 10)} ${clock(Math.floor((moment % 86_400_000 + 86_400_000) % 86_400_000 / 1000), type.base === 'smalldatetime' || fraction >= 1 ? 0 : fraction, digits)}`;
}

/** A decimal text with `scale` digits, rounded half away from zero. */
export function decimalText(text, scale) {
  const match = /^\s*([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?\s*$/i.exec(text.replace(/[$,\u00a3\u20ac]/g, ''));
  if (match === null || (match[2] === '' && match[3] === '')) return undefined;
  const exponent = Number(match[4] ?? 0);
  const digits = match[2] + match[3];
  const point = match[2].length + exponent;
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 0);
  const kept = padded.slice(0, at + scale).padEnd(at + scale, '0') || '0';
  const rounded = (BigInt(kept) + (Number(padded[at + scale] ?? 0) >= 5 ? 1n : 0n)).toString().padStart(scale + 1, '0');
  const whole = scale === 0 ? rounded : `${rounded.slice(0, -scale)}.${rounded.slice(-scale)}`;
  const plain = whole.includes('.') ? whole.replace(/\.?0+$/, '') : whole;
  return match[1] === '-' && plain !== '0' ? `-${plain}` : plain;
}

/** The value of a constant expression: `{ text, kind }`, `null`, or undefined when it is not constant. */
export function constantOf(node) {
  switch (node.kind) {
    case 'NullLiteral': return null;
    case 'StringLiteral': return { kind: 'text', text: node.value };
    case 'OdbcLiteral': return { kind: 'text', text: node.value };
    case 'BinaryLiteral': return { kind: 'binary', text: node.value };
    case 'IntegerLiteral': case 'DecimalLiteral': case 'FloatLiteral': case 'MoneyLiteral': return { kind: 'number', text: node.value };
    case 'ParenthesizedExpression': return constantOf(node.expression);
    case 'CastExpression': case 'ConvertExpression': return constantOf(node.operand);
    case 'UnaryExpression': {
      const inner = constantOf(node.operand);
      return inner === null || inner?.kind !== 'number' || node.operator === '~' ? undefined : { kind: 'number', text: node.operator === '-' ? (inner.text.startsWith('-') ? inner.text.slice(1) : `-${inner.text}`) : inner.text };
    }
    default: return undefined;
  }
}

/** What a column of a type holds after a constant was stored in it; undefined where that cannot be told here. */
export function stored(constant, type) {
  if (constant === null) return null;
  const { kind, text } = constant;
  switch (type.base) {
    case 'bit': return /^\s*(true|[+-]?0*[1-9].*)\s*$/i.test(text) ? '1' : '0';
    case 'tinyint': case 'smallint': case 'int': case 'bigint': return kind === 'binary' ? undefined : decimalText(text.trim() === '' ? '0' : text.replace(/\..*$/, ''), 0);
    case 'decimal': case 'money': return kind === 'binary' ? undefined : decimalText(text, type.scale);
    case 'float': return String(Number(text));
    case 'real': return String(Math.fround(Number(text)));
    case 'text': return kind === 'binary' ? undefined : type.fixed ? text.replace(/ +$/, '') : text;
    case 'binary': {
      if (kind !== 'binary') return undefined;
      const hex = (text.length % 2 === 1 ? `0${text}` : text).toUpperCase();
      return type.fixed ? hex.padEnd(type.length * 2, '0') : hex;
    }
    case 'date': case 'datetime': case 'datetime2': case 'smalldatetime': case 'time': case 'datetimeoffset': return kind === 'text' ? canonicalDate(text, type) : undefined;
    case 'uniqueidentifier': return kind === 'text' ? text.trim().replace(/[{}]/g, '').toUpperCase() : undefined;
    default: return undefined;
  }
}

/** The same canonical text for a value as PostgreSQL writes it. */
export function held(text, type) {
  if (text === null) return null;
  switch (type.base) {
    case 'bit': return /^(t|true|1)$/.test(text) ? '1' : '0';
    case 'decimal': case 'money': return decimalText(text, type.scale);
    case 'float': return String(Number(text));
    case 'real': return String(Math.fround(Number(text)));
    case 'text': return type.fixed ? text.replace(/ +$/, '') : text;
    case 'binary': return text.replace(/^\\x/, '').toUpperCase();
    case 'uniqueidentifier': return text.toUpperCase();
    case 'datetimeoffset': return canonicalDate(text.replace(/([+-]\d{2})$/, '$1:00'), type);
    case 'datetime': case 'datetime2': case 'smalldatetime': case 'time': case 'date': return canonicalDate(text, type.base === 'time' ? type : { base: type.base === 'date' ? 'date' : 'datetime2', scale: 6 });
    default: return text;
  }
}
