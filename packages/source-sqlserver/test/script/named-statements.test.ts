import { quietRun, slice } from '@ferry/kernel';
import { describe, expect, it } from 'vitest';
import { readScripts, sqlserver, withStatements } from '../../src';

const read = () => readScripts([{ path: 'a.sql', text: 'CREATE TABLE dbo.Orders (Id int);' }], { databaseName: 'db', variables: {} }, quietRun());
const statement = (name: string, definition: string) => ({ schema: 'dbo', name, definition });

describe('named statements', () => {
  it('are procedures that show what a person wrote, in a category of their own', async () => {
    const { catalog, refused } = await withStatements(await read(), [statement('top ]five', 'SELECT TOP 5 Id\nFROM dbo.Orders')], quietRun());
    expect(refused).toEqual([]);
    const object = catalog.objects.at(-1);
    if (object?.kind !== 'PROCEDURE' || object.written === undefined) throw new Error('no statement');
    expect(object).toMatchObject({ schema: 'dbo', name: 'top ]five', flavour: 'statement' });
    const source = catalog.sources[object.written.source];
    expect(source && slice(source, object.written.span)).toBe('SELECT TOP 5 Id\nFROM dbo.Orders');
    expect(sqlserver.categories.filter((one) => one.holds(object)).map((one) => one.name)).toEqual(['Statements']);
  });

  it('take the place of those that were there', async () => {
    const before = await read();
    const first = await withStatements(before, [statement('a', 'SELECT 1'), statement('b', 'SELECT 2')], quietRun());
    const second = await withStatements(first.catalog, [statement('b', 'SELECT 3')], quietRun());
    expect(second.catalog.objects.map((one) => one.name)).toEqual([...before.objects.map((one) => one.name), 'b']);
    expect(second.catalog.sources.map((one) => one.path)).toEqual(['a.sql', 'Statements/dbo.b.sql']);
    expect((await withStatements(second.catalog, [], quietRun())).catalog).toEqual(before);
  });

  it('are refused when the name is taken, or when they are not one batch', async () => {
    const { catalog, refused } = await withStatements(await read(), [statement('orders', 'SELECT 1'), statement('two', 'SELECT 1\nGO\nSELECT 2'), statement('none', '  ')], quietRun());
    expect(catalog.objects.some((one) => one.kind === 'PROCEDURE' && one.name !== 'none')).toBe(false);
    expect(refused.map((one) => one.reason)).toEqual(expect.arrayContaining([expect.stringContaining('has a table "Orders"'), expect.stringContaining('more than one batch')]));
  });
});
