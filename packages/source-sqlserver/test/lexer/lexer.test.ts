import { describe, expect, it } from 'vitest';
import { commentsAfter, commentsBefore, lex, pieces, T } from '../../src/lexer';
import type { LexOptions } from '../../src/lexer';

const kindNames = new Map<number, string>(Object.entries(T).map(([name, kind]) => [kind, name]));

/** Tokens as `Kind:text`, without the end. */
const show = (text: string, options?: LexOptions): string[] => {
  const tokens = lex(text, undefined, options);
  const out: string[] = [];
  for (let i = 0; i < tokens.count - 1; i++) out.push(`${kindNames.get(tokens.kinds[i] as number)}:${text.slice(tokens.starts[i], tokens.ends[i])}`);
  return out;
};

const samples = [
  'SELECT a.[b c], "d""e", [f]]g] FROM dbo..t -- end',
  "PRINT N'it''s' + 'a\\\nb' + 'плюс'",
  'SET @x += 0xAB\\\r\nCD; SET @y = @@ROWCOUNT * $12.50 - £3 + .5e-3 + 1. + 2E5',
  '/* a /* nested */ b */ a!=b AND a!<b OR a!>b OR a<>b OR a *= b OR a =* b',
  'a||b, a<<1, a>>1, a::b, {fn x()}, $action, $(Name)_log, ~a ^ b & c | d % e',
  'Größe, 列名, #temp, ##global, _x, a@b#c$d',
  "'never closed",
  '[never closed',
  '/* never /* closed */',
  '\u00a0\ufeffSELECT\u30001 \u0001 ` \\ ? §',
  '1else 2END 3e 0x 0xg',
  '',
];

describe('the lexer', () => {
  it.each(samples)('loses no character of %j', (text) => {
    for (const quotedIdentifier of [true, false]) {
      const all = pieces(lex(text, undefined, { quotedIdentifier }));
      expect(all.map((piece) => piece.text).join('')).toBe(text);
      expect(all.filter((piece) => piece.type === 'space' && /[A-Za-z0-9'"[\]]/.test(piece.text))).toEqual([]);
    }
  });

  it('tells reserved words, other words and names apart', () => {
    expect(show('Select value FROM [select] "from" #t @v @@v @@RowCount')).toEqual([
      'Reserved:Select', 'Word:value', 'Reserved:FROM', 'BracketName:[select]', 'DoubleName:"from"', 'Word:#t', 'Variable:@v', 'Variable:@@v', 'GlobalVariable:@@RowCount',
    ]);
  });

  it('gives keywords in upper case, whatever case they are written in', () => {
    const tokens = lex('sElEcT throw nothing_known');
    expect(tokens.words.slice(0, 3)).toEqual(['SELECT', 'THROW', '']);
  });

  it('reads numbers, money and binaries', () => {
    expect(show('1 1.5 .5 1. 1e3 1.5E-3 0x1F 0x $1.5 $ 1a')).toEqual([
      'Integer:1', 'Decimal:1.5', 'Decimal:.5', 'Decimal:1.', 'Float:1e3', 'Float:1.5E-3', 'Binary:0x1F', 'Binary:0x', 'Money:$1.5', 'Money:$', 'Integer:1', 'Word:a',
    ]);
  });

  it('does not take a word behind a number for an exponent', () => {
    expect(show('WHEN 1 THEN 1else 2end')).toEqual(['Reserved:WHEN', 'Integer:1', 'Reserved:THEN', 'Integer:1', 'Reserved:else', 'Integer:2', 'Reserved:end']);
  });

  it('reads the longest operator', () => {
    expect(show('a<=b>=c<>d!=e!<f!>g+=h||=i::j=*k')).toEqual([
      'Word:a', 'LessEqual:<=', 'Word:b', 'GreaterEqual:>=', 'Word:c', 'NotEqual:<>', 'Word:d', 'BangEqual:!=', 'Word:e', 'BangLess:!<', 'Word:f', 'BangGreater:!>', 'Word:g', 'PlusEqual:+=', 'Word:h',
      'DoubleBarEqual:||=', 'Word:i', 'DoubleColon:::', 'Word:j', 'EqualStar:=*', 'Word:k',
    ]);
  });

  it('reads double quotes as strings when QUOTED_IDENTIFIER is OFF', () => {
    expect(show('"a""b"', { quotedIdentifier: false })).toEqual(['String:"a""b"']);
    expect(show('"a""b"')).toEqual(['DoubleName:"a""b"']);
  });

  it('leaves SQLCMD variables in words', () => {
    expect(show('$(Db)_log pre$(Db) $(Db) $action')).toEqual(['Word:$(Db)_log', 'Word:pre$(Db)', 'Word:$(Db)', 'PseudoColumn:$action']);
  });

  it.each([
    ["SELECT 'open", 'unterminated-string', 7],
    ['SELECT [open', 'unterminated-name', 7],
    ['SELECT 1 /* open /* */', 'unterminated-comment', 9],
    ['SELECT `', 'unknown-character', 7],
  ])('reports %j and goes on', (text, code, start) => {
    const { diagnostics } = lex(text);
    expect(diagnostics.map((d) => [d.code, d.span.start])).toEqual([[code, start]]);
  });

  it('reads a piece in place, in the coordinates of the whole', () => {
    const text = "SELECT 'a' GO SELECT b";
    const tokens = lex(text, { start: 14, end: 20 });
    expect([tokens.count, tokens.starts[0], tokens.ends[0]]).toEqual([2, 14, 20]);
  });

  it('stops at the end of the piece even inside a string', () => {
    const tokens = lex("SELECT 'abc' , d", { start: 0, end: 10 });
    expect(tokens.diagnostics.map((d) => d.code)).toEqual(['unterminated-string']);
    expect(tokens.ends[1]).toBe(10);
  });
});

describe('comments', () => {
  const text = ['-- head', 'SELECT 1; -- one', '/* two */ SELECT 2', '-- tail'].join('\n');
  const tokens = lex(text);
  const textOf = (list: readonly { start: number; end: number }[]): string[] => list.map((c) => text.slice(c.start, c.end));
  const first = { start: text.indexOf('SELECT 1'), end: text.indexOf(';') };
  const second = { start: text.indexOf('SELECT 2'), end: text.indexOf('SELECT 2') + 8 };

  it('belong to the statement they stand before', () => {
    expect(textOf(commentsBefore(tokens, first))).toEqual(['-- head']);
    expect(textOf(commentsBefore(tokens, second))).toEqual(['/* two */']);
  });

  it('belong to the statement on whose line they stand', () => {
    expect(textOf(commentsAfter(tokens, first))).toEqual(['-- one']);
    expect(textOf(commentsAfter(tokens, second))).toEqual([]);
  });
});
