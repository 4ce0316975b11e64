import { expect, test } from 'vitest';
import { lineMap } from '../src/index';

test('lines end at LF, CRLF and a lone CR; columns count from 1', () => {
  const map = lineMap('a\nbc\r\nd\re');
  expect(map.lineCount).toBe(4);
  expect([0, 1, 2, 3, 6, 8].map((o) => map.positionAt(o))).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 2 },
    { line: 2, column: 1 },
    { line: 2, column: 2 },
    { line: 3, column: 1 },
    { line: 4, column: 1 },
  ]);
  expect(map.lineStart(4)).toBe(8);
});

test('an empty text has one line', () => {
  expect(lineMap('').positionAt(0)).toEqual({ line: 1, column: 1 });
});
