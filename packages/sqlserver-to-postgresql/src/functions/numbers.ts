import { familyOf, isScalar, walk } from '@ferry/source-sqlserver';
import type { Expression as SourceExpression, FunctionCall, SqlType } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { integerOf } from '../lower/literals';
import { castTo } from '../lower/lowering';
import { nameOf, renamed } from './call-site';
import type { CallSite, FunctionTable } from './call-site';

const isInteger = (type: SqlType): boolean => familyOf(type) === 'integer' || familyOf(type) === 'bit';
const isFloat = (type: SqlType): boolean => familyOf(type) === 'float' || familyOf(type) === 'string';
/** A number: texts are taken as float, bits as int. */
const number = (site: CallSite, index: number): Expression => (isFloat(site.type(index)) ? site.float(index) : familyOf(site.type(index)) === 'bit' ? site.int(index) : site.value(index));
const whole = (site: CallSite, value: Expression): Expression => castTo(value, isScalar(site.result) && site.result.base === 'bigint' ? 'bigint' : 'integer');

/** ROUND(x, n[, cut]): PostgreSQL rounds to places only numerics, and rounds floats half to even. */
function round(site: CallSite): Expression {
  const type = site.type(0);
  const places = integerOf(site.args[1]);
  const cut = site.args.length > 2 ? integerOf(site.args[2]) : 0;
  if (cut === undefined) return site.refuse('whether it cuts is known at run time only');
  const name = cut === 0 ? 'round' : 'trunc';
  const value = number(site, 0);
  if (isInteger(type)) {
    if (places !== undefined && places >= 0) return value;
    return whole(site, pg.call(name, castTo(value, 'numeric'), site.int(1)));
  }
  if (isFloat(type)) return castTo(pg.call(name, castTo(value, 'numeric'), site.int(1)), 'double precision');
  return pg.call(name, value, site.int(1));
}

const integral = (name: 'ceil' | 'floor') => (site: CallSite): Expression => (isInteger(site.type(0)) ? number(site, 0) : pg.call(name, number(site, 0)));

/** POWER has the type of its first argument: whole numbers are cut, decimals rounded to its scale. */
function power(site: CallSite): Expression {
  const value = pg.call('power', number(site, 0), number(site, 1));
  const type = site.type(0);
  if (isScalar(type) && type.base === 'decimal') return pg.call('round', castTo(value, 'numeric'), pg.number(type.scale ?? 0));
  return isInteger(site.type(0)) ? whole(site, pg.call('trunc', value)) : value;
}

const trigonometric = (name: string): FunctionTable[string] => renamed(name, 1, 'float');

function callsNewId(node: SourceExpression): boolean {
  let found = false;
  walk(node, (n) => void (n.kind === 'FunctionCall' && nameOf(n as FunctionCall) === 'NEWID' && (found = true)));
  return found;
}

export const numberFunctions: FunctionTable = {
  ABS: { args: [1, 1], volatility: 'immutable', build: (s) => pg.call('abs', number(s, 0)) },
  CEILING: { args: [1, 1], volatility: 'immutable', build: integral('ceil') },
  FLOOR: { args: [1, 1], volatility: 'immutable', build: integral('floor') },
  ROUND: { args: [2, 3], volatility: 'immutable', build: round },
  SIGN: { args: [1, 1], volatility: 'immutable', build: (s) => (isInteger(s.type(0)) ? whole(s, pg.call('sign', number(s, 0))) : pg.call('sign', number(s, 0))) },
  POWER: { args: [2, 2], volatility: 'immutable', build: power },
  SQUARE: { args: [1, 1], volatility: 'immutable', build: (s) => pg.call('power', s.as(0, { kind: 'scalar', base: 'float', nullable: true }, 'explicit'), pg.number(2)) },
  SQRT: trigonometric('sqrt'),
  EXP: trigonometric('exp'),
  LOG: { args: [1, 2], volatility: 'immutable', build: (s) => (s.args.length === 1 ? pg.call('ln', castTo(s.float(0), 'double precision')) : pg.divide(pg.call('ln', castTo(s.float(0), 'double precision')), pg.call('ln', castTo(s.float(1), 'double precision')))) },
  LOG10: { args: [1, 1], volatility: 'immutable', build: (s) => pg.call('log', castTo(s.float(0), 'double precision')) },
  PI: renamed('pi', 0),
  SIN: trigonometric('sin'),
  COS: trigonometric('cos'),
  TAN: trigonometric('tan'),
  COT: trigonometric('cot'),
  ASIN: trigonometric('asin'),
  ACOS: trigonometric('acos'),
  ATAN: trigonometric('atan'),
  ATN2: renamed('atan2', 2, 'float'),
  DEGREES: { args: [1, 1], volatility: 'immutable', build: (s) => (isInteger(s.type(0)) ? whole(s, pg.call('trunc', pg.call('degrees', number(s, 0)))) : pg.call('degrees', number(s, 0))) },
  RADIANS: { args: [1, 1], volatility: 'immutable', build: (s) => (isInteger(s.type(0)) ? whole(s, pg.call('trunc', pg.call('radians', number(s, 0)))) : pg.call('radians', number(s, 0))) },
  // The same numbers for the same seed cannot be had; a seed made of NEWID() asks for none.
  RAND: { args: [0, 1], volatility: 'volatile', build: (s) => (s.args[0] === undefined || callsNewId(s.args[0]) ? pg.call('random') : s.refuse('a seed')) },
};
