import { expect, test } from 'vitest';
import { byteLength, cutTo, fitName, foldName, nameLimit, stableHash } from '../src/names/fold';
import { namespace } from '../src/names/namespace';

test('names fold by the setting', () => {
  expect(foldName('CustomerID', 'lower')).toBe('customerid');
  expect(foldName('CustomerID', 'keep')).toBe('CustomerID');
  const snakes: readonly (readonly [string, string])[] = [
    ['CustomerID', 'customer_id'],
    ['XMLData', 'xml_data'],
    ['IX_Order_Date', 'ix_order_date'],
    ['already_snake', 'already_snake'],
    ['Line1Text', 'line1_text'],
    ['Order Details', 'order details'],
    ['ÄrgerÖl', 'ärger_öl'],
  ];
  for (const [from, to] of snakes) expect(foldName(from, 'snake_case')).toBe(to);
});

test('a long name is cut between characters and ends in a hash of the whole name', () => {
  const long = 'ü'.repeat(60);
  const cut = fitName(long, long);
  expect(byteLength(cut)).toBeLessThanOrEqual(nameLimit);
  expect(cut).toMatch(/^ü+_[0-9a-f]{8}$/);
  expect(fitName(long, `${long}x`)).not.toBe(cut);
  expect(cutTo('a🙂b', 4)).toBe('a');
  expect(fitName('short', 'short')).toBe('short');
});

test('the hash is the same on every machine', () => {
  expect(stableHash('')).toBe('811c9dc5');
  expect(stableHash('a')).toBe('e40c292c');
});

test('a namespace hands out each name once, with a suffix that does not depend on the order', () => {
  const one = namespace();
  expect(one.take('a', 'first')).toEqual({ name: 'a' });
  const second = one.take('a', 'second');
  expect(second).toEqual({ name: `a_${stableHash('second').slice(0, 6)}`, reason: 'clash' });
  const other = namespace(['a']);
  expect(other.take('a', 'second')).toEqual({ ...second, reason: 'reserved' });
  expect(other.take('a', 'second').name).not.toBe(second.name);
});
