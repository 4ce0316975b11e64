import { expect, test } from 'vitest';
import { group, hardline, indent, join, line, mark, printDoc, softline, verbatim } from '../src/index';

const list = (...items: string[]) => group('(', indent(softline, join([',', line], items)), softline, ')');

test('a group that fits stays on one line, one that does not breaks', () => {
  expect(printDoc(list('a', 'b'), 20).text).toBe('(a, b)');
  expect(printDoc(list('alpha', 'beta'), 8, 2).text).toBe('(\n  alpha,\n  beta\n)');
});

test('a hard line breaks every group round it', () => {
  expect(printDoc(group('a', indent(line, 'b', hardline, 'c')), 80, 2).text).toBe('a\n  b\n  c');
});

test('marks link source and output, also behind an indent', () => {
  const { text, links } = printDoc(['x', indent(hardline, mark({ start: 5, end: 9 }, ['ab', mark({ start: 6, end: 7 }, 'c')]))]);
  expect(links.map((l) => [l.source, text.slice(l.target.start, l.target.end)])).toEqual([
    [{ start: 5, end: 9 }, 'abc'],
    [{ start: 6, end: 7 }, 'c'],
  ]);
});

test('verbatim text keeps its own lines', () => {
  expect(printDoc(indent(hardline, verbatim("'a\nb'"), ';')).text).toBe("\n    'a\nb';");
});

test('depth does not use the stack', () => {
  let deep = group('x');
  for (let i = 0; i < 50_000; i++) deep = indent(deep);
  expect(printDoc(deep).text).toBe('x');
});
