import { describe, expect, it } from 'vitest';
import { fitsPattern, transformationsOf } from '../src';
import type { RuleAction, TransformationRule } from '../src';

const table = (action: RuleAction, value?: string, old?: string): TransformationRule => ({
  'rule-target': 'table',
  'rule-action': action,
  'object-locator': { 'schema-name': '%', 'table-name': '%' },
  ...(value === undefined ? {} : { value }),
  ...(old === undefined ? {} : { 'old-value': old }),
});
const nameOf = (rules: readonly TransformationRule[], name: string) => transformationsOf(rules).nameOf('table', { database: 'db', schema: 'dbo', relation: name }, name);

describe('patterns', () => {
  it('take % for any text and compare with case', () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ['%', '', true],
      ['Order', 'Order', true],
      ['Order', 'order', false],
      ['tbl%', 'tblOrder', true],
      ['%Order%', 'tblOrderLine', true],
      ['a%b%c', 'aXbYc', true],
      ['a%b%c', 'acb', false],
      ['ab%ba', 'aba', false],
      ['%a%a%', 'a', false],
      ['a_c', 'abc', false],
    ];
    for (const [pattern, name, expected] of cases) expect(fitsPattern(pattern, name), `${pattern} ${name}`).toBe(expected);
  });

  it('are looked for in linear time', () => {
    const name = 'a'.repeat(200_000);
    expect(fitsPattern(`${'%a'.repeat(200)}%b`, name)).toBe(false);
  });
});

describe('transformation rules', () => {
  it('do what each action says', () => {
    const cases: readonly (readonly [TransformationRule, string, string])[] = [
      [table('rename', 'Client'), 'Customer', 'Client'],
      [table('add-prefix', 'x_'), 'Customer', 'x_Customer'],
      [table('remove-prefix', 'tbl'), 'tblCustomer', 'Customer'],
      [table('remove-prefix', 'tbl'), 'tbl', 'tbl'],
      [table('replace-prefix', 'T', 'tbl'), 'tblCustomer', 'TCustomer'],
      [table('replace-prefix', 'T', 'tbl'), 'Customer', 'Customer'],
      [table('add-suffix', '_t'), 'Customer', 'Customer_t'],
      [table('remove-suffix', 'er'), 'Customer', 'Custom'],
      [table('replace-suffix', 'ers', 'er'), 'Customer', 'Customers'],
      [table('convert-lowercase'), 'Customer', 'customer'],
      [table('convert-uppercase'), 'Customer', 'CUSTOMER'],
    ];
    for (const [rule, name, expected] of cases) expect(nameOf([rule], name).name, rule['rule-action']).toBe(expected);
  });

  it('take effect in their order; of one action the last wins', () => {
    expect(nameOf([table('add-prefix', 'a_'), table('add-suffix', '_s'), table('add-prefix', 'b_')], 'T').name).toBe('b_T_s');
    expect(nameOf([table('rename', 'Order'), table('add-prefix', 'x_')], 'T').name).toBe('x_Order');
    expect(nameOf([table('add-prefix', 'x_'), table('rename', 'Order')], 'T').name).toBe('Order');
  });

  it('say when a rule chose the case, so that the default leaves it', () => {
    expect(nameOf([table('convert-uppercase')], 'Customer').exact).toBe(true);
    expect(nameOf([table('rename', 'Client')], 'Customer').exact).toBe(false);
  });

  it('find columns by place and by source type', () => {
    const rules = transformationsOf([
      { 'rule-target': 'column', 'rule-action': 'change-data-type', 'object-locator': { 'schema-name': 'dbo', 'table-name': '%', 'column-name': '%', type: 'MONEY' }, 'data-type': { type: 'numeric', precision: 10, scale: 2 } },
    ]);
    const place = { database: 'db', schema: 'dbo', relation: 'T', column: 'Price' };
    expect(rules.typeOf({ ...place, type: { name: 'money', args: [] } })).toEqual({ type: 'numeric', precision: 10, scale: 2 });
    expect(rules.typeOf({ ...place, type: { name: 'int', args: [] } })).toBeUndefined();
    expect(rules.typeOf({ ...place, schema: 'other', type: { name: 'money', args: [] } })).toBeUndefined();
  });
});
