import { listObject } from '@ferry/catalog';
import type { Catalog, CatalogObject } from '@ferry/catalog';
import { quietRun, slice } from '@ferry/kernel';
import { describe, expect, it } from 'vitest';
import { readScripts } from '../../src';

const read = (...texts: string[]): Promise<Catalog> =>
  readScripts(texts.map((text, i) => ({ path: `${i + 1}.sql`, text })), { databaseName: 'db', variables: {} }, quietRun());

const get = <K extends CatalogObject['kind']>(catalog: Catalog, kind: K, name: string): CatalogObject & { kind: K } => {
  const found = catalog.objects.find((o) => o.kind === kind && o.name === name);
  if (!found) throw new Error(`no ${kind} ${name}: ${catalog.objects.map((o) => `${o.kind} ${o.name}`).join(', ')}`);
  return found as CatalogObject & { kind: K };
};
const codes = (catalog: Catalog): string[] => catalog.diagnostics.map((d) => d.code);
const kinds = (catalog: Catalog): string[] => catalog.objects.map((o) => `${o.kind} ${o.schema}.${o.name}`);
const textAt = (catalog: Catalog, at: { source: number; span: { start: number; end: number } }): string => {
  const source = catalog.sources[at.source];
  return source ? slice(source, at.span) : '';
};

describe('tables', () => {
  it('reads columns, constraints and indexes with their places', async () => {
    const catalog = await read(`
CREATE TABLE sales.Orders (
  id int IDENTITY(10, 5) NOT FOR REPLICATION NOT NULL CONSTRAINT pk PRIMARY KEY,
  code varchar(20) COLLATE Latin1_General_CS_AS NOT NULL UNIQUE,
  qty int CONSTRAINT df DEFAULT ((1)) CHECK (qty > 0),
  price decimal(10, 2),
  total AS (qty * price) PERSISTED,
  doc xml(dbo.Docs),
  customer int REFERENCES dbo.Customers (id) ON DELETE CASCADE,
  INDEX ix NONCLUSTERED (code DESC) WHERE code > 'a',
  CONSTRAINT ck CHECK (price >= 0 AND qty < 100)
) ON ps(id) WITH (DATA_COMPRESSION = PAGE);`);
    const table = get(catalog, 'TABLE', 'Orders');
    expect(table.columns.map((c) => [c.name, c.type?.raw, c.nullable])).toEqual([
      ['id', 'int', false],
      ['code', 'varchar(20)', false],
      ['qty', 'int', true],
      ['price', 'decimal(10, 2)', true],
      ['total', undefined, true],
      ['doc', 'xml(dbo.Docs)', true],
      ['customer', 'int', true],
    ]);
    expect(table.columns[0]).toMatchObject({ identity: { seed: '10', increment: '5' }, options: ['identity not for replication'] });
    expect(table.columns[4]?.computed).toMatchObject({ persisted: true, columns: ['qty', 'price'] });
    expect(table.constraints.map((c) => [c.kind, c.name])).toEqual([['PRIMARY_KEY', 'pk'], ['UNIQUE', undefined], ['CHECK', undefined], ['FOREIGN_KEY', undefined], ['CHECK', 'ck']]);
    expect(table.constraints[4]).toMatchObject({ columns: ['qty', 'price'].reverse() });
    expect(table.constraints[3]).toMatchObject({ columns: ['customer'], references: { schema: 'dbo', table: 'Customers', columns: ['id'] }, onDelete: 'CASCADE' });
    expect(table.indexes[0]).toMatchObject({ name: 'ix', keys: [{ name: 'code', descending: true }] });
    expect(table.options).toMatchObject({ DATA_COMPRESSION: 'PAGE', PARTITION: 'ps(id)' });
    expect(textAt(catalog, table.columns[2]?.default?.expression ?? table.definition)).toBe('((1))');
    expect(kinds(catalog)).toEqual(['SCHEMA sales.sales', 'TABLE sales.Orders']);
  });

  it('takes changes in any order, also across scripts', async () => {
    const catalog = await read(
      'ALTER TABLE t WITH NOCHECK ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES u (a); ALTER TABLE t ADD CONSTRAINT df DEFAULT 0 FOR b;',
      'CREATE INDEX ix ON dbo.t (b) INCLUDE (a);\nGO\nEXEC sp_addextendedproperty N\'MS_Description\', N\'The b.\', N\'SCHEMA\', N\'dbo\', N\'TABLE\', N\'t\', N\'COLUMN\', N\'b\';',
      'CREATE TABLE t (a int NOT NULL);\nGO\nALTER TABLE t ADD b int NULL;',
    );
    const table = get(catalog, 'TABLE', 't');
    expect(table.constraints).toMatchObject([{ kind: 'FOREIGN_KEY', name: 'fk', notValidated: true }]);
    expect(table.columns[1]).toMatchObject({ name: 'b', default: { name: 'df' }, properties: [{ name: 'MS_Description', value: 'The b.' }] });
    expect(table.indexes).toMatchObject([{ name: 'ix', include: ['a'] }]);
    expect(catalog.diagnostics).toEqual([]);
  });

  it('keeps the last state', async () => {
    const catalog = await read(`
CREATE TABLE a (x int, y int CONSTRAINT d DEFAULT 1, CONSTRAINT u UNIQUE (x));
ALTER TABLE a DROP CONSTRAINT d, u; ALTER TABLE a DROP COLUMN x; ALTER TABLE a ALTER COLUMN y bigint NOT NULL;
CREATE TABLE b (x int); DROP TABLE b;
IF OBJECT_ID('c') IS NOT NULL DROP TABLE c; CREATE TABLE c (x int);
CREATE TABLE #temp (x int);`);
    expect(kinds(catalog)).toEqual(['SCHEMA dbo.dbo', 'TABLE dbo.a', 'TABLE dbo.c']);
    const a = get(catalog, 'TABLE', 'a');
    expect(a.columns).toMatchObject([{ name: 'y', nullable: false, type: { name: 'bigint' } }]);
    expect(a.columns[0]?.default).toBeUndefined();
    expect(a.constraints).toEqual([]);
  });

  it('tells of a table that is defined twice, and keeps what was said about it elsewhere', async () => {
    const catalog = await read('CREATE TABLE a (x int);\nGO\nCREATE INDEX i ON a (x);\nGO\nCREATE TABLE a (x int, y int);');
    expect(get(catalog, 'TABLE', 'a')).toMatchObject({ columns: [{ name: 'x' }, { name: 'y' }], indexes: [{ name: 'i' }] });
    expect(codes(catalog)).toEqual(['duplicate-definition']);
  });

  it('keeps names that differ by case only apart', async () => {
    const catalog = await read('CREATE TABLE Orders (x int);\nGO\nCREATE TABLE ORDERS (y int);\nGO\nALTER TABLE ORDERS ADD z int;');
    expect(kinds(catalog)).toEqual(['SCHEMA dbo.dbo', 'TABLE dbo.Orders', 'TABLE dbo.ORDERS']);
    expect(get(catalog, 'TABLE', 'ORDERS').columns.map((c) => c.name)).toEqual(['y', 'z']);
  });

  it('takes nullability from alias types and primary keys', async () => {
    const catalog = await read('CREATE TABLE t (a dbo.Flag, b Plain, c int, d rowversion, e int NULL, CONSTRAINT pk PRIMARY KEY (c));\nGO\nCREATE TYPE dbo.Flag FROM bit NOT NULL;\nGO\nEXEC sp_addtype Plain, \'varchar(11)\', \'NULL\';');
    expect(get(catalog, 'TABLE', 't').columns.map((c) => c.nullable)).toEqual([false, true, false, false, true]);
    expect(get(catalog, 'TYPE', 'Plain')).toMatchObject({ base: { name: 'varchar', args: [11] }, nullable: true });
  });
});

describe('code', () => {
  it('keeps the session options and the comments before CREATE', async () => {
    const catalog = await read('SET QUOTED_IDENTIFIER OFF\nGO\n/* What it is for. */\nCREATE PROC p AS PRINT "x"\nGO\nSET QUOTED_IDENTIFIER ON\nSET ANSI_NULLS OFF\nGO\nCREATE FUNCTION f() RETURNS TABLE AS RETURN (SELECT 1 AS a)\n');
    const p = get(catalog, 'PROCEDURE', 'p');
    expect(p).toMatchObject({ quotedIdentifier: false, ansiNulls: true });
    expect(textAt(catalog, p.definition)).toBe('/* What it is for. */\nCREATE PROC p AS PRINT "x"');
    expect(get(catalog, 'FUNCTION', 'f')).toMatchObject({ quotedIdentifier: true, ansiNulls: false, flavour: 'inline' });
  });

  it('gives a trigger the schema of its table', async () => {
    const catalog = await read('CREATE TABLE s.t (a int)\nGO\nCREATE TRIGGER g ON s.t AFTER INSERT AS PRINT 1\nGO\nDISABLE TRIGGER g ON s.t\nGO\nCREATE TRIGGER h ON DATABASE FOR CREATE_TABLE AS PRINT 1');
    expect(get(catalog, 'TRIGGER', 'g')).toMatchObject({ schema: 's', on: { schema: 's', name: 't' }, disabled: true });
    expect(get(catalog, 'DDL_TRIGGER', 'h').on).toBeUndefined();
  });

  it('replaces a stub by the ALTER that follows', async () => {
    const catalog = await read("IF OBJECT_ID('dbo.p') IS NULL EXEC('CREATE PROC dbo.p AS SELECT 1')\nGO\nALTER PROC dbo.P AS SELECT 2");
    expect(textAt(catalog, get(catalog, 'PROCEDURE', 'p').definition)).toBe('ALTER PROC dbo.P AS SELECT 2');
    expect(catalog.diagnostics).toEqual([]);
  });

  it('reads definitions in strings as sources of their own', async () => {
    const catalog = await read("IF NOT EXISTS (SELECT 1)\nBEGIN\nEXEC dbo.sp_executesql @statement = N'CREATE VIEW dbo.v AS SELECT ''a'' AS x'\nEND\nGO\nEXEC (N'CREATE PROC q AS ' + CHAR(10) + 'PRINT 1')");
    expect(catalog.sources.map((s) => s.path)).toEqual(['1.sql', '1.sql (text of EXEC in line 3)', '1.sql (text of EXEC in line 6)']);
    expect(textAt(catalog, get(catalog, 'VIEW', 'v').definition)).toBe("CREATE VIEW dbo.v AS SELECT 'a' AS x");
    expect(textAt(catalog, get(catalog, 'PROCEDURE', 'q').definition)).toBe('CREATE PROC q AS \nPRINT 1');
  });

  it('knows what variables hold', async () => {
    const catalog = await read("DECLARE @d AS sql_variant;\nCREATE TABLE t (a int NOT NULL DEFAULT 0, b int CONSTRAINT df_b DEFAULT 1, c int DEFAULT 2);\nSET @d = N'Words';\nEXEC sp_addextendedproperty 'MS_Description', @d, 'SCHEMA', N'dbo', 'TABLE', N't';\nSET @d = N'Letters';\nEXEC sp_addextendedproperty 'MS_Description', @d, 'SCHEMA', N'dbo', 'TABLE', N't', 'COLUMN', N'a'\nGO\nDECLARE @sql nvarchar(max) = N'CREATE VIEW v AS SELECT 1 AS x'; EXEC (@sql)");
    const table = get(catalog, 'TABLE', 't');
    expect(table.properties?.map((p) => p.value)).toEqual(['Words']);
    expect(table.columns[0]?.properties?.map((p) => p.value)).toEqual(['Letters']);
    expect(kinds(catalog)).toContain('VIEW dbo.v');
  });

  it('does not guess what variables hold', async () => {
    const catalog = await read("DECLARE @sql nvarchar(max); IF @@VERSION LIKE '%Azure%' SET @sql = N'CREATE VIEW v AS SELECT 1 AS x' ELSE SET @sql = N'CREATE VIEW w AS SELECT 1 AS x'\nEXEC (@sql)");
    expect(kinds(catalog)).not.toContain('VIEW dbo.w');
  });

  it('drops a default that a query finds by table and column', async () => {
    const drop = (column: string): string => `DECLARE @n sysname; SELECT @n = d.name FROM sys.default_constraints d JOIN sys.columns c ON d.parent_column_id = c.column_id AND d.parent_object_id = c.object_id WHERE d.parent_object_id = OBJECT_ID(N'[t]') AND c.name = N'${column}'; IF @n IS NOT NULL EXEC(N'ALTER TABLE [t] DROP CONSTRAINT [' + @n + '];');`;
    const catalog = await read(`CREATE TABLE t (a int NOT NULL DEFAULT 0, b int CONSTRAINT df_b DEFAULT 1, c int DEFAULT 2)\nGO\n${drop('a')}\nGO\n${drop('b')}`);
    expect(get(catalog, 'TABLE', 't').columns.filter((c) => c.default !== undefined).map((c) => c.name)).toEqual(['c']);
  });

  it('takes the first branch of a choice, and what only the second has', async () => {
    const catalog = await read('IF @@VERSION > 1 BEGIN CREATE TABLE t (a int) END ELSE BEGIN CREATE TABLE t (b int); CREATE TABLE u (a int) END');
    expect(get(catalog, 'TABLE', 't').columns.map((c) => c.name)).toEqual(['a']);
    expect(kinds(catalog)).toContain('TABLE dbo.u');
  });
});

describe('what is no schema and counts all the same', () => {
  it('lists users, roles and rights', async () => {
    const catalog = await read("IF USER_ID('u') IS NULL CREATE USER [u] FOR LOGIN [l];\nCREATE ROLE r;\nALTER ROLE r ADD MEMBER [u];\nEXEC sp_addrolemember 'db_owner', 'other';\nGRANT SELECT, UPDATE (a) ON dbo.t TO r;\nDENY EXECUTE ON SCHEMA::s TO public;\nGO\nCREATE SCHEMA s AUTHORIZATION r");
    expect(kinds(catalog)).toEqual(expect.arrayContaining(['PRINCIPAL .u', 'PRINCIPAL .r', 'PRINCIPAL .other', 'PERMISSION .GRANT SELECT, UPDATE (a) ON dbo.t TO r', 'PERMISSION .DENY EXECUTE ON SCHEMA::s TO public', 'PERMISSION .OWNER OF SCHEMA::s IS r']));
    expect(get(catalog, 'PRINCIPAL', 'u').memberOf.map((m) => m.role)).toEqual(['r']);
  });

  it('lists options of the database, the last value of each', async () => {
    const catalog = await read('ALTER DATABASE d SET RECOVERY FULL, AUTO_CLOSE OFF WITH ROLLBACK IMMEDIATE;\nALTER DATABASE [d] SET COMPATIBILITY_LEVEL = 150;\nALTER DATABASE d SET RECOVERY SIMPLE;\nALTER DATABASE d SET QUERY_STORE (OPERATION_MODE = READ_WRITE)');
    expect(catalog.objects.map((o) => [o.name, o.kind === 'DATABASE_OPTION' ? o.value : o.kind])).toEqual([['RECOVERY', 'SIMPLE'], ['AUTO_CLOSE', 'OFF'], ['COMPATIBILITY_LEVEL', '150'], ['QUERY_STORE', '( OPERATION_MODE = READ_WRITE )']]);
  });

  it('reads the steps of jobs as procedures, and keeps no passwords', async () => {
    const catalog = await read("DECLARE @j binary(16); EXEC msdb.dbo.sp_add_job @job_name = N'Nightly', @job_id = @j OUTPUT; EXEC msdb.dbo.sp_add_jobstep @job_id = @j, @step_name = N'a', @command = N'EXEC dbo.p'; EXEC sp_addlinkedserver 'far'; EXEC sp_addlinkedsrvlogin 'far', 'false', NULL, 'sa', 'hush'");
    expect(kinds(catalog)).toEqual(expect.arrayContaining(['JOB .Nightly', 'PROCEDURE dbo.Nightly_step_1', 'LINKED_SERVER .far']));
    expect(JSON.stringify(catalog.objects)).not.toContain('hush');
  });
});

describe('trouble', () => {
  it('lists a routine that cannot be read, beside the good ones', async () => {
    const catalog = await read('CREATE PROC a AS SELECT 1\nGO\nCREATE PROC dbo.broken @x AS ((( SELECT FROM\nGO\nCREATE PROC b AS SELECT 2');
    expect(kinds(catalog)).toEqual(['SCHEMA dbo.dbo', 'PROCEDURE dbo.a', 'PROCEDURE dbo.broken', 'PROCEDURE dbo.b']);
    const { definition } = get(catalog, 'PROCEDURE', 'broken');
    expect(catalog.diagnostics.length).toBeGreaterThan(0);
    for (const d of catalog.diagnostics) expect([d.span.start >= definition.span.start, d.span.end <= definition.span.end]).toEqual([true, true]);
  });

  it('keeps what stands before a cut in the middle of a string', async () => {
    const catalog = await read("CREATE TABLE t (a int);\nGO\nCREATE PROC p AS PRINT 'cut he");
    expect(kinds(catalog)).toEqual(['SCHEMA dbo.dbo', 'TABLE dbo.t', 'PROCEDURE dbo.p']);
    expect(codes(catalog)).toEqual(['unterminated-string']);
  });

  it('tells of an index whose table is nowhere', async () => {
    expect(codes(await read('CREATE INDEX i ON nowhere (a);'))).toEqual(['unknown-object']);
  });

  it('passes over what is not schema, neighbours together', async () => {
    const catalog = await read("USE Shop;\nINSERT t VALUES (1); INSERT t VALUES (2);\nBACKUP DATABASE x TO DISK = 'y';\nCREATE LOGIN l WITH PASSWORD = 'p';\nPRINT 'x';");
    expect(catalog.database.name).toBe('Shop');
    expect(catalog.passedOver.map((p) => [p.statement, p.count])).toEqual([['USE', 1], ['INSERT', 2], ['BACKUP DATABASE', 1], ['CREATE LOGIN', 1], ['PRINT', 1]]);
    expect(catalog.objects).toEqual([]);
  });

  it('counts what a repeated batch holds as often as it runs', async () => {
    const catalog = await read('INSERT t VALUES (1); PRINT 1\nGO 5\nINSERT t VALUES (2)');
    expect(catalog.passedOver.map((p) => [p.statement, p.count])).toEqual([['INSERT', 5], ['PRINT', 5], ['INSERT', 1]]);
  });

  it('asks for a script that :r names and that was not given', async () => {
    expect(codes(await read(':r .\\tables.sql\nGO\n:r "2.sql"', 'CREATE TABLE t (a int)'))).toEqual(['missing-include']);
  });
});

describe('other kinds', () => {
  it('reads sequences, synonyms, types, rules, defaults, partitions', async () => {
    const catalog = await read(`
CREATE SEQUENCE s.Numbers AS bigint START WITH 5 INCREMENT BY -1 MINVALUE -10 NO MAXVALUE CYCLE CACHE 7;
CREATE SYNONYM dbo.Elsewhere FOR srv.db.dbo.t;
CREATE TYPE dbo.List AS TABLE (id int PRIMARY KEY);
CREATE PARTITION FUNCTION pf (date) AS RANGE RIGHT FOR VALUES ('20200101');
CREATE PARTITION SCHEME ps AS PARTITION pf ALL TO ([PRIMARY]);
GO
CREATE RULE r AS @v > 0
GO
CREATE DEFAULT d AS 0
GO
CREATE TYPE dbo.Amount FROM int;
GO
EXEC sp_bindrule 'r', 'Amount'; EXEC sp_bindefault 'd', 'Amount';
GO
CREATE SCHEMA app AUTHORIZATION dbo CREATE TABLE inner_one (a int)`);
    expect(get(catalog, 'SEQUENCE', 'Numbers')).toMatchObject({ schema: 's', start: '5', increment: '-1', minimum: '-10', cycle: true, cache: '7' });
    expect(get(catalog, 'SYNONYM', 'Elsewhere').target).toEqual(['srv', 'db', 'dbo', 't']);
    expect(get(catalog, 'TYPE', 'Amount')).toMatchObject({ boundRule: 'dbo.r', boundDefault: 'dbo.d' });
    expect(kinds(catalog)).toEqual(expect.arrayContaining(['TABLE_TYPE dbo.List', 'PARTITION_FUNCTION .pf', 'PARTITION_SCHEME .ps', 'RULE dbo.r', 'DEFAULT_OBJECT dbo.d', 'TABLE app.inner_one']));
    expect(catalog.diagnostics).toEqual([]);
  });

  it('puts descriptions on every kind of part', async () => {
    const say = (text: string, ...levels: string[]): string => `EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'${text}' ${levels.map((l, i) => `, @level${i >> 1}${i % 2 ? 'name' : 'type'}=N'${l}'`).join('')};\n`;
    const catalog = await read(
      `CREATE SCHEMA s\nGO\nCREATE TABLE s.t (a int CONSTRAINT df DEFAULT 1, CONSTRAINT pk PRIMARY KEY (a));\nCREATE INDEX ix ON s.t (a);\nGO\nCREATE PROC s.p @x int AS SELECT 1\nGO\n`,
      [
        say('schema', 'SCHEMA', 's'), say('table', 'SCHEMA', 's', 'TABLE', 't'), say('column', 'SCHEMA', 's', 'TABLE', 't', 'COLUMN', 'a'), say('key', 'SCHEMA', 's', 'TABLE', 't', 'CONSTRAINT', 'pk'),
        say('default', 'SCHEMA', 's', 'TABLE', 't', 'CONSTRAINT', 'df'), say('index', 'SCHEMA', 's', 'TABLE', 't', 'INDEX', 'ix'), say('parameter', 'SCHEMA', 's', 'PROCEDURE', 'p', 'PARAMETER', '@x'), say('database'),
      ].join(''),
    );
    const comments = catalog.objects.flatMap((o) => [...listObject(o)]).filter((l) => l.ref.kind === 'COMMENT');
    expect(comments.map(({ ref }) => `${ref.parent ?? ''}.${ref.name ?? ''}`).sort()).toEqual(['.s', '.t', 'p.@x', 't.a', 't.df', 't.ix', 't.pk']);
    expect(catalog.diagnostics).toEqual([]);
  });

  it('follows sp_rename', async () => {
    const catalog = await read("CREATE TABLE old (a int, CONSTRAINT pk PRIMARY KEY (a));\nCREATE TABLE u (a int REFERENCES old (a));\nGO\nEXEC sp_rename 'dbo.old.a', 'b', 'COLUMN'; EXEC sp_rename 'old', 'new'; EXEC sp_rename 'pk', 'pk_new', 'OBJECT';");
    expect(get(catalog, 'TABLE', 'new')).toMatchObject({ columns: [{ name: 'b' }], constraints: [{ name: 'pk_new', columns: [{ name: 'b' }] }] });
    expect(get(catalog, 'TABLE', 'u').constraints).toMatchObject([{ references: { table: 'new' } }]);
  });
});
