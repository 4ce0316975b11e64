import { describe, expect, it } from 'vitest';
import { nodeNames, nodePath, operations, resourceName, selectPaths, selectionRules } from '../src';

describe('names of resources', () => {
  it('follow the rule of AWS', () => {
    for (const good of ['a', 'Shop-2', 'x'.repeat(255)]) expect(resourceName.safeParse(good).success, good).toBe(true);
    for (const bad of ['', '2a', '-a', 'a-', 'a--b', 'a b', 'ä', 'a_b', 'a/../b', 'x'.repeat(256)]) expect(resourceName.safeParse(bad).success, bad).toBe(false);
  });
});

describe('node paths', () => {
  it('keep any name apart from any other, and out of the way of an address', () => {
    const names = ['Servers', 'a/b', '..', 'c%2Fd', 'e f', '名前', "o'x", '#?&'];
    const path = nodePath(names);
    expect(path.split('/')).toHaveLength(names.length);
    expect(path).not.toContain('..');
    expect(nodeNames(path)).toEqual(names);
  });

  it('take half a character pair', () => {
    expect(nodeNames(nodePath(['a\ud800b']))).toEqual(['a\ufffdb']);
  });

  it('become rules that are valid', () => {
    expect(selectionRules.safeParse(JSON.parse(selectPaths([nodePath(['Servers']), nodePath(['Servers', 'x'])]))).success).toBe(true);
  });
});

describe('inputs', () => {
  it('refuse members that do not exist', () => {
    expect(operations.DeleteDataProvider.input.safeParse({ DataProviderIdentifier: 'x', Force: true }).success).toBe(false);
  });

  it('take exactly one engine\'s settings', () => {
    const input = operations.CreateDataProvider.input;
    expect(input.safeParse({ Engine: 'sqlserver', Settings: { MicrosoftSqlServerSettings: {} } }).success).toBe(true);
    expect(input.safeParse({ Engine: 'sqlserver', Settings: {} }).success).toBe(false);
    expect(input.safeParse({ Engine: 'sqlserver', Settings: { MicrosoftSqlServerSettings: {}, PostgreSqlSettings: {} } }).success).toBe(false);
  });
});
