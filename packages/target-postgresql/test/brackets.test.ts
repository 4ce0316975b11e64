import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { pg, printExpression } from '../src';
import type { Expression } from '../src';
import { expressions } from './samples';

beforeAll(() => loadModule());

/** The parser's tree without places; the parser itself forgets brackets. */
function tree(sql: string): string {
  return JSON.stringify(parseSync(`SELECT ${sql}`), (key, value: unknown) => (key === 'location' || key === 'stmt_len' || key === 'list_start' || key === 'list_end' || key === 'rexpr_list_start' || key === 'rexpr_list_end' ? undefined : value));
}

const hole = pg.column('hole');
const z = pg.column('z');

/** Every place that an operand can have. */
const places: Readonly<Record<string, (e: Expression) => Expression>> = {
  not: (e) => pg.not(e),
  and: (e) => ({ kind: 'Logical', operator: 'AND', operands: [z, e, z] }),
  or: (e) => ({ kind: 'Logical', operator: 'OR', operands: [e, z] }),
  'left of =': (e) => pg.eq(e, z),
  'right of =': (e) => pg.eq(z, e),
  'left of -': (e) => pg.subtract(e, z),
  'right of -': (e) => pg.subtract(z, e),
  'left of *': (e) => pg.multiply(e, z),
  'right of *': (e) => pg.multiply(z, e),
  'left of ^': (e) => pg.binary('^', e, z),
  'right of ^': (e) => pg.binary('^', z, e),
  'left of ||': (e) => pg.concat(e, z),
  'right of ||': (e) => pg.concat(z, e),
  'left of OPERATOR()': (e) => ({ kind: 'Binary', operator: '+', operatorSchema: 'pg_catalog', left: e, right: z }),
  'right of OPERATOR()': (e) => ({ kind: 'Binary', operator: '+', operatorSchema: 'pg_catalog', left: z, right: e }),
  minus: (e) => pg.unary('-', e),
  'prefix operator': (e) => pg.unary('@', e),
  cast: (e) => pg.cast(e, pg.type('text')),
  collate: (e) => pg.collate(e, 'C'),
  'time of AT TIME ZONE': (e) => ({ kind: 'AtTimeZone', operand: e, zone: z }),
  'zone of AT TIME ZONE': (e) => ({ kind: 'AtTimeZone', operand: z, zone: e }),
  'is null': (e) => pg.isNull(e),
  'is true': (e) => ({ kind: 'IsTest', operand: e, test: 'TRUE' }),
  'left of IS DISTINCT FROM': (e) => ({ kind: 'IsDistinctFrom', left: e, right: z }),
  'right of IS DISTINCT FROM': (e) => ({ kind: 'IsDistinctFrom', left: z, right: e }),
  'operand of BETWEEN': (e) => ({ kind: 'Between', operand: e, low: z, high: z }),
  'low of BETWEEN': (e) => ({ kind: 'Between', operand: z, low: e, high: z }),
  'high of BETWEEN': (e) => ({ kind: 'Between', operand: z, low: z, high: e }),
  'operand of LIKE': (e) => ({ kind: 'Like', operator: 'LIKE', operand: e, pattern: z, escape: z }),
  'pattern of LIKE': (e) => ({ kind: 'Like', operator: 'ILIKE', operand: z, pattern: e, escape: z }),
  'escape of LIKE': (e) => ({ kind: 'Like', operator: 'LIKE', operand: z, pattern: z, escape: e }),
  'operand of IN': (e) => ({ kind: 'InList', operand: e, values: [z, z] }),
  'value of IN': (e) => ({ kind: 'InList', operand: z, values: [z, e] }),
  'operand of ANY': (e) => ({ kind: 'Quantified', operand: e, operator: '=', quantifier: 'ANY', argument: { array: z } }),
  'operand of case': (e) => pg.case([pg.when(z, z)], z, e),
  'when and else': (e) => pg.case([pg.when(e, e)], e),
  'needle of position': (e) => ({ kind: 'PositionOf', needle: e, haystack: e }),
};

const all = Object.values(expressions).flat();

test.each(Object.entries(places))('brackets where they are needed: %s', (_place, at) => {
  const template = printExpression(at(hole));
  for (const e of all) {
    const inner = printExpression(e);
    const printed = printExpression(at(e));
    expect(tree(printed), printed).toBe(tree(template.replaceAll('hole', () => `(${inner})`)));
  }
});

test('no brackets where they are not needed', () => {
  const [a, b, c] = [pg.column('a'), pg.column('b'), pg.column('c')];
  expect(printExpression(pg.add(pg.add(a, pg.multiply(b, c)), c))).toBe('a + b * c + c');
  expect(printExpression(pg.or(pg.and(pg.eq(a, b), pg.not(pg.isNull(c))), pg.gt(a, c)))).toBe('a = b AND NOT c IS NULL OR a > c');
  expect(printExpression(pg.cast(pg.call('f', a), pg.type('text')))).toBe('f(a)::text');
  expect(printExpression(pg.multiply(pg.add(a, b), c))).toBe('(a + b) * c');
  expect(printExpression(pg.subtract(a, pg.subtract(b, c)))).toBe('a - (b - c)');
});

test('a chain of thousands of operators is printed without running out of stack', () => {
  let chain: Expression = pg.text('x');
  for (let i = 0; i < 20_000; i++) chain = pg.concat(chain, pg.text('y'));
  expect(printExpression(chain).split('||')).toHaveLength(20_001);
});
