import { describe, expect, it } from 'vitest';
import { parseBatch } from '../../src/parser';
import { messages, statement, statements } from './parse';

describe('procedural statements', () => {
  it.each([
    ["IF @a = 1 SELECT 1; ELSE IF @a = 2 PRINT 'x' ELSE BEGIN SELECT 3 END", 'IfStatement'],
    ['WHILE @i < 10 BEGIN SET @i += 1 IF @i = 5 BREAK CONTINUE END', 'WhileStatement'],
    ['BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH THROW END CATCH', 'TryCatchStatement'],
    ["RAISERROR ('x %d', 16, 1, @a) WITH NOWAIT, LOG", 'RaiserrorStatement'],
    ["RAISERROR 50001 'old'", 'RaiserrorStatement'],
    ["THROW 50001, 'x', 1", 'ThrowStatement'],
    ["WAITFOR DELAY '00:00:01'", 'WaitForStatement'],
    ['GOTO done', 'GotoStatement'],
    ['done:', 'LabelStatement'],
    ['RETURN (SELECT 1)', 'ReturnStatement'],
    ["PRINT 'a' + @b", 'PrintStatement'],
    ['DECLARE @a int = 1, @b AS varchar(10), @t TABLE (id int PRIMARY KEY, CHECK (id > 0))', 'DeclareStatement'],
    ['DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT a FROM t', 'DeclareCursorStatement'],
    ['DECLARE c SCROLL CURSOR FOR SELECT a FROM t FOR UPDATE OF a', 'DeclareCursorStatement'],
    ['OPEN GLOBAL c', 'OpenCursorStatement'],
    ['FETCH NEXT FROM c INTO @a, @b', 'FetchCursorStatement'],
    ['FETCH ABSOLUTE -1 FROM @c', 'FetchCursorStatement'],
    ['FETCH c', 'FetchCursorStatement'],
    ['CLOSE c', 'CloseCursorStatement'],
    ['DEALLOCATE @c', 'DeallocateCursorStatement'],
    ['SET @a = (SELECT 1)', 'SetVariableStatement'],
    ['SET @c = CURSOR STATIC FOR SELECT 1', 'SetVariableStatement'],
    ["SET @x.modify('delete /a')", 'SetMemberStatement'],
    ['SET NOCOUNT, XACT_ABORT ON', 'SetOptionStatement'],
    ['SET IDENTITY_INSERT dbo.t OFF', 'SetOptionStatement'],
    ['SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED', 'SetOptionStatement'],
    ['SET DATEFIRST 1', 'SetOptionStatement'],
    ['SET STATISTICS IO, TIME ON', 'SetOptionStatement'],
    ["BEGIN TRANSACTION t WITH MARK 'm'", 'BeginTransactionStatement'],
    ['COMMIT TRAN t', 'CommitTransactionStatement'],
    ['ROLLBACK WORK', 'RollbackTransactionStatement'],
    ['SAVE TRAN s', 'SaveTransactionStatement'],
    ["EXECUTE AS USER = 'u' WITH NO REVERT", 'ExecuteAsStatement'],
    ['REVERT', 'RevertStatement'],
    ['USE [my db]', 'UseStatement'],
    ["BACKUP DATABASE d TO DISK = 'x' WITH INIT", 'PassedOverStatement'],
    ["DBCC CHECKIDENT ('t', RESEED, 1)", 'PassedOverStatement'],
    ["BULK INSERT t FROM 'f' WITH (FIELDTERMINATOR = ',')", 'PassedOverStatement'],
    ['UPDATE STATISTICS t WITH FULLSCAN', 'PassedOverStatement'],
  ] as const)('%s', (text, kind) => {
    expect(statement(text, kind).span.end).toBe(text.length);
  });

  it.each([
    ["EXEC dbo.p 1, N'x', @a OUTPUT, DEFAULT", { target: { args: [{}, {}, { output: true }, { value: { kind: 'DefaultValue' } }] } }],
    ['EXEC @r = p @a = 1, @b = @x OUT', { result: { name: '@r' }, target: { args: [{ name: { name: '@a' } }, { output: true }] } }],
    ['EXEC p;2 5', { target: { number: '2', args: [{}] } }],
    ["EXEC ('SELECT ' + @x) AT srv", { target: { kind: 'ExecuteString', at: { name: 'srv' } } }],
    ['EXEC sp_help Orders', { target: { args: [{ value: { kind: 'ColumnReference' } }] } }],
    ['EXEC p WITH RESULT SETS ((a int)), RECOMPILE', { options: [{ name: 'RESULT SETS' }, { name: 'RECOMPILE' }] }],
    ["EXECUTE sp_addextendedproperty @name = N'MS_Description', @value = N'text', @level0type = N'SCHEMA', @level0name = dbo", { target: { args: [{}, {}, {}, {}] } }],
    ['EXEC @name -1', { target: { name: { kind: 'Variable' }, args: [{ value: { kind: 'UnaryExpression' } }] } }],
  ])('%s', (text, shape) => {
    expect(statement(text, 'ExecuteStatement')).toMatchObject(shape);
  });

  it('takes a name at the beginning of a batch for a procedure', () => {
    expect(statements("sp_rename 'a', 'b'\nSELECT 1").map((s) => s.kind)).toEqual(['ExecuteStatement', 'SelectStatement']);
    expect(parseBatch("sp_rename 'a', 'b'").diagnostics).toMatchObject([{ severity: 'info', code: 'implicit-execute' }]);
  });

  it('takes a word behind SELECT for an alias, as SQL Server does', () => {
    expect(statements('SELECT 1 THROW').map((s) => s.kind)).toEqual(['SelectStatement']);
    expect(statements('SELECT 1; THROW').map((s) => s.kind)).toEqual(['SelectStatement', 'ThrowStatement']);
    expect(statements('SELECT a FROM t\nnext_label:\nSELECT 2').map((s) => s.kind)).toEqual(['SelectStatement', 'LabelStatement', 'SelectStatement']);
  });

  it('does not take the statement on the next line for the name of a transaction', () => {
    expect(statements('BEGIN TRAN\nUPDATE t SET a = 1\nCOMMIT\nEXEC p').map((s) => s.kind)).toEqual(['BeginTransactionStatement', 'UpdateStatement', 'CommitTransactionStatement', 'ExecuteStatement']);
  });

  it.each([
    ['IF @a = 1', 'Expected a statement after IF, but found the end of the batch.'],
    ['SET @a', 'Expected =, but found the end of the batch.'],
    ['DECLARE @a', 'Expected a data type, but found the end of the batch.'],
    ['SET NOWCOUNT ON', 'Expected a variable or an option after SET, but found NOWCOUNT.'],
    ['BEGIN SELECT 1', 'Expected END to close the block, but found the end of the batch.'],
    ['SELECT 1 END', 'This END closes nothing: there is no BEGIN before it.'],
    ["RAISERROR ('x')", 'Expected message, severity and state in RAISERROR, but found the end of the batch.'],
  ])('reports %s', (text, message) => {
    expect(messages(text)).toEqual([message]);
  });
});
