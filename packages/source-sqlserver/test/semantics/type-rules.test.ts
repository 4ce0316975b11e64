import { describe, expect, test } from 'vitest';
import { arithmeticType, builtInResult, builtInType, commonType, scalar, typeFromText } from '../../src';
import type { SqlType } from '../../src';

const words = (type: SqlType): string => {
  if (type.kind !== 'scalar') return type.kind;
  const facets = type.precision === undefined ? (type.length ?? type.scale) : `${type.precision},${type.scale ?? 0}`;
  return facets === undefined ? type.base : `${type.base}(${facets})`;
};
const decimal = (precision: number, scale: number): SqlType => scalar('decimal', { precision, scale });
const text = (length: number | 'max'): SqlType => scalar('varchar', { length });

describe('arithmetic', () => {
  // https://learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql
  test.each([
    ['+', decimal(10, 2), decimal(5, 4), 'decimal(13,4)'],
    ['*', decimal(10, 2), decimal(5, 4), 'decimal(16,6)'],
    ['/', decimal(10, 2), decimal(5, 4), 'decimal(20,8)'],
    ['/', decimal(38, 10), decimal(38, 10), 'decimal(38,6)'],
    ['+', scalar('int'), scalar('smallint'), 'int'],
    ['/', scalar('int'), decimal(5, 2), 'decimal(18,6)'],
    ['*', scalar('money'), scalar('int'), 'money'],
    ['+', scalar('datetime', { scale: 3 }), scalar('int'), 'datetime(3)'],
    ['-', scalar('bit'), scalar('bit'), 'int'],
    ['&', scalar('bit'), scalar('bit'), 'bit'],
    ['+', text(10), text(5), 'varchar(15)'],
    ['+', text(10), scalar('nchar', { length: 5 }), 'nvarchar(15)'],
    ['+', text('max'), text(5), 'varchar(max)'],
    ['+', { kind: 'unknown' } as SqlType, scalar('int'), 'unknown'],
  ])('%s', (operator, left, right, expected) => expect(words(arithmeticType(operator, left, right))).toBe(expected));

  test('an integer constant counts its own digits only', () => {
    expect(words(arithmeticType('/', decimal(10, 2), scalar('int', { literal: '3' })))).toBe('decimal(14,6)');
  });
});

describe('values that take one type', () => {
  test.each([
    [[scalar('int'), scalar('tinyint')], 'int'],
    [[text(5), scalar('nvarchar', { length: 3 })], 'nvarchar(5)'],
    [[scalar('char', { length: 2 }), scalar('char', { length: 4 })], 'char(4)'],
    [[text(5), scalar('date')], 'date'],
    [[decimal(5, 2), decimal(9, 0)], 'decimal(11,2)'],
    [[{ kind: 'null' } as SqlType, scalar('bit')], 'bit'],
    [[scalar('int'), { kind: 'unknown' } as SqlType], 'unknown'],
  ])('%#', (types, expected) => expect(words(commonType(types))).toBe(expected));
});

describe('functions', () => {
  const result = (name: string, ...args: SqlType[]): string => words(builtInResult(name)?.(args) ?? { kind: 'unknown' });
  test('ISNULL has the type and length of its first argument', () => expect(result('isnull', text(2), text(10))).toBe('varchar(2)'));
  test('COALESCE has the strongest type', () => expect(result('COALESCE', text(2), text(10))).toBe('varchar(10)'));
  test('SUM of small numbers is an int, AVG of decimals has six places', () => expect([result('SUM', scalar('tinyint')), result('AVG', decimal(9, 2))]).toEqual(['int', 'decimal(38,6)']));
  test('SUBSTRING is as long as it is asked to be', () => expect(result('SUBSTRING', text(20), scalar('int'), scalar('int', { literal: '5' }))).toBe('varchar(5)'));
  test('what is not known has no type', () => expect(builtInResult('NO_SUCH_FUNCTION')).toBeUndefined());
});

describe('types as written', () => {
  test('lengths that are left out depend on the place', () => {
    const words_ = (cast: boolean): string => words(builtInType({ name: 'VARCHAR', args: [] }, { nullable: true, cast }) ?? { kind: 'unknown' });
    expect([words_(false), words_(true)]).toEqual(['varchar(1)', 'varchar(30)']);
  });
  test('a type in a text', () => expect([typeFromText('decimal(9, 4)'), typeFromText('nvarchar(MAX)'), typeFromText('int; DROP')].map(words)).toEqual(['decimal(9,4)', 'nvarchar(max)', 'unknown']));
});
