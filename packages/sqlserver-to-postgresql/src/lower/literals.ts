import type { Expression as SourceExpression, Literal, ScalarType, SqlType } from '@ferry/source-sqlserver';
import { familyOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { readDateText } from './date-literals';
import { textToMoment } from './convert';
import { bare, castTo, note, pgType, refuse } from './lowering';
import type { Lowering } from './lowering';

/** How far a literal's type must be visible: `plain` where PostgreSQL works it out from the other side. */
export type LiteralMode = 'plain' | 'typed';

export const bytes = (digits: string): Expression => castTo(pg.text(`\\x${digits.length % 2 === 1 ? '0' : ''}${digits}`), 'bytea');

/** A literal in its own type. */
export function lowerLiteral(low: Lowering, node: Literal): Expression {
  switch (node.kind) {
    case 'StringLiteral': return pg.text(node.value);
    case 'IntegerLiteral': case 'DecimalLiteral': case 'MoneyLiteral': return number(node.value);
    // In PostgreSQL a number with an exponent is numeric, not a float.
    case 'FloatLiteral': return castTo(pg.number(node.value.replace(/^\./, '0.')), 'double precision');
    case 'BinaryLiteral': return bytes(node.value);
    case 'NullLiteral': return pg.null;
    case 'OdbcLiteral': {
      if (node.type === 'guid') return castTo(pg.text(node.value), 'uuid');
      return dateLiteral(low, node, node.value, { kind: 'scalar', base: node.type === 't' ? 'time' : 'datetime', nullable: false }, 'typed');
    }
    case 'SqlcmdVariable': return refuse(low, node, expressionItems.syntax, { what: `The SQLCMD variable ${node.raw}` });
  }
}

const number = (text: string): Expression => pg.number(text === '' ? '0' : text.replace(/^(-?)\./, '$10.').replace(/^(-?)0+(?=\d)/, '$1'));

/** The constant inside brackets and signs, if the expression is one. */
export function literalOf(node: SourceExpression): { readonly node: Literal; readonly negative: boolean } | undefined {
  const inner = bare(node);
  if (inner.kind === 'UnaryExpression' && inner.operator !== '~') {
    const operand = literalOf(inner.operand);
    return operand === undefined ? undefined : { node: operand.node, negative: operand.negative !== (inner.operator === '-') };
  }
  return isLiteral(inner) ? { node: inner, negative: false } : undefined;
}

const literalKinds = new Set(['StringLiteral', 'IntegerLiteral', 'DecimalLiteral', 'FloatLiteral', 'MoneyLiteral', 'BinaryLiteral', 'NullLiteral', 'OdbcLiteral']);
export const isLiteral = (node: SourceExpression): node is Literal => literalKinds.has(node.kind);

/** The whole number that an expression is, when it is a constant one. */
export function integerOf(node: SourceExpression | undefined): number | undefined {
  const literal = node === undefined ? undefined : literalOf(node);
  if (literal?.node.kind !== 'IntegerLiteral') return undefined;
  return literal.negative ? -Number(literal.node.value) : Number(literal.node.value);
}

/** The text that an expression is, when it is a constant one. */
export function textOf(node: SourceExpression | undefined): string | undefined {
  const inner = node === undefined ? undefined : bare(node);
  return inner?.kind === 'StringLiteral' ? inner.value : undefined;
}

/**
 * A constant as a value of another type, converted now as SQL Server would at run time.
 * @returns undefined when the pair needs a conversion at run time
 */
export function literalAs(low: Lowering, node: SourceExpression, to: ScalarType, mode: LiteralMode): Expression | undefined {
  const literal = literalOf(node);
  if (literal === undefined) return undefined;
  const { node: inner, negative } = literal;
  if (inner.kind === 'NullLiteral') return mode === 'typed' ? pg.cast(pg.null, pgType(low, to)) : pg.null;
  if (inner.kind === 'StringLiteral') return stringAs(low, inner, inner.value, to, mode);
  if (inner.kind === 'IntegerLiteral' || inner.kind === 'DecimalLiteral' || inner.kind === 'MoneyLiteral') return numberAs(low, negative ? `-${inner.value}` : inner.value, to);
  return undefined;
}

function numberAs(low: Lowering, text: string, to: ScalarType): Expression | undefined {
  switch (familyOf(to)) {
    case 'bit': return low.bitIsBoolean ? pg.boolean(Number(text) !== 0) : number(Number(text) === 0 ? '0' : '1');
    case 'integer': return /[.]/.test(text) || !holds(to, text) ? undefined : number(text);
    // A real is near 0.1 only: the constant has to be as near.
    case 'float': return to.base === 'real' && /[.]/.test(text) ? castTo(number(text), 'real') : number(text);
    case 'decimal': case 'money': return number(text);
    case 'string': return /[.]/.test(text) ? undefined : typeof to.length === 'number' && text.length > to.length ? pg.text('*') : pg.text(text.replace(/^(-?)0+(?=\d)/, '$1'));
    case 'date-time': return /^-?\d+$/.test(text) && to.base !== 'time' ? dayNumber(Number(text), to) : undefined;
    default: return undefined;
  }
}

/** Whether a whole number is within the range of a type; what is not is an overflow at run time. */
function holds(to: ScalarType, text: string): boolean {
  const value = BigInt(text);
  const bits = to.base === 'bigint' ? 63n : to.base === 'int' ? 31n : 15n;
  return to.base === 'tinyint' ? value >= 0n && value <= 255n : value >= -(1n << bits) && value < 1n << bits;
}

/** Day numbers count from 1900-01-01. */
function dayNumber(days: number, to: ScalarType): Expression | undefined {
  const day = new Date(Date.UTC(1900, 0, 1) + days * 86400000);
  if (Number.isNaN(day.getTime()) || day.getUTCFullYear() < 1 || day.getUTCFullYear() > 9999) return undefined;
  return typedDate(day.toISOString().slice(0, 10), to);
}

const typedDate = (value: string, to: ScalarType): Expression => ({ kind: 'TypedLiteral', type: pg.type(dateTypeName(to)), value });
const dateTypeName = (to: ScalarType): string => (to.base === 'date' ? 'date' : to.base === 'time' ? 'time' : to.base === 'datetimeoffset' ? 'timestamptz' : 'timestamp');

function stringAs(low: Lowering, node: Literal, text: string, to: ScalarType, mode: LiteralMode): Expression | undefined {
  const trimmed = text.trim();
  switch (familyOf(to)) {
    case 'string': return typeof to.length === 'number' && mode === 'typed' && text.length > to.length ? pg.text(text.slice(0, to.length)) : pg.text(text);
    case 'integer': return /^[-+]?\d+$/.test(trimmed) ? number(trimmed.replace('+', '')) : trimmed === '' ? number('0') : undefined;
    case 'bit': {
      const lower = trimmed.toLowerCase();
      if (lower === 'true' || /^[-+]?0*[1-9]\d*$/.test(lower)) return low.bitIsBoolean ? pg.boolean(true) : number('1');
      if (lower === 'false' || lower === '' || /^[-+]?0+$/.test(lower)) return low.bitIsBoolean ? pg.boolean(false) : number('0');
      return undefined;
    }
    case 'decimal': case 'float': return trimmed === '' && familyOf(to) === 'float' ? number('0') : /^[-+]?(\d+\.?\d*|\.\d+)$/.test(trimmed) ? number(trimmed.replace('+', '')) : undefined;
    case 'money': {
      const plain = trimmed.replace(/[$¢£¤¥€,]/g, '');
      return plain === '' ? number('0') : /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? number(plain.replace('+', '')) : undefined;
    }
    case 'date-time': return dateLiteral(low, node, text, to, mode);
    case 'guid': return mode === 'typed' ? castTo(pg.text(trimmed), 'uuid') : pg.text(trimmed);
    case 'xml': return castTo(pg.text(text), 'xml');
    default: return undefined;
  }
}

function dateLiteral(low: Lowering, node: Literal, text: string, to: ScalarType, mode: LiteralMode): Expression {
  const read = readDateText(text);
  // What is no date fails when it is read, as in SQL Server; rare forms are read then.
  if (read === undefined) return textToMoment(low, pg.text(text), to);
  if (read.guessed) note(low, node, expressionItems.dateLiteral, { text });
  const time = read.time === undefined || /^00:00:00(\.0*)?$/.test(read.time) ? '' : ` ${read.time}`;
  if (to.base === 'date') return wrap(read.date ?? '1900-01-01', to, mode);
  if (to.base === 'time') return wrap(read.time ?? '00:00:00', to, mode);
  if (to.base === 'smalldatetime' && read.time !== undefined) return wrap(toMinute(read.date ?? '1900-01-01', read.time), to, mode);
  if (to.base === 'datetime' && read.time !== undefined) return wrap(onTick(read.date ?? '1900-01-01', read.time), to, mode);
  const zone = to.base === 'datetimeoffset' ? (read.offset ?? '+00') : '';
  return wrap(`${read.date ?? '1900-01-01'}${zone === '' ? time : ` ${read.time ?? '00:00:00'}${zone}`}`, to, mode);
}

/** A moment rounded to the minute, as smalldatetime is. */
function toMinute(date: string, time: string): string {
  // Seconds up to 29.998 are rounded down.
  const rounded = new Date(Math.floor((Date.parse(`${date}T${time.slice(0, 8)}Z`) + Number(time.slice(9).padEnd(3, '0').slice(0, 3)) + 1) / 60000 + 0.5) * 60000);
  return Number.isNaN(rounded.getTime()) ? `${date} ${time}` : rounded.toISOString().slice(0, 16).replace('T', ' ');
}

/** datetime counts in steps of 1/300 second. */
function onTick(date: string, time: string): string {
  const seconds = Date.parse(`${date}T${time.slice(0, 8)}Z`);
  // In microseconds, so that halves are halves.
  const ticks = Math.round((Number(time.slice(9).padEnd(6, '0').slice(0, 6)) * 3) / 10000);
  if (Number.isNaN(seconds)) return `${date} ${time}`;
  const rounded = new Date(seconds + Math.round((ticks * 10) / 3)).toISOString();
  const [day = date, clock = time] = [rounded.slice(0, 10), rounded.slice(11, 23)];
  return clock === '00:00:00.000' ? day : `${day} ${clock.endsWith('.000') ? clock.slice(0, 8) : clock}`;
}

const wrap = (value: string, to: ScalarType, mode: LiteralMode): Expression => (mode === 'typed' ? typedDate(value, to) : pg.text(value));

/** Whether a constant of this type means NULL. */
export const isNullType = (type: SqlType): boolean => type.kind === 'null';
