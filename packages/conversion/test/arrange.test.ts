import { expect, test } from 'vitest';
import { arrange, targetKey } from '../src/index';
import type { TargetStatement } from '../src/index';

const ref = (name: string) => ({ kind: 'TABLE', schema: 's', name });
const statement = (name: string, phase: number, ...needs: string[]): TargetStatement => ({ sql: name, links: [], creates: ref(name), phase, needs: needs.map((n) => targetKey(ref(n))) });
const order = (...statements: TargetStatement[]) => arrange(statements).map((s) => s.sql);

test('phases decide, then the order of the source', () => {
  expect(order(statement('c', 1), statement('a', 0), statement('b', 0))).toEqual(['a', 'b', 'c']);
});

test('what a statement needs comes first, over phases', () => {
  expect(order(statement('a', 0, 'c'), statement('b', 0), statement('c', 1))).toEqual(['c', 'a', 'b']);
});

test('a circle is broken, and an unknown need is ignored', () => {
  expect(order(statement('a', 0, 'b'), statement('b', 0, 'a', 'nowhere'))).toEqual(['b', 'a']);
});

test('a chain of 100,000 needs neither the stack nor quadratic time', () => {
  const chain = Array.from({ length: 100_000 }, (_, i) => statement(`t${i}`, 0, `t${i + 1}`));
  expect(arrange(chain)[0]?.sql).toBe('t99999');
});
