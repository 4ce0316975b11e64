import type { Expression as SourceExpression, ScalarType, SqlType } from '@ferry/source-sqlserver';
import { isScalar, isString } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { comparable } from '../lower/collation';
import { notePadding } from '../lower/convert';
import { coerce, lowerNode } from '../lower/expressions';
import { lowerCondition } from '../lower/predicates';
import { cast, refuse } from '../lower/lowering';
import type { CallSite, FunctionTable } from './call-site';

/** An operand in the common type of all; unknown types must not be mixed with known ones. */
function operand(site: CallSite, node: SourceExpression, own: SqlType, common: SqlType): Expression {
  notePadding(site.low, node, own, common);
  if (isScalar(common)) return coerce(site.low, node, common);
  if (common.kind === 'null' || own.kind === 'null') return lowerNode(site.low, node);
  return refuse(site.low, node, expressionItems.unknownType, { what: 'A choice between values' });
}

/** ISNULL has the type and the length of its first argument, so the second may be cut. */
function isNull(site: CallSite): Expression {
  const [first, second] = [site.type(0), site.type(1)];
  if (!isScalar(first)) return first.kind === 'null' ? site.value(1) : site.refuse('the type of the first argument is unknown');
  const other = site.as(1, first);
  notePadding(site.low, site.args[1] ?? site.node, second, first);
  return pg.call('coalesce', site.value(0), cutTo(site, other, first, second));
}

function cutTo(site: CallSite, value: Expression, to: ScalarType, from: SqlType): Expression {
  if (!isString(to) || !isString(from) || !isScalar(from) || typeof to.length !== 'number') return value;
  return typeof from.length === 'number' && from.length <= to.length ? value : cast(site.low, value, to);
}

const coalesce = (site: CallSite): Expression => pg.call('coalesce', ...site.args.map((arg, i) => operand(site, arg, site.type(i), site.result)));

function nullIf(site: CallSite): Expression {
  const type = site.type(0);
  if (!isScalar(type)) return site.refuse('the type of the first argument is unknown');
  const value = site.value(0);
  const [left = value, right = pg.null] = comparable(site.low, site.args, [value, site.as(1, type)], true);
  return site.low.ctx.choices.collation === 'lower' && left !== value ? pg.case([pg.when(pg.eq(left, right), pg.null)], value) : pg.call('nullif', left, right);
}

const choice = (site: CallSite, index: number): Expression => operand(site, site.args[index] ?? site.node, site.type(index), site.result);

export const nullFunctions: FunctionTable = {
  ISNULL: { args: [2, 2], volatility: 'immutable', build: isNull },
  COALESCE: { args: [1, 254], volatility: 'immutable', build: coalesce },
  NULLIF: { args: [2, 2], volatility: 'immutable', build: nullIf },
  IIF: { args: [3, 3], volatility: 'immutable', build: (s) => pg.case([pg.when(lowerCondition(s.low, s.args[0] ?? s.node), choice(s, 1))], choice(s, 2)) },
  // An index out of range gives NULL.
  CHOOSE: { args: [2, 254], volatility: 'immutable', build: (s) => pg.case(s.args.slice(1).map((_, i) => pg.when(pg.number(i + 1), choice(s, i + 1))), undefined, s.type(0).kind === 'null' ? { kind: 'Cast', operand: pg.null, type: pg.type('integer') } : s.int(0)) },
  GREATEST: { args: [1, 254], volatility: 'immutable', build: (s) => pg.call('greatest', ...s.args.map((_, i) => choice(s, i))) },
  LEAST: { args: [1, 254], volatility: 'immutable', build: (s) => pg.call('least', ...s.args.map((_, i) => choice(s, i))) },
};
