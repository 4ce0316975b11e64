import { loadModule, parsePlPgSQLSync, parseSync, scanSync } from 'libpg-query';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Fragment } from '@ferry/catalog';
import { pg, printStatement, printText } from '../src';
import type { Expression, FromItem, PlStatement, Statement } from '../src';
import { expressions, fromItems, inBlock, plStatements, statements } from './samples';

beforeAll(() => loadModule());

const hostile = ['-- plain', '/* block */', 'bare', '/* a */ b */', '/* /* nested */ */', '/* open', '--', '/**/', '*/', '-- a */ b', '/* two\n   lines */', '-- two\n; lines', "it's", '$$ $body$', '\\! rm', 'x\r\ny', '-- ends with \\', '/', '/*/'];

type Tree = Readonly<Record<string, unknown>>;

/** The same tree with comments at every node that has a kind. */
function commented<T>(node: T, comment: string): T {
  if (Array.isArray(node)) return node.map((n: unknown) => commented(n, comment)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) out[key] = commented(value, comment);
  if (typeof (node as Tree)['kind'] === 'string') Object.assign(out, { leadingComments: [comment, comment], trailingComment: comment });
  return out as T;
}

/** The parser's tree without places and without routine bodies, whose text differs. */
const bare = (sql: string): string =>
  JSON.stringify(parseSync(sql), (key, value: unknown) => (/location|_len$|_start$|_end$/.test(key) || (key === 'sval' && typeof value === 'string' && /\b(?:BEGIN|INSERT|SELECT)\b/.test(value)) ? undefined : value));

describe('a comment in every place changes nothing', () => {
  test.each(hostile)('%j', (comment) => {
    for (const samples of Object.values(statements)) {
      for (const node of samples as readonly Statement[]) {
        const { sql } = printText(commented(node, comment));
        expect(bare(sql), sql).toBe(bare(printText(node).sql));
      }
    }
    for (const [kind, samples] of Object.entries(plStatements)) {
      if (kind === 'GetStackedDiagnostics') continue;
      for (const node of samples as readonly PlStatement[]) {
        const routine: Statement = { kind: 'CreateFunction', name: pg.name('f'), parameters: [{ kind: 'RoutineParameter', name: 'p', type: pg.type('integer') }], returns: pg.type('integer'), body: commented(inBlock([node, { kind: 'Return', value: pg.number(1) }]), comment) };
        const { sql } = printText(routine);
        expect(() => parsePlPgSQLSync(sql.replace(/%rowtype/gi, '        ')), sql).not.toThrow();
      }
    }
  });
});

test('comments are kept, where they were', () => {
  const { sql } = printText({
    ...pg.select([{ ...pg.item(pg.column('a')), leadingComments: ['-- first'], trailingComment: '-- of a' }, { ...pg.item(pg.column('b')), trailingComment: '-- of b' }]),
    leadingComments: ['/* head\n   of it */', '-- line'],
    trailingComment: '-- tail',
  });
  expect(sql).toBe(['/* head\n   of it */', '-- line', 'SELECT', '    -- first', '    a, -- of a', '    b /* of b */; -- tail'].join('\n'));
});

const at = (start: number, source = 0): Fragment => ({ source, span: { start, end: start + 1 } });

test('links point at what came from a place, inside a dollar-quoted body too', () => {
  const node: Statement = {
    kind: 'CreateFunction', name: pg.name('app', 'f'), parameters: [], returns: pg.type('integer'), source: at(0, 7),
    body: {
      kind: 'Block', source: at(10), declarations: [{ kind: 'DeclareVariable', name: 'v', type: pg.type('integer'), source: at(11) }],
      body: [
        { kind: 'If', source: at(20), branches: [{ condition: pg.at(at(21), pg.gt(pg.variable('v'), pg.number(1))), body: [{ ...pg.assign('v', pg.at(at(23), pg.text('a\nb'))), source: at(22), leadingComments: ['-- why'] }] }] },
        { kind: 'Return', source: at(30), value: pg.variable('v') },
      ],
    },
  };
  const printed = printStatement(node, { creates: { kind: 'FUNCTION', schema: 'app', name: 'f' }, phase: 8, needs: [] });
  const text = (start: number): string => {
    const link = printed.links.find((l) => l.source.span.start === start);
    return link === undefined ? '' : printed.sql.slice(link.target.start, link.target.end);
  };
  expect(printed.links.find((l) => l.source.source === 7)?.target).toEqual({ start: 0, end: printed.sql.length - 1 });
  expect(text(10)).toMatch(/^DECLARE[^]*END$/);
  expect(text(11)).toBe('v integer');
  expect(text(20)).toMatch(/^IF v > 1 THEN[^]*END IF$/);
  expect(text(21)).toBe('v > 1');
  expect(text(22)).toBe("v := 'a\nb'");
  expect(text(23)).toBe("'a\nb'");
  expect(text(30)).toBe('RETURN v');
});

test('a comment is a comment to PostgreSQL: only the tokens of the statement are left', () => {
  for (const comment of hostile) {
    const { sql } = printText({ ...pg.select([pg.item({ ...pg.column('a'), leadingComments: [comment] })]), leadingComments: [comment], trailingComment: comment });
    const words = scanSync(sql).tokens.filter((t) => !/COMMENT/.test(t.tokenName)).map((t) => t.text);
    expect(words.filter((w) => !w.startsWith('--') && !w.startsWith('/*')), sql).toEqual(['SELECT', 'a', ';']);
  }
});

test('a construct newer than the target is refused with its name', () => {
  const place = { creates: { kind: 'TABLE', schema: 'app', name: 't' }, phase: 6 };
  const merge = statements.Merge[0] as Statement;
  expect(() => printStatement(merge, { ...place, version: 16 })).toThrow(/PostgreSQL has from version 17/);
  expect(() => printStatement(merge, { ...place, version: 17 })).not.toThrow();
  expect(() => printStatement(pg.select([pg.item(pg.call('uuidv7'))]), { ...place, version: 17 })).toThrow(/uuidv7\(\).*18/);
  expect(() => printStatement(pg.select([pg.item(pg.callIn('app', 'uuidv7'))]), { ...place, version: 15 })).not.toThrow();
});

/** The same tree with comments of its own, and a link, at every node that can have them. */
function marked<T>(node: T, seen: string[]): T {
  if (Array.isArray(node)) return node.map((n: unknown) => marked(n, seen)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const out: Record<string, unknown> = {};
  const kind = (node as Tree)['kind'];
  if (typeof kind === 'string' && !['QualifiedName', 'TypeName', 'TypeOf', 'TextBody'].includes(kind)) {
    const name = (place: string): string => `${place}${seen.push(`${kind} ${place}`) - 1}x`;
    Object.assign(out, { leadingComments: [name('leading')], trailingComment: `-- ${name('trailing')}`, source: at(seen.push(`${kind} link`) - 1) });
  }
  for (const [key, value] of Object.entries(node)) out[key] = marked(value, seen);
  return out as T;
}

const lost = (node: Statement): string[] => {
  const seen: string[] = [];
  const { sql, links } = printText(marked(node, seen));
  const linked = new Set(links.map((l) => l.source.span.start));
  return seen.filter((what, i) => (what.endsWith('link') ? !linked.has(i) : !sql.includes(` ${what.split(' ')[1]}${i}x`)));
};

test.each(Object.entries(statements))('no comment and no link is lost: %s', (_kind, samples) => {
  for (const node of samples as readonly Statement[]) expect(lost(node), printText(node).sql).toEqual([]);
});

test.each(Object.entries(plStatements))('no comment and no link is lost in PL/pgSQL: %s', (_kind, samples) => {
  for (const node of samples as readonly PlStatement[]) expect(lost({ kind: 'Do', body: { kind: 'Block', body: [node] } })).toEqual([]);
});

test.each(Object.entries({ ...expressions, ...fromItems }))('no comment and no link is lost in %s', (_kind, samples) => {
  for (const node of samples as readonly (Expression | FromItem)[])
    expect(lost(node.kind in fromItems ? pg.select([pg.item(pg.number(1))], { from: [node as FromItem] }) : pg.select([pg.item(node as Expression)]))).toEqual([]);
});
