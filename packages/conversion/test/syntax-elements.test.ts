import type { Fragment } from '@ferry/catalog';
import { describe, expect, it, test } from 'vitest';
import { countSyntax, defineActionItems } from '../src';
import type { ActionItem, ConvertedObject, ConvertedPart } from '../src';

const words = { complexity: 'Medium', title: 'odd', message: () => 'odd', recommendedAction: '', effort: { learning: 1, occurrence: 1 }, family: 'toys' } as const;
const registry = defineActionItems([
  { code: 30001, severity: 'HIGH', ...words },
  { code: 30002, severity: 'LOW', ...words },
]);
const at = (start: number, end: number, source = 0): Fragment => ({ source, span: { start, end } });
const item = (place?: Fragment, code = 30001): ActionItem => ({ code, details: {}, ...(place === undefined ? {} : { at: place }) });
const target = { kind: 'TABLE', schema: 's', name: 't' };
const part = (place: Fragment, items: readonly ActionItem[] = [], more: Partial<ConvertedPart> = {}): ConvertedPart => ({ ref: { kind: 'TABLE', schema: 's', name: 't' }, at: place, targets: [target], statements: [], items, ...more });
const object = (head: ConvertedPart, ...rest: ConvertedPart[]): ConvertedObject => ({ id: 'o' as ConvertedObject['id'], parts: [head, ...rest] });
const count = (converted: ConvertedObject, elements: readonly Fragment[]) => countSyntax(converted, elements, registry).map(({ total, automatic }) => [total, automatic]);

/** A routine of 0 to 100 with two statements; the second has two clauses. */
const routine = [at(0, 100), at(10, 30), at(40, 90), at(50, 60), at(70, 80)];

describe('syntax count', () => {
  it('counts everything where no item leaves work', () => {
    expect(count(object(part(at(0, 100))), routine)).toEqual([[5, 5]]);
    expect(count(object(part(at(0, 100), [item(at(50, 60), 30002)])), routine)).toEqual([[5, 5]]);
  });

  it('marks the innermost element that holds an item, and all that the item spans', () => {
    expect(count(object(part(at(0, 100), [item(at(52, 55))])), routine)).toEqual([[5, 4]]);
    expect(count(object(part(at(0, 100), [item(at(40, 90))])), routine)).toEqual([[5, 2]]);
    expect(count(object(part(at(0, 100), [item(at(45, 65))])), routine)).toEqual([[5, 3]]);
  });

  it('takes an item on the whole definition, and one without a place, for one thing', () => {
    expect(count(object(part(at(0, 100), [item(at(0, 100))])), routine)).toEqual([[5, 4]]);
    expect(count(object(part(at(0, 100), [item(), item(at(5, 6))])), routine)).toEqual([[5, 4]]);
  });

  it('says of what was not converted that none of it was', () => {
    expect(count(object(part(at(0, 100), [], { stub: true })), routine)).toEqual([[5, 0]]);
  });

  it('gives each part what is its own', () => {
    const table = object(part(at(0, 100)), part(at(10, 30), [item(at(10, 30))]), part(at(40, 90)), part(at(200, 250), [], { targets: [] }), part(at(5, 9, 1)));
    expect(count(table, [...routine, at(200, 250), at(5, 9, 1)])).toEqual([
      [1, 1],
      [1, 0],
      [3, 3],
      [1, 0],
      [1, 1],
    ]);
  });

  it('takes elements and items in any order', () => {
    const marks = [item(at(72, 73)), item(at(12, 13)), item(at(52, 55))];
    expect(count(object(part(at(0, 100), marks)), [...routine].reverse())).toEqual([[5, 2]]);
  });
});

test('counting is quick for very many elements and items', () => {
  const elements = [at(0, 1_000_000), ...Array.from({ length: 100_000 }, (_, i) => at(10 * i + 1, 10 * i + 9))];
  const items = Array.from({ length: 50_000 }, (_, i) => item(at(20 * i + 3, 20 * i + 4)));
  const began = performance.now();
  expect(count(object(part(at(0, 1_000_000), items)), elements)).toEqual([[100_001, 50_001]]);
  expect(performance.now() - began).toBeLessThan(3000);
});
