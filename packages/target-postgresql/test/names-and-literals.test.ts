import { loadModule, parsePlPgSQLSync, parseSync, scanSync } from 'libpg-query';
import { beforeAll, describe, expect, test } from 'vitest';
import { keywords, pg, printExpression, printText, quoteIdentifier, stringLiteral } from '../src';
import type { Statement } from '../src';

beforeAll(() => loadModule());

const hostileNames = ['Mixed', 'with space', 'quo"te', '"', "it's", 'semi;colon', '--', '/*', '$$', 'a$b', '1st', 'é', '😀', 'a\nb', '\\', 'x'.repeat(61), '%', ':v', '.', 'drop table x'];
const names = [...keywords.keys(), ...hostileNames];

/** Every string of the parser's tree under a member of this name. */
function collect(tree: unknown, member: string): string[] {
  const found: string[] = [];
  JSON.stringify(tree, (key, value: unknown) => {
    if (key === member && typeof value === 'string') found.push(value);
    return value;
  });
  return found;
}

test('the keyword table is the grammar\'s own', () => {
  const classes = { UNRESERVED_KEYWORD: 'unreserved', COL_NAME_KEYWORD: 'columnName', TYPE_FUNC_NAME_KEYWORD: 'typeOrFunctionName', RESERVED_KEYWORD: 'reserved' } as Record<string, string>;
  for (const [word, keywordClass] of keywords) expect(classes[scanSync(word).tokens[0]?.keywordName ?? ''], word).toBe(keywordClass);
});

describe('every keyword and every hostile name', () => {
  test.each(names)('%j comes back as it went in', (name) => {
    const table: Statement = { kind: 'CreateTable', name: pg.name(name, name), columns: [{ kind: 'TableColumn', name, type: pg.userType(name, name) }], constraints: [{ kind: 'KeyConstraint', type: 'UNIQUE', name, columns: [name] }] };
    const created = parseSync(printText(table).sql);
    expect(collect(created, 'relname')).toEqual([name]);
    expect(collect(created, 'schemaname')).toEqual([name]);
    expect(collect(created, 'colname')).toEqual([name]);
    expect(collect(created, 'conname')).toEqual([name]);

    const query = pg.select([pg.item(pg.column(name), name), pg.item(pg.column(name, name)), pg.item(pg.callIn(name, name))], {
      with: { kind: 'With', ctes: [{ kind: 'Cte', name, columns: [name], query: pg.select([pg.item(pg.number(1))]) }] },
      from: [pg.table(pg.name(name), name)],
      windows: [{ name, spec: { kind: 'WindowSpec', partitionBy: [pg.column(name)] } }],
      orderBy: [pg.order(pg.column(name))],
    });
    const selected = parseSync(printText(query).sql);
    expect(collect(selected, 'relname')).toEqual([name]);
    expect(collect(selected, 'aliasname')).toEqual([name]);
    expect(collect(selected, 'ctename')).toEqual([name]);
    expect(collect(selected, 'sval').filter((s) => s === name).length).toBeGreaterThanOrEqual(7);
  });

  test.each(names)('%j is a variable, parameter and label in PL/pgSQL', (name) => {
    const routine: Statement = {
      kind: 'CreateFunction', name: pg.name(name), returns: pg.type('integer'),
      parameters: [{ kind: 'RoutineParameter', name: `${name}_p`, type: pg.type('integer') }, { kind: 'RoutineParameter', name, type: pg.type('integer') }],
      body: {
        kind: 'Block', declarations: [pg.declare(name, pg.type('integer'), pg.number(1))],
        body: [
          pg.assign(name, pg.add(pg.variable(name), pg.number(1))),
          { kind: 'SqlStatement', statement: pg.select([pg.item(pg.column(name))], { from: [pg.table(pg.name(name))] }), into: { targets: [pg.target(name)] } },
          { kind: 'Loop', label: `l${name}`, body: [{ kind: 'Exit', label: `l${name}`, when: pg.gt(pg.variable(name), pg.number(1)) }] },
          { kind: 'ForQuery', targets: [pg.target(name)], in: { query: pg.select([pg.item(pg.column(name))], { from: [pg.table(pg.name(name), name)] }) }, body: [] },
          { kind: 'Return', value: pg.variable(name) },
        ],
      },
    };
    const { sql } = printText(routine);
    parseSync(sql);
    expect(() => parsePlPgSQLSync(sql)).not.toThrow();
  });
});

test('names that PostgreSQL cannot hold are refused', () => {
  expect(() => quoteIdentifier('')).toThrow('empty');
  expect(() => quoteIdentifier('a\0b')).toThrow('U+0000');
});

test('grammar functions stay unquoted, names of user functions do not fall for them', () => {
  expect(printExpression(pg.call('coalesce', pg.null))).toBe('coalesce(NULL)');
  expect(printExpression(pg.call('left', pg.null))).toBe('left(NULL)');
  expect(printExpression(pg.callIn('app', 'coalesce', pg.null))).toBe('app."coalesce"(NULL)');
});

test.each([
  ['plain', "'plain'"],
  ["it's", "'it''s'"],
  ['back\\slash', "'back\\slash'"],
  ['two\nlines', "'two\nlines'"],
  ['cr\r\nlf\\', "E'cr\\r\\nlf\\\\'"],
  ["\x01'", "E'\\x01'''"],
])('literal %j', (value, printed) => {
  expect(stringLiteral(value)).toBe(printed);
});

test.each([...hostileNames, '\r', '\t\b\f\v', "\\'", "''", '\x7f1', '\x01f', "'; DROP TABLE x; --"])('the literal of %j means what it says', (value) => {
  expect(collect(parseSync(`SELECT ${stringLiteral(value)}`), 'sval')).toEqual([value]);
});

test.each(['$$', '$', '$body$', '$$ $body$ $body1', 'a$', "E'\\'"])('a body that holds %j keeps its quotes', (text) => {
  const { sql } = printText({ kind: 'CreateFunction', name: pg.name('f'), parameters: [], returns: pg.type('text'), body: { kind: 'Block', body: [{ kind: 'Return', value: pg.text(text) }] } });
  expect(collect(parseSync(sql), 'sval').some((s) => s.includes(stringLiteral(text)))).toBe(true);
  expect(() => parsePlPgSQLSync(sql)).not.toThrow();
});
