import { describe, expect, it } from 'vitest';
import { lineBreaks } from '../src/features/schema-conversion/code/line-breaks';
import { linkAt } from '../src/features/schema-conversion/code/links';
import { percent } from '@ferry/kernel';

describe('line breaks', () => {
  it.each(['', 'one', 'a\nb\n', 'a\r\nb\r\nc', '\r\n\r\n\r\n', 'a\rb\r\n\nc\r\n'])('map offsets of %j to those of the editor and back', (text) => {
    const shown = text.replaceAll('\r\n', '\n');
    const { toView, fromView } = lineBreaks(text);
    for (let offset = 0; offset <= text.length; offset++) {
      // Between CR and LF there is no place in the editor.
      if (text.charAt(offset - 1) === '\r' && text.charAt(offset) === '\n') continue;
      expect(shown.slice(toView(offset))).toBe(text.slice(offset).replaceAll('\r\n', '\n'));
      expect(fromView(toView(offset))).toBe(offset);
    }
  });
});

describe('links', () => {
  const link = (a: number, b: number, c: number, d: number): { Source: { Start: number; End: number }; Target: { Start: number; End: number } } => ({ Source: { Start: a, End: b }, Target: { Start: c, End: d } });
  const links = [link(0, 100, 0, 200), link(10, 20, 30, 50), link(40, 60, 100, 120)];

  it('lead from the smallest piece round a place to its counterpart', () => {
    expect(linkAt(links, 'source', 12)?.target).toEqual({ start: 30, end: 50 });
    expect(linkAt(links, 'source', 30)?.target).toEqual({ start: 0, end: 200 });
    expect(linkAt(links, 'target', 110)?.source).toEqual({ start: 40, end: 60 });
    expect(linkAt(links, 'source', 101)).toBeUndefined();
    expect(linkAt([], 'source', 0)).toBeUndefined();
  });
});

describe('percentages', () => {
  it('are cut to a tenth, so that 100 is only what is whole', () => {
    expect([percent(0, 0), percent(0, 500), percent(1, 500), percent(499, 500), percent(500, 500), percent(1, 3)]).toEqual([0, 0, 0.2, 99.8, 100, 33.3]);
  });
});
