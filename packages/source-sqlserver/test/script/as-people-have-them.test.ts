import type { Catalog, CatalogObject } from '@ferry/catalog';
import { quietRun, slice } from '@ferry/kernel';
import { describe, expect, it } from 'vitest';
import { readScripts } from '../../src';

const readFiles = (files: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}): Promise<Catalog> =>
  readScripts(Object.entries(files).map(([path, text]) => ({ path, text })), { databaseName: 'db', variables }, quietRun());
const read = (...texts: string[]): Promise<Catalog> => readFiles(Object.fromEntries(texts.map((text, i) => [`${i + 1}.sql`, text])));

const get = <K extends CatalogObject['kind']>(catalog: Catalog, kind: K, name: string): CatalogObject & { kind: K } => {
  const found = catalog.objects.find((o) => o.kind === kind && o.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found as CatalogObject & { kind: K };
};
const codes = (catalog: Catalog): string[] => catalog.diagnostics.map((d) => d.code);
const kinds = (catalog: Catalog): string[] => catalog.objects.map((o) => `${o.kind} ${o.schema}.${o.name}`);
const definition = (catalog: Catalog, object: CatalogObject): string => {
  const source = catalog.sources[object.definition.source];
  return source ? slice(source, object.definition.span) : '';
};

describe('the last state', () => {
  it('drops in a later file what an earlier one created, with its triggers', async () => {
    const catalog = await read('CREATE TABLE a (x int);\nGO\nCREATE TRIGGER tr ON a AFTER INSERT AS RETURN\nGO\nCREATE TABLE b (x int);', 'DROP TABLE a;');
    expect(kinds(catalog)).toEqual(['SCHEMA dbo.dbo', 'TABLE dbo.b']);
    expect(codes(catalog)).toEqual(['dropped']);
  });

  it('does not lose an object to the DROP that stands before its CREATE', async () => {
    const procedure = (value: number): string => `IF OBJECT_ID('p') IS NOT NULL DROP PROCEDURE p\nGO\nCREATE PROCEDURE p AS RETURN ${value}`;
    const catalog = await read('DROP TABLE IF EXISTS a;\nCREATE TABLE a (x int);', procedure(1), procedure(2));
    expect(kinds(catalog)).toEqual(['SCHEMA dbo.dbo', 'TABLE dbo.a', 'PROCEDURE dbo.p']);
    expect(definition(catalog, get(catalog, 'PROCEDURE', 'p'))).toContain('RETURN 2');
    expect(codes(catalog)).toEqual([]);
  });

  it('does not lose a constraint to the DROP that makes room for its table', async () => {
    const catalog = await read("IF OBJECT_ID('fk', 'F') IS NOT NULL ALTER TABLE a DROP CONSTRAINT fk;\nDROP TABLE IF EXISTS a;\nGO\nCREATE TABLE a (x int PRIMARY KEY, up int);\nGO\nALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (up) REFERENCES a (x);");
    expect(get(catalog, 'TABLE', 'a').constraints.map((c) => c.name)).toContain('fk');
    expect(catalog.passedOver.map((p) => p.reason)).toContain('drops parts of a table that is not defined yet at this place');
  });

  it.each(['0001.down.sql', 'uninstall.sql', 'DropAll.sql', 'db/99_rollback.sql', 'U1__first.sql'])('keeps out of it what %s takes back', async (path) => {
    const catalog = await readFiles({ 'a.up.sql': 'CREATE TABLE a (x int);', [path]: 'DROP TABLE a;' });
    expect(kinds(catalog)).toContain('TABLE dbo.a');
    expect(codes(catalog)).toEqual(['drop-in-other-file']);
  });

  it('comes of numbered migrations', async () => {
    const catalog = await readFiles({
      '001_start.sql': 'CREATE TABLE a (x int, old int, CONSTRAINT ck CHECK (x > 0));\nCREATE TABLE gone (x int);\nGO\nCREATE PROCEDURE p AS RETURN 1',
      '002_more.sql': 'ALTER TABLE a ADD y int NOT NULL DEFAULT 0;\nALTER TABLE a DROP CONSTRAINT ck;\nALTER TABLE a DROP COLUMN old;',
      '003_names.sql': "EXEC sp_rename 'a.y', 'z', 'COLUMN';\nEXEC sp_rename 'dbo.a', 'b';\nGO\nCREATE OR ALTER PROCEDURE p AS RETURN 2",
      '004_drop_gone.sql': 'DROP TABLE gone;',
    });
    expect(kinds(catalog).sort()).toEqual(['PROCEDURE dbo.p', 'SCHEMA dbo.dbo', 'TABLE dbo.b']);
    const table = get(catalog, 'TABLE', 'b');
    expect(table.columns.map((c) => c.name)).toEqual(['x', 'z']);
    expect(table.constraints).toEqual([]);
    expect(definition(catalog, get(catalog, 'PROCEDURE', 'p'))).toContain('RETURN 2');
  });
});

describe('columns', () => {
  it('are told apart when they differ by case only', async () => {
    const catalog = await read(
      'CREATE DATABASE d COLLATE Latin1_General_BIN2;\nGO\nCREATE TABLE t (Id int, id int NULL, CONSTRAINT pk PRIMARY KEY (Id), CHECK (id > Id));\nGO\nALTER TABLE t ADD ID int;\nALTER TABLE t ALTER COLUMN id bigint NULL;\nALTER TABLE t ADD CONSTRAINT df DEFAULT 1 FOR id;',
    );
    const table = get(catalog, 'TABLE', 't');
    expect(table.columns.map((c) => [c.name, c.nullable, c.type?.name, c.default !== undefined])).toEqual([
      ['Id', false, 'int', false],
      ['id', true, 'bigint', true],
      ['ID', true, 'int', false],
    ]);
    expect(table.constraints[1]).toMatchObject({ kind: 'CHECK', columns: ['id', 'Id'] });
  });

  it('are listed even when their definition cannot be read', async () => {
    const catalog = await read('CREATE TABLE t (a int NOT NULL, b decimal(10, 2) NOT NULL DEFAULT (1 + ), [c d] varchar(max) NULL nonsense here, CONSTRAINT x CHECK (a > ), e int);');
    const table = get(catalog, 'TABLE', 't');
    expect(table.columns.map((c) => [c.name, c.type?.raw, c.nullable])).toEqual([
      ['a', 'int', false],
      ['b', 'decimal(10, 2)', false],
      ['c d', 'varchar(max)', true],
      ['e', 'int', true],
    ]);
    const [error] = catalog.diagnostics;
    const at = table.columns[1]?.at;
    expect(error && at && error.span.start >= at.span.start && error.span.end <= at.span.end).toBe(true);
  });
});

describe('includes', () => {
  it('are read in the place of :r, from beside the script or from where the tool was started', async () => {
    const catalog = await readFiles({
      'db/a/old.sql': 'CREATE TABLE t (x int);',
      'db/all.sql': ':r .\\z\\first.sql\nGO\n:r "a/old.sql"\nGO\nDROP TABLE u;\nGO\n:setvar Where z\n:r $(Where)\\last.sql\n',
      'db/z/first.sql': 'CREATE TABLE u (x int);\nCREATE TABLE t (y int);\nGO\n:r z\\deeper.sql\n',
      'db/z/deeper.sql': 'CREATE TABLE deep (x int);',
      'db/z/last.sql': 'ALTER TABLE t ADD z int;',
    });
    expect(kinds(catalog)).toEqual(['SCHEMA dbo.dbo', 'TABLE dbo.t', 'TABLE dbo.deep']);
    expect(get(catalog, 'TABLE', 't').columns.map((c) => c.name)).toEqual(['x', 'z']);
    expect(catalog.sources.map((s) => s.path)).toEqual(['db/all.sql', 'db/z/first.sql', 'db/z/deeper.sql', 'db/a/old.sql', 'db/z/last.sql']);
  });

  it('go no circles, and not outside of what was given', async () => {
    const catalog = await readFiles({ 'a.sql': ':r b.sql\nGO\nCREATE TABLE a (x int);', 'b.sql': ':r a.sql\nGO\nCREATE TABLE b (x int);\nGO\n:r ../../etc/passwd\n:r a.sql\n' });
    expect(kinds(catalog).sort()).toEqual(['SCHEMA dbo.dbo', 'TABLE dbo.a', 'TABLE dbo.b']);
    expect(codes(catalog)).toEqual(['missing-include']);
  });

  it('takes scripts of one path for two', async () => {
    const catalog = await readScripts([{ path: 'x.sql', text: 'CREATE TABLE a (x int);' }, { path: 'x.sql', text: 'CREATE TABLE b (x int);' }], { databaseName: 'db', variables: {} }, quietRun());
    expect(kinds(catalog)).toContain('TABLE dbo.b');
  });
});

describe('tokens of installers', () => {
  const script = `CREATE TABLE {databaseOwner}[{objectQualifier}Users] (id int, note varchar(20) DEFAULT '{"a": 1}{x}');
GO
CREATE PROCEDURE {databaseOwner}{objectQualifier}Get AS SELECT {fn NOW()}, {d '2020-01-01'}
GO
`;

  it('take the values that were given, also in strings', async () => {
    const catalog = await readFiles({ 'a.sql': script }, { databaseOwner: 'app.', objectQualifier: 'x_', x: 'y' });
    expect(kinds(catalog)).toEqual(['SCHEMA app.app', 'TABLE app.x_Users', 'PROCEDURE app.x_Get']);
    expect(catalog.sources[0]?.text).toContain('{"a": 1}y');
    expect(codes(catalog)).toEqual([]);
  });

  it('are asked for, and read as nothing', async () => {
    const catalog = await readFiles({ 'a.sql': script.replace('[{objectQualifier}Users]', '{objectQualifier}Users') });
    expect(kinds(catalog)).toEqual(['SCHEMA dbo.dbo', 'TABLE dbo.Users', 'PROCEDURE dbo.Get']);
    expect(catalog.diagnostics.map((d) => d.message)).toEqual([expect.stringContaining('--variable databaseOwner=value'), expect.stringContaining('--variable objectQualifier=value')]);
    expect(kinds(await readFiles({ 'a.sql': 'CREATE TABLE {Schema}.t (id int);' }))).toContain('TABLE Schema.t');
  });
});

it('definitions in idempotent wrappers and repeated batches are read', async () => {
  const catalog = await read(
    [
      "IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = 'app') EXEC('CREATE SCHEMA app AUTHORIZATION dbo')",
      "IF OBJECT_ID('app.p') IS NULL EXEC dbo.sp_executesql @statement = N'CREATE PROCEDURE app.p AS SELECT ''x'''",
      'INSERT INTO t VALUES (1)\nGO 5',
      "IF COL_LENGTH('t', 'c') IS NULL ALTER TABLE t ADD c int",
      'CREATE TABLE t (x int)',
    ].join('\nGO\n').replaceAll('\n', '\r'),
  );
  expect(kinds(catalog).sort()).toEqual(['PROCEDURE app.p', 'SCHEMA app.app', 'SCHEMA dbo.dbo', 'TABLE dbo.t']);
  expect(get(catalog, 'TABLE', 't').columns.map((c) => c.name)).toEqual(['x', 'c']);
  expect(catalog.passedOver.find((p) => p.statement === 'INSERT')?.count).toBe(5);
});
