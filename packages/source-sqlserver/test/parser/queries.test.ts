import { describe, expect, it } from 'vitest';
import { kinds, messages, statement, statements } from './parse';

const select = (text: string): ReturnType<typeof statement<'SelectStatement'>>['query'] => statement(text, 'SelectStatement').query;

describe('SELECT', () => {
  it('reads every clause', () => {
    const query = select(`
      WITH XMLNAMESPACES ('urn:x' AS x, DEFAULT 'urn:d'), c (a, b) AS (SELECT 1, 2)
      SELECT DISTINCT TOP (10) PERCENT WITH TIES c.a, b AS [B b], total = SUM(x), 'lit' 'name', t.*
      INTO #new
      FROM c, dbo.t AS t WITH (NOLOCK, INDEX(ix_a))
      WHERE a = 1
      GROUP BY c.a, b
      HAVING COUNT(*) > 1
      ORDER BY 1, b DESC
      OFFSET 5 ROWS FETCH NEXT 10 ROWS ONLY
      FOR XML PATH('row'), ROOT('rows'), ELEMENTS XSINIL, TYPE
      OPTION (MAXRECURSION 100, OPTIMIZE FOR (@x = 1), RECOMPILE)`);
    expect(query).toMatchObject({
      with: { xmlNamespaces: [{ uri: 'urn:x', prefix: { name: 'x' } }, { uri: 'urn:d', prefix: undefined }], tables: [{ name: { name: 'c' }, columns: [{ name: 'a' }, { name: 'b' }] }] },
      body: {
        quantifier: 'DISTINCT',
        top: { percent: true, withTies: true, parenthesized: true },
        items: [{ aliasStyle: 'none' }, { aliasStyle: 'as', alias: { name: 'B b' } }, { aliasStyle: 'equals', alias: { name: 'total' } }, { aliasStyle: 'plain', alias: { name: 'name', quoted: 'string' } }, { kind: 'SelectStar' }],
        into: { parts: [{ name: '#new' }] },
        from: [{ kind: 'NamedTable' }, { kind: 'NamedTable', alias: { name: 't' }, hints: [{ name: 'NOLOCK' }, { name: 'INDEX', text: 'ix_a' }] }],
      },
      orderBy: [{}, { direction: 'DESC' }],
      offset: { fetch: { value: '10' } },
      for: { kind: 'ForXml', mode: 'PATH', element: 'row', options: [{ name: 'ROOT' }, { name: 'ELEMENTS XSINIL' }, { name: 'TYPE' }] },
      hints: [{ name: 'MAXRECURSION' }, { name: 'OPTIMIZE FOR' }, { name: 'RECOMPILE' }],
    });
  });

  it('reads assignments', () => {
    expect(select('SELECT @a = b, @c += 1 FROM t').body).toMatchObject({ items: [{ kind: 'SelectAssignment', operator: '=' }, { kind: 'SelectAssignment', operator: '+=' }] });
  });

  it.each([
    ['SELECT 1 UNION ALL SELECT 2 EXCEPT SELECT 3 INTERSECT SELECT 4', 'EXCEPT'],
    ['SELECT 1 UNION SELECT 2', 'UNION'],
    ['(SELECT 1) INTERSECT (SELECT 2 UNION SELECT 3) ORDER BY 1', 'INTERSECT'],
  ])('combines queries: %s', (text, operator) => {
    expect(select(text).body).toMatchObject({ kind: 'SetOperation', operator });
  });

  it.each([
    ['FROM a LEFT OUTER JOIN b ON a.x = b.x', { join: 'LEFT' }],
    ['FROM a INNER HASH JOIN b ON a.x = b.x', { join: 'INNER', hint: 'HASH' }],
    ['FROM a CROSS JOIN b', { join: 'CROSS', on: undefined }],
    ['FROM a JOIN b JOIN c ON b.x = c.x ON a.x = b.x', { right: { kind: 'JoinedTable' }, left: { kind: 'NamedTable' } }],
    ['FROM a JOIN b ON a.x = b.x JOIN c ON b.x = c.x', { left: { kind: 'JoinedTable' } }],
    ['FROM (a JOIN b ON a.x = b.x) FULL JOIN c ON 1 = 1', { left: { kind: 'ParenthesizedTable' }, join: 'FULL' }],
    ['FROM a CROSS APPLY dbo.f(a.x) AS f', { kind: 'ApplyTable', apply: 'CROSS', right: { kind: 'FunctionTable' } }],
    ['FROM a OUTER APPLY (SELECT TOP 1 * FROM b) f', { kind: 'ApplyTable', apply: 'OUTER', right: { kind: 'DerivedTable' } }],
    ["FROM a CROSS APPLY a.doc.nodes('/x') AS n(c)", { right: { kind: 'MethodTable', columns: [{ name: 'c' }] } }],
    ["FROM @x.nodes('/x') n(c)", { kind: 'MethodTable' }],
    ['FROM (VALUES (1, 2), (3, 4)) AS v(a, b)', { kind: 'DerivedTable', query: { body: { kind: 'ValuesQuery' } } }],
    ['FROM ((SELECT 1 AS a) UNION (SELECT 2)) AS u', { kind: 'DerivedTable' }],
    ['FROM t PIVOT (SUM(a) FOR b IN ([1], [2])) AS p', { kind: 'PivotTable', values: [{ name: '1' }, { name: '2' }] }],
    ['FROM t UNPIVOT (v FOR n IN (a, b)) u', { kind: 'UnpivotTable' }],
    ['FROM t FOR SYSTEM_TIME AS OF @d AS h', { kind: 'NamedTable', temporal: { range: 'AS OF' }, alias: { name: 'h' } }],
    ['FROM t FOR SYSTEM_TIME BETWEEN @a AND @b h', { temporal: { range: 'BETWEEN' } }],
    ['FROM t (NOLOCK)', { hints: [{ name: 'NOLOCK' }] }],
    ['FROM t x (NOLOCK)', { alias: { name: 'x' }, hints: [{ name: 'NOLOCK' }] }],
    ['FROM t TABLESAMPLE (10 PERCENT) REPEATABLE (5)', { sample: { unit: 'PERCENT' } }],
    ["FROM OPENJSON(@j, '$.a') WITH (id int '$.id', doc nvarchar(max) AS JSON) AS j", { kind: 'OpenJsonTable', columns: [{ name: { name: 'id' } }, { asJson: true }] }],
    ["FROM OPENXML(@h, '/r', 2) WITH (id int '@id')", { kind: 'OpenXmlTable', columns: [{}] }],
    ["FROM OPENROWSET(BULK 'c:\\x.txt', SINGLE_BLOB) AS b", { kind: 'OpenRowsetTable', bulk: true }],
    ["FROM OPENQUERY(srv, 'SELECT 1') q", { kind: 'OpenQueryTable' }],
    ["FROM CONTAINSTABLE(t, (a, b), 'x', 10) AS k", { kind: 'FullTextTable', topN: { value: '10' } }],
    ['FROM CHANGETABLE(CHANGES t, @v) AS c', { kind: 'ChangeTable', form: 'CHANGES' }],
    ['FROM (DELETE FROM t OUTPUT deleted.a) AS d', { kind: 'DmlTable' }],
    ['FROM @t AS x', { kind: 'VariableTable' }],
    ['FROM srv.db.dbo.t', { name: { parts: [{}, {}, {}, {}] } }],
    ['FROM db..t', { name: { parts: [{}, undefined, {}] } }],
    ['FROM ::fn_helpcollations()', { kind: 'FunctionTable' }],
    ['FROM {oj a LEFT OUTER JOIN b ON a.x = b.x}', { kind: 'ParenthesizedTable', odbc: true }],
  ])('%s', (from, table) => {
    expect(select(`SELECT * ${from}`).body).toMatchObject({ from: [table] });
  });

  it('groups by sets', () => {
    expect(select('SELECT 1 FROM t GROUP BY GROUPING SETS ((a, b), a, ()), ROLLUP(c, (d, e)), f').body).toMatchObject({
      groupBy: { items: [{ operation: 'GROUPING SETS', items: [{ kind: 'GroupingTuple' }, { kind: 'ColumnReference' }, { kind: 'GroupingTuple', items: [] }] }, { operation: 'ROLLUP' }, { kind: 'ColumnReference' }] },
    });
  });

  it('needs no semicolon between statements', () => {
    expect(statements('SELECT a FROM t SELECT b FROM u x WHERE c = 1 UPDATE u SET c = 2 DELETE u').map((s) => s.kind)).toEqual(['SelectStatement', 'SelectStatement', 'UpdateStatement', 'DeleteStatement']);
  });
});

describe('data statements', () => {
  it('INSERT', () => {
    expect(statement('INSERT INTO dbo.t (a, [b]) OUTPUT inserted.a INTO @o (x) VALUES (1, DEFAULT), (2, NULL)', 'InsertStatement')).toMatchObject({
      columns: [{}, {}], outputs: [{ into: { kind: 'VariableTable' }, intoColumns: [{ name: 'x' }] }], source: { kind: 'ValuesQuery', rows: [{}, {}] },
    });
    expect(statement('INSERT t EXEC dbo.p 1', 'InsertStatement').source.kind).toBe('ExecuteStatement');
    expect(statement('INSERT t DEFAULT VALUES', 'InsertStatement').source.kind).toBe('DefaultValues');
    expect(statement('INSERT INTO t (SELECT 1)', 'InsertStatement').source.kind).toBe('Query');
    expect(statement('WITH c AS (SELECT 1 AS a) INSERT t (a) SELECT a FROM c', 'InsertStatement').with?.tables).toHaveLength(1);
  });

  it('UPDATE', () => {
    expect(statement('UPDATE TOP (5) x SET x.a = 1, b += 2, @v = c = 3, @w = 4, d.WRITE(@s, 0, 1) OUTPUT deleted.a FROM t x JOIN u ON x.i = u.i WHERE u.b > 1 OPTION (RECOMPILE)', 'UpdateStatement')).toMatchObject({
      set: [{ kind: 'ColumnAssignment' }, { operator: '+=' }, { kind: 'ColumnAssignment', variable: { name: '@v' } }, { kind: 'VariableAssignment' }, { kind: 'MutatorCall' }],
      from: [{ kind: 'JoinedTable' }],
    });
    expect(statement('UPDATE t (ROWLOCK) SET a = 1', 'UpdateStatement').target).toMatchObject({ hints: [{ name: 'ROWLOCK' }] });
    expect(statement('UPDATE t SET a = 1 WHERE CURRENT OF cur', 'UpdateStatement').where?.kind).toBe('CurrentOfPredicate');
  });

  it('DELETE and TRUNCATE', () => {
    expect(statement('DELETE FROM x OUTPUT deleted.* FROM t AS x WHERE x.a IN (1)', 'DeleteStatement')).toMatchObject({ from: [{ alias: { name: 'x' } }] });
    statement('TRUNCATE TABLE t WITH (PARTITIONS (1, 2 TO 4))', 'TruncateTableStatement');
  });

  it('MERGE', () => {
    expect(
      statement(
        `MERGE INTO t AS d USING (SELECT 1 AS a) s ON d.a = s.a WHEN MATCHED AND s.a > 1 THEN UPDATE SET b = s.a WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a)
         WHEN NOT MATCHED BY SOURCE THEN DELETE OUTPUT $action, inserted.a;`,
        'MergeStatement',
      ),
    ).toMatchObject({ target: { alias: { name: 'd' } }, clauses: [{ when: 'MATCHED' }, { when: 'NOT MATCHED BY TARGET' }, { when: 'NOT MATCHED BY SOURCE', action: { kind: 'MergeDelete' } }], outputs: [{ items: [{}, {}] }] });
  });

  it.each([
    ['INSERT INTO t (a', 'Expected ) to close the column list of INSERT, but found the end of the batch.'],
    ['INSERT INTO t (a)', 'Expected VALUES, SELECT, EXEC or DEFAULT VALUES in INSERT, but found the end of the batch.'],
    ['UPDATE t a = 1', 'Expected SET in UPDATE, but found a.'],
    ['SELECT * FROM a JOIN b', 'Expected ON after the joined table, but found the end of the batch.'],
    ['SELECT a, FROM t', 'Expected an expression, but found FROM.'],
    ['SELECT a FROM WHERE b = 1', 'Expected a table, but found WHERE.'],
    ['MERGE t USING s ON t.a = s.a', 'Expected WHEN in MERGE, but found the end of the batch.'],
  ])('reports %s', (text, message) => {
    expect(messages(text)).toEqual([message]);
  });
});

describe('walk', () => {
  it('visits every node once', () => {
    const found = kinds(statement('SELECT a + 1 AS b FROM t WHERE c IN (1, 2)', 'SelectStatement'));
    expect(found.filter((kind) => kind === 'IntegerLiteral')).toHaveLength(3);
    expect(found).toContain('InPredicate');
  });
});
