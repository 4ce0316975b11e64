import { describe, expect, it } from 'vitest';
import { parseBatch } from '../../src/parser';
import { messages, statement, statements } from './parse';

describe('CREATE TABLE', () => {
  it('reads columns with every option', () => {
    const table = statement(
      `CREATE TABLE [dbo].[Order Line] (
         id int IDENTITY(1, -1) NOT FOR REPLICATION NOT NULL CONSTRAINT pk PRIMARY KEY CLUSTERED WITH (FILLFACTOR = 80) ON [PRIMARY],
         code dbo.Code COLLATE Latin1_General_CI_AS NULL DEFAULT (N'x'),
         amount decimal(19, 4) CONSTRAINT df DEFAULT -1 CHECK (amount > 0) UNIQUE NONCLUSTERED,
         parent int REFERENCES dbo.p (id) ON DELETE SET NULL ON UPDATE NO ACTION INDEX ix_parent,
         total AS (amount * 2) PERSISTED NOT NULL,
         doc xml(CONTENT dbo.Docs) SPARSE NULL,
         guid uniqueidentifier ROWGUIDCOL DEFAULT NEWSEQUENTIALID(),
         secret varchar(20) MASKED WITH (FUNCTION = 'partial(1, "x", 1)'),
         starts datetime2 GENERATED ALWAYS AS ROW START HIDDEN NOT NULL,
         ends datetime2(7) GENERATED ALWAYS AS ROW END NOT NULL,
         big varbinary(max) FILESTREAM, words national character varying(10), num double precision, timestamp,
         PERIOD FOR SYSTEM_TIME (starts, ends),
         CONSTRAINT fk FOREIGN KEY (code, parent) REFERENCES q ON DELETE CASCADE NOT FOR REPLICATION,
         CONSTRAINT ck CHECK NOT FOR REPLICATION (id > 0 AND total < 5)
         UNIQUE (code, amount DESC),
         INDEX ix UNIQUE NONCLUSTERED (code) INCLUDE (amount) WHERE code IS NOT NULL WITH (PAD_INDEX = ON)
       ) ON ps (id) TEXTIMAGE_ON [PRIMARY] WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.h), DATA_COMPRESSION = PAGE)`,
      'CreateTableStatement',
    );
    expect(table.elements.map((e) => e.kind)).toEqual([
      ...Array<string>(4).fill('ColumnDefinition'), 'ComputedColumn', ...Array<string>(9).fill('ColumnDefinition'), 'PeriodDefinition', 'ForeignKeyConstraint', 'CheckConstraint', 'KeyConstraint', 'IndexDefinition',
    ]);
    expect(table.elements[0]).toMatchObject({
      identity: { seed: '1', increment: '-1', notForReplication: true }, nullability: 'NOT NULL',
      constraints: [{ type: 'PRIMARY KEY', clustered: true, name: { name: 'pk' }, options: [{ name: 'FILLFACTOR', value: '80' }], on: { name: { name: 'PRIMARY' } } }],
    });
    expect(table.elements[1]).toMatchObject({ type: { name: { parts: [{ name: 'dbo' }, { name: 'Code' }] } }, collation: { name: 'Latin1_General_CI_AS' }, default: { value: { kind: 'ParenthesizedExpression' } } });
    expect(table.elements[2]).toMatchObject({ default: { name: { name: 'df' }, value: { kind: 'UnaryExpression' } }, constraints: [{ kind: 'CheckConstraint' }, { type: 'UNIQUE', clustered: false }] });
    expect(table.elements[3]).toMatchObject({ constraints: [{ onDelete: 'SET NULL', onUpdate: 'NO ACTION' }], indexes: [{ name: { name: 'ix_parent' } }] });
    expect(table.elements[5]).toMatchObject({ type: { xmlSchema: { facet: 'CONTENT' } }, options: [{ name: 'SPARSE' }] });
    expect(table.elements[8]).toMatchObject({ generated: { as: 'ROW START', hidden: true } });
    expect(table.elements[11]).toMatchObject({ type: { name: { parts: [{ name: 'national character varying' }] } } });
    expect(table.elements[13]).toMatchObject({ name: { name: 'timestamp' }, type: undefined });
    expect(table).toMatchObject({ on: { name: { name: 'ps' }, columns: [{ name: 'id' }] }, textImageOn: { name: 'PRIMARY' }, options: [{ name: 'SYSTEM_VERSIONING', value: 'ON (HISTORY_TABLE = dbo.h)' }, { name: 'DATA_COMPRESSION' }] });
  });

  it('keeps the other elements when one cannot be read', () => {
    const { statements: found, diagnostics } = parseBatch('CREATE TABLE t (a int, b int NOT, c varchar(10), CONSTRAINT k PRIMARY (a), d int)');
    expect(diagnostics.map((d) => d.message)).toEqual(['Expected NULL after NOT, but found a comma.'.replace('a comma', ','), 'Expected KEY after PRIMARY, but found (.']);
    expect(found[0]).toMatchObject({ kind: 'CreateTableStatement', elements: [{ kind: 'ColumnDefinition' }, { kind: 'UnparsedElement', text: 'b int NOT' }, { kind: 'ColumnDefinition' }, { kind: 'UnparsedElement' }, { kind: 'ColumnDefinition' }] });
  });

  it('names the bracket that is never closed', () => {
    expect(messages('CREATE TABLE dbo.[Order] (a int, b int')).toEqual(['Expected ) to close the column list of TABLE dbo.Order, but found the end of the batch.']);
    expect(messages('CREATE TABLE dbo.[Order] a int)')).toEqual(['Expected ( to open the column list of TABLE dbo.Order, but found a.']);
  });
});

describe('ALTER TABLE', () => {
  it.each([
    ['ADD a int NULL, CONSTRAINT c CHECK (a > 0)', 'AddElements', { elements: [{}, {}] }],
    ['WITH NOCHECK ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (b)', 'AddElements', { check: false }],
    ["ADD CONSTRAINT d DEFAULT ('x') FOR a", 'AddElements', { elements: [{ kind: 'DefaultConstraint', column: { name: 'a' } }] }],
    ['ALTER COLUMN a nvarchar(20) COLLATE Latin1_General_BIN NOT NULL', 'AlterColumn', { nullability: 'NOT NULL' }],
    ['ALTER COLUMN a ADD ROWGUIDCOL', 'AlterColumn', { change: 'ADD ROWGUIDCOL' }],
    ['DROP COLUMN a, b, CONSTRAINT c', 'DropElements', { items: [{ type: 'COLUMN' }, { type: 'COLUMN' }, { type: 'CONSTRAINT' }] }],
    ['DROP COLUMN IF EXISTS a', 'DropElements', { items: [{ ifExists: true }] }],
    ['CHECK CONSTRAINT ALL', 'ToggleConstraints', { enable: true, names: [] }],
    ['WITH CHECK NOCHECK CONSTRAINT c', 'ToggleConstraints', { enable: false, check: true }],
    ['DISABLE TRIGGER tr', 'ToggleTriggers', { enable: false }],
    ['SET (SYSTEM_VERSIONING = OFF)', 'SetTableOptions', { options: [{ value: 'OFF' }] }],
    ['SWITCH PARTITION 1 TO u', 'SwitchPartition', { partition: { value: '1' }, toPartition: undefined }],
    ['SWITCH TO dbo.u PARTITION $PARTITION.pf(@d) WITH (WAIT_AT_LOW_PRIORITY (MAX_DURATION = 1, ABORT_AFTER_WAIT = NONE))', 'SwitchPartition', { partition: undefined, toPartition: { kind: 'FunctionCall' } }],
    ['REBUILD WITH (DATA_COMPRESSION = ROW)', 'OtherTableAction', { words: 'REBUILD' }],
  ])('%s', (action, kind, fields) => {
    expect(statement(`ALTER TABLE dbo.t ${action}`, 'AlterTableStatement').action).toMatchObject({ kind, ...fields });
  });
});

describe('other definitions', () => {
  it.each([
    ['CREATE UNIQUE CLUSTERED INDEX ix ON dbo.t (a, b DESC) INCLUDE (c) WHERE a > 1 WITH (FILLFACTOR = 90, ONLINE = ON) ON fg', 'CreateIndexStatement'],
    ['CREATE INDEX ix ON t (a) WITH FILLFACTOR = 80, PAD_INDEX', 'CreateIndexStatement'],
    ['CREATE CLUSTERED COLUMNSTORE INDEX ix ON t ORDER (a)', 'CreateIndexStatement'],
    ['CREATE PRIMARY XML INDEX ix ON t (doc)', 'CreateXmlIndexStatement'],
    ['CREATE XML INDEX ix ON t (doc) USING XML INDEX p FOR VALUE', 'CreateXmlIndexStatement'],
    ['CREATE SPATIAL INDEX ix ON t (g) USING GEOMETRY_GRID WITH (BOUNDING_BOX = (0, 0, 1, 1), GRIDS = (LOW, LOW, LOW, LOW)) ON fg', 'CreateSpatialIndexStatement'],
    ["CREATE FULLTEXT INDEX ON t (a LANGUAGE 1033, b TYPE COLUMN c) KEY INDEX pk ON cat WITH CHANGE_TRACKING AUTO, STOPLIST = SYSTEM", 'CreateFullTextIndexStatement'],
    ['CREATE STATISTICS s ON t (a, b) WITH FULLSCAN, NORECOMPUTE', 'CreateStatisticsStatement'],
    ['ALTER INDEX ALL ON t REBUILD WITH (ONLINE = ON)', 'AlterIndexStatement'],
    ['DROP INDEX IF EXISTS ix ON t, u.iy', 'DropIndexStatement'],
    ['CREATE TYPE dbo.Code FROM varchar(10) NOT NULL', 'CreateAliasTypeStatement'],
    ['CREATE TYPE dbo.Ids AS TABLE (id int NOT NULL PRIMARY KEY NONCLUSTERED) WITH (MEMORY_OPTIMIZED = ON)', 'CreateTableTypeStatement'],
    ['CREATE TYPE dbo.P EXTERNAL NAME asm.[Class]', 'CreateClrTypeStatement'],
    ['CREATE SCHEMA s AUTHORIZATION dbo', 'CreateSchemaStatement'],
    ['CREATE SCHEMA AUTHORIZATION dbo CREATE TABLE t (a int) GRANT SELECT ON t TO public', 'CreateSchemaStatement'],
    ['CREATE SEQUENCE dbo.s AS bigint START WITH -5 INCREMENT BY 2 MINVALUE -5 NO MAXVALUE CYCLE CACHE 10', 'SequenceStatement'],
    ['ALTER SEQUENCE s RESTART WITH 1', 'SequenceStatement'],
    ['CREATE SYNONYM dbo.s FOR srv.db.dbo.t', 'CreateSynonymStatement'],
    ["CREATE XML SCHEMA COLLECTION dbo.c AS N'<xsd:schema/>'", 'CreateXmlSchemaCollectionStatement'],
    ["CREATE PARTITION FUNCTION pf (datetime) AS RANGE RIGHT FOR VALUES ('20200101', '20210101')", 'CreatePartitionFunctionStatement'],
    ['CREATE PARTITION SCHEME ps AS PARTITION pf ALL TO ([PRIMARY])', 'CreatePartitionSchemeStatement'],
    ['CREATE RULE r AS @x > 0', 'CreateRuleStatement'],
    ["CREATE DEFAULT d AS 'unknown'", 'CreateDefaultStatement'],
    ["CREATE FULLTEXT CATALOG cat AS DEFAULT", 'CreateFullTextCatalogStatement'],
    ['CREATE ASSEMBLY a FROM 0x4D5A WITH PERMISSION_SET = SAFE', 'CreateAssemblyStatement'],
    ['CREATE AGGREGATE dbo.agg (@v int) RETURNS int EXTERNAL NAME a.b', 'CreateAggregateStatement'],
    ['CREATE SECURITY POLICY p ADD FILTER PREDICATE s.f(id) ON dbo.t, ADD BLOCK PREDICATE s.f(id) ON dbo.t AFTER INSERT WITH (STATE = ON)', 'CreateSecurityPolicyStatement'],
    ['DROP TABLE IF EXISTS a, dbo.b', 'DropStatement'],
    ['DROP XML SCHEMA COLLECTION c', 'DropStatement'],
    ['DROP TRIGGER tr ON DATABASE', 'DropStatement'],
    ['ALTER SCHEMA s TRANSFER TYPE::dbo.t', 'AlterSchemaStatement'],
    ['ALTER AUTHORIZATION ON DATABASE::d TO sa', 'AlterAuthorizationStatement'],
    ['CREATE USER u FOR LOGIN l WITH DEFAULT_SCHEMA = dbo', 'GenericDefinition'],
    ['ALTER DATABASE CURRENT SET RECOVERY SIMPLE', 'GenericDefinition'],
    ['CREATE SERVICE s ON QUEUE q (c)', 'GenericDefinition'],
    ['GRANT SELECT (a, b), VIEW DEFINITION ON OBJECT::dbo.t TO r, public WITH GRANT OPTION AS dbo', 'PermissionStatement'],
    ['REVOKE GRANT OPTION FOR EXECUTE ON p FROM u CASCADE', 'PermissionStatement'],
    ['DISABLE TRIGGER ALL ON DATABASE', 'ToggleTriggerStatement'],
  ] as const)('%s', (text, kind) => {
    const found = statement(text, kind);
    expect(found.span).toEqual({ start: 0, end: text.length });
  });

  it('reads words that begin a line as part of the definition they belong to', () => {
    expect(statements('ALTER DATABASE d\nSET RECOVERY SIMPLE\nCREATE USER u FOR LOGIN l\nWITH DEFAULT_SCHEMA = s\nALTER INDEX i ON t REBUILD\nWITH (ONLINE = ON)\nSELECT 1').map((s) => s.kind)).toEqual(['GenericDefinition', 'GenericDefinition', 'AlterIndexStatement', 'SelectStatement']);
  });
});

describe('views, routines, triggers', () => {
  it('reads a view', () => {
    expect(statement('CREATE OR ALTER VIEW dbo.v (a, b) WITH SCHEMABINDING, VIEW_METADATA AS WITH c AS (SELECT 1 x) SELECT x, 2 FROM c WITH CHECK OPTION', 'CreateViewStatement')).toMatchObject({
      verb: 'CREATE OR ALTER', columns: [{}, {}], options: [{ name: 'SCHEMABINDING' }, { name: 'VIEW_METADATA' }], checkOption: true, query: { with: { tables: [{}] } },
    });
  });

  it('reads a procedure to the end of the batch', () => {
    const procedure = statement(
      `CREATE PROC dbo.p @a int = 5, @b varchar(10) = NULL OUTPUT, @c CURSOR VARYING OUT, @t dbo.Ids READONLY, @d sysname = abc WITH RECOMPILE, EXECUTE AS OWNER AS
       SET NOCOUNT ON
       BEGIN SELECT @a END
       RETURN 0`,
      'CreateProcedureStatement',
    );
    expect(procedure).toMatchObject({
      parameters: [{ default: { value: '5' } }, { output: true }, { varying: true, output: true }, { readonly: true }, { default: { kind: 'ColumnReference' } }],
      options: [{ name: 'RECOMPILE' }, { name: 'EXECUTE AS', value: 'OWNER' }],
    });
    expect(procedure.body.map((s) => s.kind)).toEqual(['SetOptionStatement', 'BlockStatement', 'ReturnStatement']);
  });

  it('reads functions of all kinds', () => {
    expect(statement('CREATE FUNCTION f (@a int) RETURNS varchar(max) WITH SCHEMABINDING, RETURNS NULL ON NULL INPUT AS BEGIN RETURN @a END', 'CreateFunctionStatement')).toMatchObject({ returns: { kind: 'ReturnsScalar' }, body: [{ kind: 'BlockStatement' }] });
    expect(statement('CREATE FUNCTION f () RETURNS TABLE AS RETURN (SELECT 1 AS a)', 'CreateFunctionStatement')).toMatchObject({ returns: { kind: 'ReturnsQuery', query: { body: { kind: 'SelectQuery' } } }, body: undefined });
    expect(statement('CREATE FUNCTION f () RETURNS TABLE RETURN WITH c AS (SELECT 1 a) SELECT a FROM c', 'CreateFunctionStatement').returns).toMatchObject({ query: { with: { tables: [{}] } } });
    expect(statement('CREATE FUNCTION f () RETURNS @r TABLE (a int PRIMARY KEY) AS BEGIN INSERT @r SELECT 1 RETURN END', 'CreateFunctionStatement').returns).toMatchObject({ variable: { name: '@r' }, elements: [{}] });
    expect(statement('CREATE FUNCTION f (@a int) RETURNS TABLE (x int) AS EXTERNAL NAME a.b.c', 'CreateFunctionStatement')).toMatchObject({ externalName: { parts: [{}, {}, {}] } });
  });

  it('reads triggers', () => {
    expect(statement('CREATE TRIGGER tr ON dbo.t WITH ENCRYPTION INSTEAD OF INSERT, UPDATE NOT FOR REPLICATION AS IF UPDATE(a) ROLLBACK', 'CreateTriggerStatement')).toMatchObject({ timing: 'INSTEAD OF', events: ['INSERT', 'UPDATE'], notForReplication: true });
    expect(statement('CREATE TRIGGER tr ON DATABASE FOR CREATE_TABLE, DDL_VIEW_EVENTS AS PRINT EVENTDATA().value(\'(/a)[1]\', \'int\')', 'CreateTriggerStatement')).toMatchObject({ on: 'DATABASE', events: ['CREATE_TABLE', 'DDL_VIEW_EVENTS'] });
  });
});
