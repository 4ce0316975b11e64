// Rows that SQL Server would reject, made from a row that it takes: by the types of the columns, NOT NULL, keys, foreign keys and
// checks. Whether a check says no is found by an evaluation of its own here, not by what the converter makes of it.
import { baseType, constantOf, dateOf } from './data-values.mjs';

class NotKnown extends Error {}

const likePattern = (pattern, escape) => {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    const literal = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    if (escape !== undefined && c === escape) out += literal(pattern[++i] ?? '');
    else if (c === '%') out += '[\\s\\S]*';
    else if (c === '_') out += '[\\s\\S]';
    else if (c === '[' && pattern.indexOf(']', i + 1) > 0) {
      const end = pattern.indexOf(']', i + 1);
      const inside = pattern.slice(i + 1, end);
      out += `[${inside.startsWith('^') ? '^' : ''}${(inside.startsWith('^') ? inside.slice(1) : inside).replace(/[\\\]^]/g, '\\$&')}]`;
      i = end;
    } else out += literal(c);
  }
  return new RegExp(`^${out}$`, 'i');
};

/** A value in a comparison: a number, or a text without case and blanks at its end. */
const comparable = (value) => (typeof value === 'string' ? value.replace(/ +$/, '').toLowerCase() : value);

/** The three-valued result of a predicate, or the value of an expression; NULL is null. @throws NotKnown */
function evaluate(node, row) {
  const of = (n) => evaluate(n, row);
  switch (node.kind) {
    case 'ParenthesizedExpression': return of(node.expression);
    case 'LogicalExpression': {
      const values = node.operands.map(of);
      const decisive = node.operator === 'AND' ? false : true;
      return values.includes(decisive) ? decisive : values.includes(null) ? null : !decisive;
    }
    case 'NotExpression': {
      const value = of(node.operand);
      return value === null ? null : !value;
    }
    case 'IsNullPredicate': return (of(node.operand) === null) !== node.negated;
    case 'ComparisonExpression': return compare(of(node.left), of(node.right), node.operator);
    case 'BetweenPredicate': {
      const value = of(node.operand);
      const inside = [compare(value, of(node.low), '>='), compare(value, of(node.high), '<=')];
      const result = inside.includes(false) ? false : inside.includes(null) ? null : true;
      return result === null ? null : result !== node.negated;
    }
    case 'InPredicate': {
      if (!Array.isArray(node.source)) throw new NotKnown();
      const value = of(node.operand);
      const found = node.source.map((n) => compare(value, of(n), '='));
      const result = found.includes(true) ? true : found.includes(null) ? null : false;
      return result === null ? null : result !== node.negated;
    }
    case 'LikePredicate': {
      const [value, pattern] = [of(node.operand), of(node.pattern)];
      if (value === null || pattern === null) return null;
      return likePattern(String(pattern), node.escape === undefined ? undefined : String(of(node.escape))).test(String(value)) !== node.negated;
    }
    case 'ColumnReference': {
      const name = node.name.parts.at(-1)?.name.toLowerCase();
      if (!row.has(name)) throw new NotKnown();
      return row.get(name);
    }
    case 'FunctionCall': {
      const name = node.name.parts.at(-1)?.name.toLowerCase();
      if (name === 'getdate' || name === 'sysdatetime' || name === 'getutcdate') return { date: Date.now() };
      if (name === 'len' || name === 'upper' || name === 'lower') {
        const [value] = node.args.map(of);
        if (value === null) return null;
        return name === 'len' ? String(value).replace(/ +$/, '').length : String(value)[name === 'upper' ? 'toUpperCase' : 'toLowerCase']();
      }
      throw new NotKnown();
    }
    default: {
      const constant = constantOf(node);
      if (constant === undefined) throw new NotKnown();
      return constant === null ? null : constant.kind === 'number' ? Number(constant.text) : constant.text;
    }
  }
}

const instant = (value) => {
  if (typeof value === 'object') return value.date;
  const found = dateOf(String(value));
  if (found === undefined) throw new NotKnown();
  return Date.parse(`${found.day}T00:00:00Z`) + found.seconds * 1000;
};

function compare(left, right, operator) {
  if (left === null || right === null) return null;
  let [a, b] = [left, right];
  if (typeof a === 'object' || typeof b === 'object') [a, b] = [instant(a), instant(b)];
  else if (typeof a === 'number' || typeof b === 'number') [a, b] = [Number(a), Number(b)];
  else [a, b] = [comparable(a), comparable(b)];
  switch (operator) {
    case '=': return a === b;
    case '<>': case '!=': return a !== b;
    case '<': return a < b;
    case '>': case '!<=': return a > b;
    case '<=': case '!>': return a <= b;
    case '>=': case '!<': return a >= b;
    default: throw new NotKnown();
  }
}

const numbers = new Set(['tinyint', 'smallint', 'int', 'bigint', 'decimal', 'money', 'float', 'real', 'bit']);
const dates = new Set(['date', 'datetime', 'datetime2', 'smalldatetime', 'datetimeoffset']);

/** A value of a row (text of PostgreSQL) for `evaluate`. */
const valueOf = (text, type) => {
  if (text === null) return null;
  if (type.base === 'bit') return /^(t|true|1)$/.test(text) ? 1 : 0;
  if (numbers.has(type.base)) return Number(text);
  return dates.has(type.base) ? { date: instant(text) } : text;
};

/** Values that no column of a type takes. */
function unfit(type) {
  const ten = (digits) => `1${'0'.repeat(digits)}`;
  switch (type.base) {
    case 'bit': return ['maybe'];
    case 'tinyint': return ['256', '-1', 'abc'];
    case 'smallint': return ['32768', '-32769', 'abc'];
    case 'int': return ['2147483648', '-2147483649', 'abc'];
    case 'bigint': return ['9223372036854775808', 'abc'];
    case 'decimal': case 'money': return [ten(type.precision - type.scale), `-${ten(type.precision - type.scale)}`, 'abc'];
    case 'float': case 'real': return ['1e400', 'abc'];
    case 'text': return type.length === undefined ? [] : ['x'.repeat(type.length + 1)];
    case 'binary': return type.length === undefined ? [] : [`\\x${'AB'.repeat(type.length + 1)}`];
    case 'uniqueidentifier': return ['not-a-guid', '12345678-1234-1234-1234-12345678901'];
    case 'xml': return ['<open>'];
    case 'date': case 'datetime': case 'datetime2': case 'smalldatetime': case 'datetimeoffset': return ['2021-02-30', 'yesterdayish', '2021-13-01'];
    default: return [];
  }
}

/** Constants inside of an expression. */
function constantsIn(node, out = []) {
  if (node === null || typeof node !== 'object') return out;
  if (Array.isArray(node)) node.forEach((n) => constantsIn(n, out));
  else {
    if (node.kind?.endsWith('Literal') && node.value !== undefined) out.push(String(node.value));
    for (const [key, value] of Object.entries(node)) if (key !== 'span') constantsIn(value, out);
  }
  return out;
}

/** What a check is tried with, for one column. */
function attempts(type, current, constants) {
  if (numbers.has(type.base)) return [...constants.map(Number).filter((n) => !Number.isNaN(n)).flatMap((n) => [n - 1, n + 1, n]), -1, 0, 1, 9999, -9999].map(String);
  if (dates.has(type.base)) return ['1753-01-01', '9999-12-31', '2079-06-06', '1900-01-02'];
  if (type.base === 'time') return ['00:00:00', '23:59:59'];
  const text = String(current ?? '');
  const changed = [...text].flatMap((c, i) => [`${text.slice(0, i)}!${text.slice(i + 1)}`, `${text.slice(0, i)}${/\d/.test(c) ? 'Q' : '7'}${text.slice(i + 1)}`]);
  return [...changed, text.slice(0, -1), '', '!', 'zz', '7', ...constants.map((c) => `${c.slice(0, -1)}!`)].filter((t) => type.length === undefined || t.length <= type.length);
}

const key = '23505';
const typeStates = ['22001', '22003', '22007', '22008', '22P02', '23514', '2200N', '22000'];

/**
 * @param table of the catalogue
 * @param row a row that the table holds: a map from column in lower case to text or null
 * @param states what each check is expected to answer with
 * @returns rows to insert `{ kind, what, row, states, keepsOld }`; `keepsOld`: the old row stays where it is
 */
export function rejectedRows({ parseExpression, textOf }, catalog, table, row, writable) {
  const out = [];
  const types = new Map(table.columns.map((c) => [c.name.toLowerCase(), baseType(catalog, c)]));
  const can = (name) => writable.has(name.toLowerCase());
  const add = (kind, what, changes, states, keepsOld = false) => out.push({ kind, what, row: new Map([...row, ...changes]), states, keepsOld });
  for (const column of table.columns) {
    const name = column.name.toLowerCase();
    if (!can(name)) continue;
    const keyed = table.constraints.some((c) => c.kind === 'PRIMARY_KEY' && c.columns.some((k) => k.name.toLowerCase() === name));
    if (!column.nullable || keyed) add('not null', column.name, [[name, null]], ['23502', '23514']);
    for (const value of unfit(types.get(name))) add('type', `${column.name} = ${value.slice(0, 30)}`, [[name, value]], typeStates);
  }
  for (const constraint of table.constraints) {
    if (constraint.kind === 'PRIMARY_KEY' || constraint.kind === 'UNIQUE') {
      if (constraint.columns.every((c) => row.get(c.name.toLowerCase()) !== undefined)) add('key', constraint.columns.map((c) => c.name).join(', '), [], [key], true);
    } else if (constraint.kind === 'FOREIGN_KEY') {
      for (const column of constraint.columns) {
        const name = column.toLowerCase();
        const type = types.get(name);
        if (!can(name) || constraint.columns.some((c) => row.get(c.toLowerCase()) === null)) continue;
        for (const value of numbers.has(type.base) ? ['-31', type.base === 'tinyint' ? '251' : '31999'] : type.base === 'uniqueidentifier' ? ['deadbeef-dead-beef-dead-beefdeadbeef'] : type.base === 'text' ? ['~'.repeat(Math.min(type.length ?? 3, 3)), '^'] : [])
          add('foreign key', `${column} = ${value}`, [[name, value]], ['23503', '23514']);
      }
    } else {
      const { expression } = parseExpression(textOf(constraint.expression));
      if (expression === undefined) continue;
      const constants = constantsIn(expression);
      for (const column of constraint.columns) {
        const name = column.toLowerCase();
        const type = types.get(name);
        if (!can(name) || type === undefined) continue;
        let made = 0;
        for (const value of new Set(attempts(type, row.get(name), constants))) {
          if (made >= 8) break;
          try {
            const values = new Map([...row].map(([n, text]) => [n, valueOf(n === name ? value : text, types.get(n) ?? { base: 'text' })]));
            if (evaluate(expression, values) !== false) continue;
          } catch (thrown) {
            if (!(thrown instanceof NotKnown)) throw thrown;
            continue;
          }
          made++;
          add('check', `${textOf(constraint.expression).replace(/\s+/g, ' ').slice(0, 60)} with ${column} = ${value}`, [[name, value]], ['23514', '22003']);
        }
      }
    }
  }
  return out;
}
