import { describe, expect, it } from 'vitest';
import { splitBatches } from '../../src/script/batches';

const texts = (sql: string): string[] => splitBatches(sql).batches.map((b) => sql.slice(b.span.start, b.span.end).trim());
const codes = (sql: string): string[] => splitBatches(sql).diagnostics.map((d) => d.code);

describe('splitBatches', () => {
  it('splits at lines that say GO, whatever the case, blanks and line breaks', () => {
    expect(texts('a\nGO\nb\r\n go \r\nc\rGo -- now\rd\nGO;\ne')).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('tells how often GO runs a batch', () => {
    expect(splitBatches('a\nGO 5\nb\nGO').batches.map((b) => b.repeat)).toEqual([5, 1]);
  });

  it('leaves out batches of blanks and comments', () => {
    expect(texts('\nGO\n-- nothing\nGO\n/* nor\nhere */ \nGO\na')).toEqual(['a']);
  });

  it.each(["PRINT '\nGO\n'", 'SELECT [\nGO\n]', 'SELECT "\nGO\n"', '/* /* */\nGO\n*/ SELECT 1', "PRINT 'it''s\nGO\n'", 'SELECT [a]]\nGO\n]'])('takes GO for text inside %j', (sql) => {
    expect(texts(sql)).toEqual([sql]);
  });

  it.each(['GOTO x', 'GO TO', 'SELECT 1 GO', 'GOING', 'GO 5 6'])('does not take %j for GO', (line) => {
    expect(texts(`a\n${line}\nb`)).toHaveLength(1);
  });

  it('a quote in a comment opens nothing', () => {
    expect(texts("-- don't\nGO\na /* isn't */\nGO\nb")).toEqual(["a /* isn't */", 'b']);
  });

  it('a string that is never closed is told where it begins, and costs one batch only', () => {
    const sql = "a\nGO\nPRINT 'oops\nGO\nb\nGO\nPRINT 'fine'";
    expect(texts(sql)).toEqual(['a', "PRINT 'oops", 'b', "PRINT 'fine'"]);
    const { diagnostics } = splitBatches(sql);
    expect(diagnostics.map((d) => d.code)).toEqual(['unclosed-string']);
    expect(diagnostics[0]?.span.start).toBe(sql.indexOf("'oops"));
  });

  it('a stray quote costs one batch, also when later quotes close it', () => {
    expect(texts("a\nGO\nPRINT x'\nGO\nPRINT 'b'\nGO\nPRINT 'c' + 'd'\n-- it's\nGO\ne")).toEqual(['a', "PRINT x'", "PRINT 'b'", "PRINT 'c' + 'd'\n-- it's", 'e']);
  });

  it('a script that ends inside of a string keeps what came before', () => {
    expect(texts("a\nGO\nINSERT t VALUES ('cut he")).toEqual(['a', "INSERT t VALUES ('cut he"]);
    expect(codes("a\nGO\nINSERT t VALUES ('cut he")).toEqual(['unclosed-string']);
  });

  it('a comment that is never closed is told', () => {
    expect(codes('a\nGO\n/* b\nGO\nc')).toEqual(['unclosed-block-comment']);
    expect(texts('a\nGO\nx /* b\nGO\nc')).toEqual(['a', 'x /* b', 'c']);
  });

  it.each(["'\nGO\n", '[\nGO\n', '/*\nGO\n', '"\nGO\n', "''''\nGO\n[", '/* /* \nGO\n'])('takes linear time for many of %j', (unit) => {
    const before = process.cpuUsage();
    splitBatches(unit.repeat(200_000) + "'");
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(3000);
  });
});
