import { describe, expect, it } from 'vitest';
import { isBoolean } from '../../src/syntax';
import { bracketed, expression, messages } from './parse';

describe('operators', () => {
  it.each([
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a - b - c', '((a - b) - c)'],
    ['-a + b', '((-a) + b)'],
    ['~a & b | c', '(((~a) & b) | c)'],
    ['a = 1 AND b = 2 AND c = 3 OR d = 4', '(((a = 1) AND (b = 2) AND (c = 3)) OR (d = 4))'],
    ['NOT a = 1 AND b = 2', '((NOT (a = 1)) AND (b = 2))'],
    ['a COLLATE Latin1_General_BIN = b', '((a COLLATE Latin1_General_BIN) = b)'],
    ['a BETWEEN 1 AND 2 AND b = 3', '((a BETWEEN 1 AND 2) AND (b = 3))'],
    ['a > = 1 OR a < > 2 OR a ! = 3', '((a >= 1) OR (a <> 2) OR (a != 3))'],
    ['a % 2 + (b - c) * d', '((a % 2) + ((b - c) * d))'],
    ['s.t.c *= u.d', '(s.t.c *= u.d)'],
  ])('%s', (text, expected) => {
    expect(bracketed(expression(text))).toBe(expected);
  });
});

describe('values', () => {
  it.each([
    ["N'it''s'", 'StringLiteral', { value: "it's", national: true, raw: "N'it''s'" }],
    ["'a\\\nb'", 'StringLiteral', { value: 'ab' }],
    ['007', 'IntegerLiteral', { value: '7', raw: '007' }],
    ['1.50', 'DecimalLiteral', { value: '1.50' }],
    ['1e3', 'FloatLiteral', { value: '1e3' }],
    ['$12.5', 'MoneyLiteral', { value: '12.5' }],
    ['0xAb', 'BinaryLiteral', { value: 'Ab' }],
    ["{ts '2020-01-01 00:00:00'}", 'OdbcLiteral', { type: 'ts', value: '2020-01-01 00:00:00' }],
    ['NULL', 'NullLiteral', {}],
    ['@x', 'Variable', { name: '@x' }],
    ['@@ROWCOUNT', 'GlobalVariable', { name: '@@ROWCOUNT' }],
    ['CURRENT_TIMESTAMP', 'NiladicFunction', { name: 'CURRENT_TIMESTAMP' }],
    ['t.$IDENTITY', 'PseudoColumn', { name: '$identity' }],
    ['$(Limit)', 'SqlcmdVariable', { name: 'Limit' }],
    ['CAST(a AS decimal(10, 2))', 'CastExpression', { attempt: false }],
    ['TRY_CAST(a AS int)', 'CastExpression', { attempt: true }],
    ['CONVERT(varchar(max), a, 121)', 'ConvertExpression', { attempt: false }],
    ["TRY_PARSE('1' AS int USING 'de-DE')", 'ParseExpression', { attempt: true }],
    ['CASE WHEN a = 1 THEN 2 ELSE 3 END', 'CaseExpression', { operand: undefined }],
    ['CASE a WHEN 1 THEN 2 END', 'CaseExpression', { otherwise: undefined }],
    ['IIF(a = 1, 2, 3)', 'FunctionCall', { over: undefined }],
    ['COUNT(DISTINCT a)', 'FunctionCall', { quantifier: 'DISTINCT' }],
    ['dbo.f(1, DEFAULT)', 'FunctionCall', {}],
    ['LEFT(a, 2)', 'FunctionCall', {}],
    ["TRIM(LEADING 'x' FROM a)", 'TrimExpression', { side: 'LEADING' }],
    ["TRIM('x' FROM a)", 'TrimExpression', { side: undefined }],
    ['TRIM(a)', 'FunctionCall', {}],
    ["JSON_OBJECT('a': 1, 'b': b ABSENT ON NULL)", 'FunctionCall', { onNull: 'ABSENT ON NULL' }],
    ["x.value('(/a)[1]', 'int')", 'MethodCall', {}],
    ["t.x.query('/a').exist('/b')", 'MethodCall', {}],
    ['@g.STDistance(@h)', 'MethodCall', {}],
    ['@p.STX', 'PropertyAccess', {}],
    ["geometry::STGeomFromText('POINT(1 2)', 0)", 'StaticMember', {}],
    ['hierarchyid::GetRoot().ToString()', 'MethodCall', {}],
    ["a AT TIME ZONE 'UTC'", 'AtTimeZoneExpression', {}],
    ['NEXT VALUE FOR dbo.s OVER (ORDER BY a)', 'NextValueFor', {}],
    ['(SELECT 1)', 'SubqueryExpression', {}],
    ['((SELECT 1) + 2)', 'ParenthesizedExpression', {}],
    ['((SELECT 1) UNION (SELECT 2))', 'SubqueryExpression', {}],
    ['{fn LENGTH(a)}', 'FunctionCall', { odbc: true }],
    ['$PARTITION.pf(1)', 'FunctionCall', {}],
    ['db..t.c', 'ColumnReference', {}],
  ])('%s is a %s', (text, kind, fields) => {
    const found = expression(text);
    expect(found).toMatchObject({ kind, ...fields });
    expect(isBoolean(found)).toBe(false);
    expect(found.span).toEqual({ start: 0, end: text.length });
  });

  it('reads windows', () => {
    const call = expression('SUM(a) OVER (PARTITION BY b, c ORDER BY d DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING)');
    expect(call).toMatchObject({
      kind: 'FunctionCall',
      over: { partitionBy: [{}, {}], orderBy: [{ direction: 'DESC' }], frame: { unit: 'ROWS', start: { bound: 'UNBOUNDED PRECEDING' }, end: { bound: 'FOLLOWING' } } },
    });
    expect(expression("STRING_AGG(a, ',') WITHIN GROUP (ORDER BY b)")).toMatchObject({ withinGroup: [{}] });
    expect(expression('LAST_VALUE(a) IGNORE NULLS OVER (ORDER BY b)')).toMatchObject({ nullTreatment: 'IGNORE NULLS' });
  });
});

describe('predicates', () => {
  it.each([
    ['a IS NOT NULL', 'IsNullPredicate'],
    ['a IS DISTINCT FROM b', 'DistinctPredicate'],
    ['a NOT IN (1, 2)', 'InPredicate'],
    ['a IN (SELECT b FROM t)', 'InPredicate'],
    ["a LIKE '%x' ESCAPE '!'", 'LikePredicate'],
    ['a NOT BETWEEN 1 AND 2', 'BetweenPredicate'],
    ['EXISTS (SELECT * FROM t)', 'ExistsPredicate'],
    ['a = ANY (SELECT b FROM t)', 'QuantifiedComparison'],
    ["CONTAINS((a, b), 'x', LANGUAGE 1033)", 'FullTextPredicate'],
    ["FREETEXT(*, 'x')", 'FullTextPredicate'],
    ['UPDATE(a)', 'UpdatedPredicate'],
    ['MATCH(a-(b)->c)', 'GraphMatchPredicate'],
    ['NOT (a = 1)', 'NotExpression'],
    ['((a = 1) OR (b = 2))', 'ParenthesizedExpression'],
    ['(a) = 1', 'ComparisonExpression'],
  ])('%s is a %s', (text, kind) => {
    const found = expression(text);
    expect(found.kind).toBe(kind);
    expect(isBoolean(found)).toBe(true);
  });
});

describe('what is no expression', () => {
  it.each([
    ['SELECT a + FROM t', 'Expected an expression, but found FROM.'],
    ['SELECT (a FROM t', 'Expected ) to close the bracketed expression, but found FROM.'],
    ['SELECT a FROM t WHERE b', 'Expected a condition (a comparison, IN, LIKE, EXISTS ...) that is complete, but found the end of the batch.'],
    ['SELECT CASE WHEN a THEN 1 END', 'Expected a condition (a comparison, IN, LIKE, EXISTS ...) that is complete, but found THEN.'],
    ['SELECT CASE a WHEN 1 THEN 2', 'Expected END to close CASE, but found the end of the batch.'],
    ['SELECT CAST(a int)', 'Expected AS in CAST, but found int.'],
    ['SELECT t.select FROM t', 'Expected a name after the dot, but found select, which is reserved; as a name it is written [select].'],
    ['SELECT f(a b)', 'Expected ) to close the arguments of F, but found b.'],
    ['SELECT a FROM t WHERE a = 1 AND b', 'Expected a condition beside AND, OR or NOT, but found the value b.'],
  ])('%s', (text, message) => {
    expect(messages(text)).toEqual([message]);
  });
});
