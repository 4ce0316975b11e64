import { quietRun } from '@ferry/kernel';
import type { CatalogObject, CodeObject } from '@ferry/catalog';
import { describe, expect, test } from 'vitest';
import { catalogReader, dependencyGraph, nextReader, readByCallers, routineFacts, routineResults, sqlserver, stronglyConnected } from '../../src';
import type { CatalogReader, RoutineResults } from '../../src';

async function read(text: string): Promise<CatalogReader> {
  return catalogReader(await sqlserver.readScripts([{ path: 'a.sql', text }], { databaseName: 'd', variables: {} }, quietRun()));
}
const objectNamed = (reader: CatalogReader, name: string): CodeObject => reader.index.catalog.objects.find((o) => o.name === name) as CodeObject;
const words = ({ kind, paths, why }: RoutineResults): string => `${kind}${why === undefined ? '' : ` (${why})`}: ${paths.map((p) => p.map((s) => `${s.from === undefined ? '' : `${s.from.name} > `}${s.columns?.map((c) => c.name).join() ?? '?'}${s.repeats === true ? '*' : ''}`).join(' + ') || '-').join(' | ')}`;

const tables = `CREATE TABLE dbo.A (Id int NOT NULL, Name varchar(20) NULL)\nGO\nCREATE TABLE dbo.B (Id int NOT NULL, Price money NULL)\nGO\n`;
const procedure = (name: string, body: string, parameters = ''): string => `CREATE PROCEDURE dbo.${name} ${parameters} AS\n${body}\nGO\n`;

describe('result sets of procedures', async () => {
  const reader = await read(
    tables +
      procedure('Nothing', 'UPDATE dbo.A SET Name = NULL') +
      procedure('One', 'SELECT Id, Name FROM dbo.A') +
      procedure('Two', 'SELECT Id FROM dbo.A; SELECT Price FROM dbo.B') +
      procedure('Branch', 'IF @x = 1 SELECT Id FROM dbo.A ELSE SELECT Price FROM dbo.B', '@x int') +
      procedure('Same', 'IF @x = 1 SELECT Id FROM dbo.A ELSE SELECT Id FROM dbo.A WHERE Id = @x', '@x int') +
      procedure('Early', 'IF @x IS NULL RETURN 1; SELECT Id FROM dbo.A', '@x int') +
      procedure('Passed', 'EXEC dbo.Two') +
      procedure('Loop', 'WHILE @x > 0 BEGIN SELECT @x AS X; SET @x -= 1 END', '@x int') +
      procedure('Handler', 'BEGIN TRY SELECT Id FROM dbo.A END TRY BEGIN CATCH SELECT ERROR_MESSAGE() AS Message END CATCH') +
      procedure('Quiet', 'BEGIN TRY DELETE dbo.A END TRY BEGIN CATCH THROW END CATCH') +
      procedure('Output', 'DELETE dbo.A OUTPUT deleted.Id, deleted.Name') +
      procedure('IntoTable', 'SELECT Id INTO #t FROM dbo.A UNION ALL SELECT Id FROM dbo.B; SELECT * FROM #t') +
      procedure('Assign', 'DECLARE @n int; SELECT @n = COUNT(*) FROM dbo.A') +
      procedure('Captured', 'CREATE TABLE #t (Id int, Name varchar(20)); INSERT #t EXEC dbo.One') +
      procedure('Text', "EXEC sp_executesql N'SELECT Name FROM dbo.A WHERE Id = @id', N'@id int', @id = 1") +
      procedure('OpenText', 'EXEC (@sql)', '@sql nvarchar(max)') +
      procedure('OpenTable', "EXEC ('SELECT * FROM ' + @t)", '@t sysname') +
      procedure('Change', "EXEC ('DELETE FROM ' + @t)", '@t sysname') +
      procedure('Absent', 'EXEC dbo.NoSuchProcedure') +
      procedure('Declared', 'EXEC dbo.NoSuchProcedure WITH RESULT SETS ((Id int NOT NULL, Word nvarchar(20)))') +
      procedure('System', "EXEC sp_helptext 'dbo.One'") +
      procedure('Itself', 'SELECT 1 AS N; IF @x > 0 EXEC dbo.Itself 0', '@x int'),
  );
  const resultsOf = routineResults(reader);
  test.each([
    ['Nothing', 'none: -'],
    ['One', 'one: Id,Name'],
    ['Two', 'several: Id + Price'],
    ['Branch', 'varying: Id | Price'],
    ['Same', 'one: Id'],
    ['Early', 'varying: Id | -'],
    ['Passed', 'several: Two > Id + Two > Price'],
    ['Loop', 'varying: X*'],
    ['Handler', 'varying: Id | Message'],
    ['Quiet', 'none: -'],
    ['Output', 'one: Id,Name'],
    ['IntoTable', 'one: Id'],
    ['Assign', 'none: -'],
    ['Captured', 'none: -'],
    ['Text', 'one: Name'],
    ['OpenText', 'unknown (dynamic SQL): ?'],
    ['OpenTable', 'unknown (dynamic SQL): ?'],
    ['Change', 'none: -'],
    ['Absent', 'unknown (a procedure that the input does not define): ?'],
    ['Declared', 'one: Id,Word'],
    ['System', 'one: Text'],
    ['Itself', 'one: N'],
  ])('%s', (name, expected) => expect(words(resultsOf(objectNamed(reader, name)))).toBe(expected));
});

describe('names across objects', () => {
  test('a temporary table of the caller, a cursor of the caller, a table that another routine makes', async () => {
    const reader = await read(
      tables +
        procedure('Top1', 'CREATE TABLE #work (Id int NOT NULL, Word nvarchar(9)); DECLARE c CURSOR GLOBAL FOR SELECT Id FROM dbo.A; EXEC dbo.Middle') +
        procedure('Middle', 'EXEC dbo.Inner1') +
        procedure('Inner1', 'SELECT Word FROM #work; FETCH NEXT FROM c') +
        procedure('Maker', 'SELECT Id, Price AS Cost INTO dbo.Stage FROM dbo.B; ALTER TABLE dbo.Stage ADD Extra bit NULL') +
        procedure('User1', 'SELECT Cost, Extra FROM dbo.Stage'),
    );
    const resultsOf = routineResults(reader);
    const types = (name: string): unknown => resultsOf(objectNamed(reader, name)).paths[0]?.map((s) => s.columns?.map((c) => (c.type.kind === 'scalar' ? `${c.name} ${c.type.base}` : c.type.kind)));
    expect(types('Inner1')).toEqual([['Word nvarchar'], ['Id int']]);
    expect(types('User1')).toEqual([['Cost money', 'Extra bit']]);
    expect(dependencyGraph(reader).missing).toEqual([]);
  });

  test('another database of the same input, a synonym, a type without its schema', async () => {
    const reader = await read(
      `USE One\nGO\n${tables}CREATE SCHEMA s\nGO\nCREATE TYPE s.Ids AS TABLE (Id int NOT NULL)\nGO\nCREATE SYNONYM dbo.Alias1 FOR One.dbo.A\nGO\nUSE Two\nGO\n${procedure('P', 'SELECT a.Name, x.Id FROM One.dbo.A a JOIN dbo.Alias1 x ON x.Id = a.Id JOIN @ids i ON i.Id = a.Id JOIN Three.dbo.T t ON t.Id = a.Id', '@ids Ids READONLY')}`,
    );
    expect(words(routineResults(reader)(objectNamed(reader, 'P')))).toBe('one: Name,Id');
    expect(reader.bound(objectNamed(reader, 'P')).binding.uses.map((u) => `${u.kind} ${u.name.join('.')} ${u.where}`)).toEqual(['type Ids catalog', 'reads One.dbo.A catalog', 'reads dbo.Alias1 catalog', 'reads Three.dbo.T elsewhere']);
  });

  test('what is missing is told, once for each name, and the rest is bound', async () => {
    const reader = await read(tables + procedure('P', 'SELECT f.X, a.Name FROM dbo.Foo f JOIN dbo.A a ON a.Id = f.Id') + procedure('Q', 'INSERT dbo.foo (X) SELECT dbo.Gone(Id) FROM dbo.A'));
    expect(dependencyGraph(reader).missing.map((m) => m.message)).toEqual([
      'dbo.Foo is used by 2 objects and defined nowhere in the input. Add the script that defines it, or tell that it is not needed.',
      'dbo.Gone is used by 1 object and defined nowhere in the input. Add the script that defines it, or tell that it is not needed.',
    ]);
    const columns = routineResults(reader)(objectNamed(reader, 'P')).paths[0]?.[0]?.columns;
    expect(columns?.map((c) => c.type)).toMatchObject([{ kind: 'unknown', because: 'missing' }, { kind: 'scalar', base: 'varchar', length: 20 }]);
  });

  test('names that differ by case, as the collation of the database says', async () => {
    const text = (collation: string): string => `CREATE DATABASE d COLLATE ${collation}\nGO\n${tables}${procedure('P', 'SELECT ID FROM dbo.a')}`;
    const unresolved = async (collation: string): Promise<number> => {
      const reader = await read(text(collation));
      const { symbols, uses } = reader.bound(objectNamed(reader, 'P')).binding;
      return [...symbols.values()].filter((s) => s.kind === 'unresolved').length + uses.filter((u) => u.where === 'missing').length;
    };
    expect(await unresolved('Latin1_General_CI_AS')).toBe(0);
    expect(await unresolved('Latin1_General_CS_AS')).toBeGreaterThan(0);
  });
});

describe('who uses what', () => {
  test('reads, writes, calls, types, keys, triggers; cycles; order', async () => {
    const reader = await read(
      `CREATE TYPE dbo.Code FROM varchar(8)\nGO\nCREATE FUNCTION dbo.F (@x int) RETURNS int AS BEGIN RETURN @x END\nGO\nCREATE TABLE dbo.A (Id int NOT NULL PRIMARY KEY, Code dbo.Code, Twice AS (dbo.F(Id)))\nGO\nCREATE TABLE dbo.B (Id int NOT NULL REFERENCES dbo.A (Id))\nGO\nCREATE VIEW dbo.V AS SELECT Id FROM dbo.A\nGO\nCREATE TRIGGER dbo.Tr ON dbo.B AFTER INSERT AS DELETE dbo.A WHERE Id IN (SELECT Id FROM inserted)\nGO\n` +
        procedure('P', "UPDATE dbo.B SET Id = 1; EXEC dbo.Q; EXEC ('DELETE dbo.A')") + procedure('Q', 'SELECT Id FROM dbo.V; EXEC dbo.P'),
    );
    const { uses, cycles, order } = dependencyGraph(reader);
    const list = (name: string): string[] => (uses.get(objectNamed(reader, name)) ?? []).map((d) => `${[...d.kinds].sort().join('+')} ${d.to.name}`);
    expect(list('A')).toEqual(['type Code', 'calls F']);
    expect(list('B')).toEqual(['refers A']);
    expect(list('V')).toEqual(['reads A']);
    expect(list('Tr')).toEqual(['writes A', 'on B']);
    expect(list('P')).toEqual(['writes B', 'calls Q', 'writes A']);
    expect(cycles.map((c) => c.map((o) => o.name))).toEqual([['P', 'Q']]);
    const place = new Map(order.map((o, i) => [o.name, i]));
    for (const [from, dependencies] of uses) for (const { to } of dependencies) if (!cycles.flat().includes(from as CatalogObject)) expect(place.get(to.name)).toBeLessThan(place.get(from.name) ?? 0);
  });

  test('what a routine does, and what callers read of it', async () => {
    const reader = await read(tables + procedure('P', 'BEGIN TRAN; UPDATE dbo.A SET Name = (SELECT MAX(Price) FROM dbo.B); COMMIT; IF @@ROWCOUNT = 0 RAISERROR(N\'none\', 16, 1); SET @n = 1; RETURN 2', '@n int OUTPUT, @m int = NULL OUTPUT') + procedure('Q', 'DECLARE @r int, @x int; EXEC @r = dbo.P @x OUTPUT'));
    const facts = routineFacts(reader.bound(objectNamed(reader, 'P')));
    expect({ ...facts, reads: [...facts.reads].map((o) => o.name), writes: [...facts.writes].map((o) => o.name), calls: facts.calls.size }).toEqual({ reads: ['B'], writes: ['A'], calls: 0, raises: true, handlesErrors: false, controlsTransactions: true, runsTexts: false });
    expect(readByCallers(reader).get(objectNamed(reader, 'P'))).toEqual({ outputs: new Set(['@n']), returnCode: true });
  });

  test('groups of a long chain and of a long circle, without recursion', () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => i);
    expect(stronglyConnected(nodes, (n) => (n + 1 < nodes.length ? [n + 1] : [])).map((g) => g[0])).toEqual([...nodes].reverse());
    expect(stronglyConnected(nodes, (n) => [(n + 1) % nodes.length])).toHaveLength(1);
  });
});

describe('the next state of a catalogue', () => {
  /** A file for each object, as projects have them. */
  const files: Readonly<Record<string, string>> = {
    a: 'CREATE TABLE dbo.A (Id int NOT NULL, Name varchar(20) NULL)',
    v: 'CREATE VIEW dbo.V AS SELECT Id, Name FROM dbo.A',
    p: 'CREATE PROCEDURE dbo.P AS SELECT Name FROM dbo.V',
    q: 'CREATE PROCEDURE dbo.Q @n int AS EXEC dbo.R @n',
    r: 'CREATE PROCEDURE dbo.R @n int AS CREATE TABLE #t (X int); EXEC dbo.S',
    s: 'CREATE PROCEDURE dbo.S AS SELECT X FROM #t',
    u: 'CREATE PROCEDURE dbo.U AS SELECT Z FROM dbo.Later',
  };
  const catalogOf = (changes: Readonly<Record<string, string>>): ReturnType<typeof sqlserver.readScripts> =>
    sqlserver.readScripts(Object.entries({ ...files, ...changes }).map(([name, text]) => ({ path: `${name}.sql`, text })), { databaseName: 'd', variables: {} }, quietRun());
  const bindAll = (reader: CatalogReader): string => {
    for (const o of reader.index.catalog.objects) if (o.kind === 'VIEW' || o.kind === 'PROCEDURE') reader.bound(o);
    return reader.boundAnew().map((o) => o.name).sort().join();
  };

  test.each([
    ['nothing', {}, ''],
    ['the body of one procedure', { p: 'CREATE PROCEDURE dbo.P AS SELECT Name FROM dbo.V WHERE 1 = 1' }, 'P'],
    ['the parameters of a procedure that another calls', { r: 'CREATE PROCEDURE dbo.R @n int, @m int = 1 AS CREATE TABLE #t (X int); EXEC dbo.S' }, 'Q,R'],
    ['a temporary table that is handed down', { r: 'CREATE PROCEDURE dbo.R @n int AS CREATE TABLE #t (X bigint); EXEC dbo.S' }, 'Q,R,S'],
    ['a column that a view reads: the view, and what reads it', { a: 'CREATE TABLE dbo.A (Id int NOT NULL, Name varchar(50) NULL)' }, 'P,V'],
    ['a table that was missing', { z: 'CREATE TABLE dbo.Later (Z date)' }, 'U'],
  ])('%s', async (_, changes, expected) => {
    const first = catalogReader(await catalogOf({}));
    expect(bindAll(first)).toBe('P,Q,R,S,U,V');
    const next = nextReader(first, await catalogOf(changes));
    expect(bindAll(next)).toBe(expected);
    const fresh = catalogReader(await catalogOf(changes));
    const resultsOf = [next, fresh].map((reader) => ({ reader, of: routineResults(reader) }));
    const [kept, made] = resultsOf.map(({ reader, of }) => reader.index.catalog.objects.flatMap((o) => (o.kind === 'PROCEDURE' ? [`${o.name} ${words(of(o))}`] : [])));
    expect(kept).toEqual(made);
    expect(dependencyGraph(next).order.map((o) => o.name)).toEqual(dependencyGraph(fresh).order.map((o) => o.name));
  });
});

describe('large and deep', () => {
  test('a long chain of calls, of views, of operands, of UNION, of joins', async () => {
    const count = 3_000;
    const calls = Array.from({ length: count }, (_, i) => procedure(`P${i}`, i + 1 < count ? `EXEC dbo.P${i + 1}` : 'SELECT 1 AS Last_')).join('');
    const views = Array.from({ length: count }, (_, i) => `CREATE VIEW dbo.V${i} AS SELECT * FROM ${i + 1 < count ? `dbo.V${i + 1}` : 'dbo.A'}\nGO\n`).join('');
    const deep =
      procedure('Sum1', `SELECT ${Array.from({ length: 900 }, () => '1').join(' + ')} AS S`) +
      procedure('Union1', Array.from({ length: 900 }, (_, i) => `SELECT ${i} AS N`).join(' UNION ALL ')) +
      procedure('Join1', `SELECT a0.Name FROM dbo.A a0 ${Array.from({ length: 900 }, (_, i) => `JOIN dbo.A a${i + 1} ON a${i + 1}.Id = a0.Id`).join(' ')}`);
    const reader = await read(tables + calls + views + deep);
    const resultsOf = routineResults(reader);
    expect(words(resultsOf(objectNamed(reader, 'P0')))).toBe(`one: P${count - 1} > Last_`);
    expect(reader.index.relation('dbo', 'V0')?.columns?.map((c) => c.name)).toEqual(['Id', 'Name']);
    expect(['Sum1', 'Union1', 'Join1'].map((name) => words(resultsOf(objectNamed(reader, name))))).toEqual(['one: S', 'one: N', 'one: Name']);
  });
});
