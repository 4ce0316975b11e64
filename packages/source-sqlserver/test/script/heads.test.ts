import { describe, expect, it } from 'vitest';
import { headOf } from '../../src/script/heads';

const head = (sql: string) => headOf(sql, 0, sql.length);

describe('headOf', () => {
  it.each([
    ['CREATE PROC p AS ???', { kind: 'PROCEDURE', schema: undefined, name: 'p' }],
    ['-- x\nALTER /* y */ PROCEDURE [a b].[c]]d] @x', { kind: 'PROCEDURE', schema: 'a b', name: 'c]d' }],
    ['CREATE OR ALTER VIEW "dbo"."v" AS', { kind: 'VIEW', schema: 'dbo', name: 'v' }],
    ['create table db.dbo.Bestellung (', { kind: 'TABLE', schema: 'dbo', name: 'Bestellung' }],
    ['CREATE TYPE t AS TABLE (', { kind: 'TABLE_TYPE', schema: undefined, name: 't' }],
    ['CREATE TRIGGER g ON s.t AFTER', { kind: 'TRIGGER', schema: undefined, name: 'g', on: { schema: 's', name: 't' } }],
    ['CREATE TRIGGER g ON DATABASE FOR', { kind: 'DDL_TRIGGER', schema: undefined, name: 'g' }],
    ['CREATE XML SCHEMA COLLECTION s.x AS', { kind: 'XML_SCHEMA_COLLECTION', schema: 's', name: 'x' }],
  ])('reads %j', (sql, expected) => {
    expect(head(sql)).toEqual(expected);
  });

  it.each(['SELECT 1', 'CREATE', 'CREATE TABLE', 'CREATE LOGIN x', 'DROP TABLE t', "CREATE PROC 'x'"])('finds none in %j', (sql) => {
    expect(head(sql)).toBeUndefined();
  });
});
