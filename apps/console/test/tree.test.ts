import { describe, expect, it } from 'vitest';
import { selectionRules } from '@ferry/contract';
import { rulesOf } from '../src/features/schema-conversion/selection-rules';
import { moveOf } from '../src/features/schema-conversion/tree/keys';
import { ancestors, flatten } from '../src/features/schema-conversion/tree/rows';
import type { Row } from '../src/features/schema-conversion/tree/rows';
import type { Branch, TreeNode } from '../src/features/schema-conversion/tree/branch';
import { noTicks, tickOf, toggle } from '../src/features/schema-conversion/tree/selection';
import type { Ticks } from '../src/features/schema-conversion/tree/selection';
import { isHidden, matches } from '../src/features/schema-conversion/tree/tree-settings';

const ticked = (...paths: string[]): Ticks => paths.reduce(toggle, noTicks);

describe('ticks', () => {
  it('tick a node with all below it, and mark those above as mixed', () => {
    const ticks = ticked('a/b');
    expect(['a', 'a/b', 'a/b/c', 'a/bc', 'z'].map((path) => tickOf(ticks, path))).toEqual(['mixed', 'true', 'true', 'false', 'false']);
  });

  it('take one out of a ticked branch, and back in', () => {
    const without = ticked('a', 'a/b/c');
    expect(['a', 'a/b', 'a/b/c', 'a/b/d', 'a/b/c/e'].map((path) => tickOf(without, path))).toEqual(['mixed', 'mixed', 'false', 'true', 'false']);
    expect(toggle(without, 'a/b/c')).toEqual(ticked('a'));
  });

  it('forget what stood below when a mixed node is ticked', () => {
    expect(toggle(ticked('a/b', 'a/c'), 'a')).toEqual(ticked('a'));
    expect(toggle(ticked('a'), 'a')).toEqual(noTicks);
  });

  it('become selection rules that the contract takes, ancestors first', () => {
    expect(rulesOf(noTicks, undefined)).toBeUndefined();
    const text = rulesOf(ticked('a', 'a/b', 'a/b/c'), undefined) ?? '';
    const rules = selectionRules.parse(JSON.parse(text)).rules.map((rule) => [rule['rule-action'], rule['object-locator']['node-path']]);
    expect(rules).toEqual([
      ['include', 'a'],
      ['exclude', 'a/b'],
      ['include', 'a/b/c'],
    ]);
  });
});

const node = (Path: string, ChildrenCount = 0): TreeNode => ({ MetadataModelName: Path.split('/').at(-1) ?? '', SelectionRules: '', Path, ChildrenCount });
const branch = (nodes: TreeNode[], marker?: string): Branch => ({ nodes, marker, total: nodes.length + (marker === undefined ? 0 : 5) });
const branches: Record<string, Branch> = { S: branch([node('S/apple'), node('S/banana', 2)]), 'S/banana': branch([node('S/banana/blue'), node('S/banana/brown')], 'next') };
const rowsWith = (...open: string[]): Row[] => flatten([node('S', 2)], new Set(open), (path) => ({ branch: branches[path], error: undefined }));

describe('rows of a tree', () => {
  it('are the opened nodes in order, with their level and place', () => {
    const rows = rowsWith('S', 'S/banana');
    expect(rows.map((row) => [row.key, row.level])).toEqual([
      ['S', 1],
      ['S/apple', 2],
      ['S/banana', 2],
      ['S/banana/blue', 3],
      ['S/banana/brown', 3],
      ['S/banana?more', 3],
    ]);
    const blue = rows[3];
    expect(blue?.kind === 'node' && [blue.position, blue.setSize]).toEqual([1, 7]);
  });

  it('know the ancestors of a path', () => {
    expect(ancestors('a/b/c')).toEqual(['a', 'a/b']);
    expect(ancestors('a')).toEqual([]);
  });
});

describe('keys in a tree', () => {
  const rows = rowsWith('S', 'S/banana');
  const press = (index: number, key: string, typed = key): unknown => {
    const move = moveOf(rows, index, { key, typed, page: 3 });
    return move === undefined ? undefined : move.move === 'focus' ? move.index : [move.move, move.row.key];
  };

  it('move up, down, to the ends and by pages, over lines that are no nodes', () => {
    expect([press(0, 'ArrowDown'), press(4, 'ArrowDown'), press(0, 'ArrowUp'), press(2, 'Home'), press(0, 'End'), press(0, 'PageDown'), press(4, 'PageUp')]).toEqual([1, 4, 0, 0, 4, 2, 1]);
  });

  it('open, close, go in and out', () => {
    expect([press(2, 'ArrowRight'), press(1, 'ArrowRight'), press(2, 'ArrowLeft'), press(3, 'ArrowLeft'), press(0, 'Enter'), press(1, ' ')]).toEqual([3, undefined, ['collapse', 'S/banana'], 2, ['select', 'S'], ['tick', 'S/apple']]);
  });

  it('find by what is typed', () => {
    expect([press(0, 'b'), press(2, 'b'), press(3, 'r', 'br'), press(0, 'q')]).toEqual([2, 3, 4, undefined]);
  });
});

describe('what a tree leaves out', () => {
  const schema = (name: string, objects: number): TreeNode => ({ MetadataModelName: name, SelectionRules: '', Path: `Servers/${name}`, NodeType: 'schema', ObjectCount: objects });

  it('matches names with % for any letters, without case', () => {
    expect(matches('sys%', 'SYSTEM')).toBe(true);
    expect(matches('%tmp%', 'old_TMP_1')).toBe(true);
    expect(matches('a%b%c', 'axxbyyc')).toBe(true);
    expect(matches('a%bc%c', 'abc')).toBe(false);
    expect(matches('dbo', 'dbo2')).toBe(false);
    expect(matches('%', '')).toBe(true);
  });

  it('hides empty schemas and the named ones, and no other kind of node', () => {
    const settings = { hideEmptySchemas: true, hidden: ' guest , tmp% ' };
    expect(isHidden(settings, schema('sales', 0))).toBe(true);
    expect(isHidden(settings, schema('sales', 3))).toBe(false);
    expect(isHidden(settings, schema('TMP_1', 3))).toBe(true);
    expect(isHidden(settings, { ...schema('guest', 0), NodeType: 'object' })).toBe(false);
    expect(isHidden({ hideEmptySchemas: false, hidden: '' }, schema('sales', 0))).toBe(false);
    const database = { ...schema('shop', 0), NodeType: 'database' as const };
    expect([isHidden(settings, database), isHidden({ ...settings, hideEmptyDatabases: true }, database)]).toEqual([false, true]);
  });
});
