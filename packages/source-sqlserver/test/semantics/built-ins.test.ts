import { describe, expect, test } from 'vitest';
import { baseTypes, builtInFunction, builtInFunctions, builtInTable, builtInTables, scalar, systemProcedure, systemProcedures, systemView } from '../../src';

describe('built-in functions', () => {
  const globals = builtInFunctions.filter((f) => f.name.startsWith('@@'));

  test('every name once, each with its page', () => {
    expect(new Set(builtInFunctions.map((f) => f.name)).size).toBe(builtInFunctions.length);
    for (const f of builtInFunctions) expect(f.page).toMatch(/^https:\/\/learn\.microsoft\.com\/sql\/[a-z0-9/-]+$/);
  });

  test('as many as the documentation has', () => {
    expect(builtInFunctions.length - globals.length).toBeGreaterThanOrEqual(330);
    // 33 that are documented, and three of old that the server still answers.
    expect(globals.length).toBe(36);
  });

  test('parameters that may be left out come last, and words are no expressions', () => {
    for (const { name, parameters } of builtInFunctions) {
      const first = parameters.findIndex((p) => p.optional);
      if (name !== 'TRIM' && first >= 0) expect(parameters.slice(first).every((p) => p.optional), name).toBe(true);
    }
    expect(builtInFunctions.filter((f) => f.parameters.some((p) => p.word)).map((f) => f.name).sort()).toEqual(
      ['CAST', 'CONVERT', 'DATEADD', 'DATEDIFF', 'DATEDIFF_BIG', 'DATENAME', 'DATEPART', 'DATETRUNC', 'DATE_BUCKET', 'IDENTITY', 'PARSE', 'TRY_CAST', 'TRY_CONVERT', 'TRY_PARSE']);
  });

  // https://learn.microsoft.com/sql/relational-databases/user-defined-functions/deterministic-and-nondeterministic-functions
  test.each([
    ['ISNULL', 'strict', 2000], ['DATEADD', 'strict', 2000], ['GETDATE', 'no', 2000], ['NEWID', 'no', 2000], ['RAND', 'sometimes', 2000], ['CAST', 'sometimes', 2000], ['ISDATE', 'sometimes', 2000], ['FORMAT', 'no', 2012],
    ['STRING_AGG', 'strict', 2017], ['TRIM', 'strict', 2017], ['GREATEST', 'strict', 2022], ['DATETRUNC', 'strict', 2022], ['JSON_OBJECT', 'strict', 2022], ['REGEXP_REPLACE', 'strict', 2025], ['@@ROWCOUNT', 'no', 2000], ['IIF', 'strict', 2012], ['SYSDATETIME', 'no', 2008],
  ])('%s: %s, since %d', (name, determinism, since) => expect(builtInFunction(name)).toMatchObject({ determinism, since }));

  test('no rule fails on arguments that are missing, NULL or of any type', () => {
    const types = [...baseTypes.map((base) => scalar(base)), { kind: 'null' as const }, { kind: 'unknown' as const }];
    for (const f of builtInFunctions) {
      f.result([]);
      for (const type of types) f.result(Array.from({ length: Math.max(1, f.parameters.length) }, () => type));
    }
    for (const t of builtInTables) for (const type of types) t.columns([type, type, type]);
  });
});

describe('what else comes with SQL Server', () => {
  test('tables of functions, by any case and schema', () => {
    expect(builtInTable('', 'string_split')?.columns([scalar('nvarchar', { length: 40 }), scalar('varchar', { length: 1 })])).toMatchObject([{ name: 'value', type: { base: 'nvarchar', length: 40 } }]);
    expect(builtInTable('', 'GENERATE_SERIES')?.columns([scalar('int'), scalar('bigint')])).toMatchObject([{ name: 'value', type: { base: 'bigint', nullable: false } }]);
    expect(builtInTable('sys', 'dm_exec_sql_text')?.columns([])?.map((c) => c.name)).toEqual(['dbid', 'objectid', 'number', 'encrypted', 'text']);
    expect(builtInTable('dbo', 'nothing')).toBeUndefined();
  });

  test.each([
    ['sys', 'objects', 'object_id', 'int'], ['SYS', 'COLUMNS', 'is_nullable', 'bit'], ['INFORMATION_SCHEMA', 'columns', 'DATA_TYPE', 'nvarchar'], ['information_schema', 'TABLES', 'TABLE_TYPE', 'varchar'],
    ['', 'sysobjects', 'xtype', 'char'], ['dbo', 'syscolumns', 'colid', 'smallint'], ['sys', 'databases', 'collation_name', 'nvarchar'],
  ])('the view %s.%s has %s %s', (schema, view, column, base) => expect(systemView(schema, view)?.columns?.find((c) => c.name === column)?.type).toMatchObject({ kind: 'scalar', base }));

  test('every column of every view and procedure has a type', () => {
    const untyped: string[] = [];
    const look = (name: string, columns: readonly { readonly name: string; readonly type: { readonly kind: string } }[] | undefined): void => {
      for (const c of columns ?? []) if (c.type.kind === 'unknown' || c.name === '') untyped.push(`${name}.${c.name}`);
    };
    for (const p of systemProcedures) if (typeof p.results === 'function') look(p.name, p.results());
    for (const t of builtInTables) if (!['STRING_SPLIT', 'GENERATE_SERIES'].includes(t.name)) look(t.name, t.columns([]));
    expect(untyped).toEqual([]);
  });

  test('procedures with their parameters', () => {
    expect(systemProcedure('SP_XML_PREPAREDOCUMENT')?.parameters.map((p) => `${p.name}${p.output ? ' OUTPUT' : ''}`)).toEqual(['@hdoc OUTPUT', '@xmltext', '@xpath_namespaces']);
    expect(systemProcedure('no_such')).toBeUndefined();
    expect(systemProcedures.length).toBeGreaterThan(200);
  });
});
