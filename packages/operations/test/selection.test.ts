import { describe, expect, it } from 'vitest';
import type { NodeOutline } from '@ferry/store';
import { parseRules, selectedObjects } from '../src';
import { matches, wantedBy } from '../src/selection';

const node = (position: number, parentPosition: number | null, subtreeEnd: number, path: string, locator: object, objectId: string | null = null): NodeOutline => ({
  position, parentPosition, subtreeEnd, path, name: path, nodeType: objectId === null ? 'category' : 'object', kind: null, objectId, part: objectId === null ? null : 0, lines: 0, syntaxTotal: null, syntaxAutomatic: null, locator: JSON.stringify(locator), status: null, proofLevel: null, proofBy: null, sourceIndex: null, spanStart: null, edited: false, applyStatus: null,
});
const at = (schema: string, leaf: object = {}) => ({ 'server-name': 's', 'database-name': 'd', 'schema-name': schema, ...leaf });
const outline = [
  node(0, null, 7, 'Servers', { 'node-path': 'Servers' }),
  node(1, 0, 5, 'Servers/s/a', at('a')),
  node(2, 1, 4, 'Servers/s/a/Tables', at('a', { 'category-name': 'Tables' })),
  node(3, 2, 3, 'Servers/s/a/Tables/one', at('a', { 'table-name': 'one' }), 'TABLE:a.one'),
  node(4, 2, 4, 'Servers/s/a/Tables/o_e', at('a', { 'table-name': 'o_e' }), 'TABLE:a.o_e'),
  node(5, 1, 5, 'Servers/s/a/Views/one', at('a', { 'table-name': 'one', 'table-type': 'view' }), 'VIEW:a.one'),
  node(6, 0, 7, 'Servers/s/b', at('b')),
  node(7, 6, 7, 'Servers/s/b/Tables/one', at('b', { 'table-name': 'one' }), 'TABLE:b.one'),
];
const rule = (action: string, locator: object) => ({ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': action, 'object-locator': locator });
const select = (...rules: object[]): string[] => [...selectedObjects(outline, parseRules(JSON.stringify({ rules })))];

describe('selection rules', () => {
  it('pick a node by path or by locator, with what is below it', () => {
    expect(select(rule('explicit', { 'node-path': 'Servers/s/a/Tables' }))).toEqual(['TABLE:a.one', 'TABLE:a.o_e']);
    expect(select(rule('explicit', at('b')))).toEqual(['TABLE:b.one']);
    expect(select(rule('explicit', at('a', { 'category-name': 'Tables' })))).toEqual(['TABLE:a.one', 'TABLE:a.o_e']);
    expect(select(rule('explicit', at('a', { 'table-name': 'one' })))).toEqual(['TABLE:a.one']);
    expect(select(rule('explicit', at('a', { 'table-name': 'one', 'table-type': 'view' })))).toEqual(['VIEW:a.one']);
    expect(select(rule('explicit', at('a', { 'table-name': 'o%' })))).toEqual([]);
  });

  it('take wildcards in include and exclude, in order', () => {
    expect(select(rule('include', at('%', { 'table-name': 'on%' })))).toEqual(['TABLE:a.one', 'TABLE:b.one']);
    expect(select(rule('include', at('%')), rule('exclude', at('a', { 'table-name': '%' })))).toEqual(['VIEW:a.one', 'TABLE:b.one']);
    expect(select(rule('include', at('a', { 'table-name': 'o[_]e' })))).toEqual(['TABLE:a.o_e']);
    expect(() => select(rule('exclude', at('a')))).toThrow(/needs an include rule/);
    expect(() => select(rule('explicit', { 'schema-name': '' }))).toThrow(/not right at rules\.0\.object-locator\.schema-name/);
  });

  it('match without going back over and over', () => {
    const before = Date.now();
    expect(matches('%a%a%a%a%a%a%a%a%a%a%b', 'a'.repeat(20_000))).toBe(false);
    expect(Date.now() - before).toBeLessThan(2000);
    expect(matches('a_c%', 'abcdef')).toBe(true);
    expect(matches('', '')).toBe(true);
    expect(matches('any', 'any')).toBe(true);
  });

  it('ask the store for the nodes that they can mean, and few others', () => {
    const wanted = (...rules: object[]) => wantedBy(parseRules(JSON.stringify({ rules })));
    expect(wanted(rule('explicit', { 'node-path': 'Servers/s' }), rule('explicit', { 'table-type': 'table', 'table-name': 'o%', 'schema-name': 'a', 'server-name': 's', 'database-name': 'd' }))).toEqual({ paths: ['Servers/s'], locators: [JSON.stringify(at('a', { 'table-name': 'o%' }))], patterns: [] });
    // Two members, and not three.
    expect(wanted(rule('include', { 'server-name': '%', 'schema-name': 'a_b[_]c"\\😀' })).patterns).toEqual([{ like: '{"server-name":"%","schema-name":"a%b\\_c\\\\"\\\\\\\\😀"}', unlike: '%","%","%' }]);
    expect(wanted(rule('include', at('%', { 'table-type': 'view', 'table-name': '%x' }))).patterns.map(({ like }) => like)).toEqual(['{"server-name":"s","database-name":"d","schema-name":"%","table-name":"%x","table-type":"view"}']);
  });
});
