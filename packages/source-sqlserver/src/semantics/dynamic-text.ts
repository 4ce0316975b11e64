import type { Span } from '@ferry/kernel';
import type { StringLiteral } from '../syntax';
import type { DynamicHole, DynamicRepeat, DynamicText } from './dynamic-values';
import type { DynamicPart } from './dynamic-variants';

/** How a hole is written so that the text around it can be read. */
export type Filling = 'word' | 'number' | 'blank' | 'condition' | 'query' | 'operator' | 'column' | 'parameter';

interface Segment {
  readonly start: number;
  readonly end: number;
  readonly part: DynamicPart;
}

/** A text put together from parts, holes filled with something of their kind. */
export interface ComposedText {
  readonly text: string;
  readonly segments: readonly Segment[];
  /** Where each segment begins. */
  readonly starts: readonly number[];
  /** Holes and repeats with their places, in the order of the text. */
  readonly gaps: readonly { readonly part: DynamicHole | DynamicRepeat; readonly span: Span; readonly where: HolePlace }[];
}

/** What stands around a hole: code, or the inside of a string, a quoted name or a comment. */
export type HolePlace = 'code' | 'string' | 'name' | 'comment';

/** Follows strings, quoted names and comments through a text that comes in pieces. */
class Reader {
  private mode = '';
  private depth = 0;

  read(text: string): void {
    for (let i = 0; i < text.length; i++) i += this.step(text[i] as string, text[i + 1] ?? '');
  }

  /** @returns how many characters more were taken */
  private step(c: string, next: string): number {
    switch (this.mode) {
      case '':
        if (c === "'" || c === '"') this.mode = c;
        else if (c === '[') this.mode = ']';
        else if (c === '-' && next === '-') this.mode = '-';
        else if (c === '/' && next === '*') {
          this.mode = '*';
          this.depth = 1;
          return 1;
        }
        return 0;
      case '-':
        if (c === '\n' || c === '\r') this.mode = '';
        return 0;
      case '*':
        if (c === '*' && next === '/' && --this.depth === 0) this.mode = '';
        else if (c === '/' && next === '*') this.depth++;
        else return 0;
        return 1;
      default:
        if (c === this.mode && next === this.mode) return 1;
        if (c === this.mode) this.mode = '';
        return 0;
    }
  }

  get place(): HolePlace {
    return this.mode === '' ? 'code' : this.mode === "'" ? 'string' : this.mode === '-' || this.mode === '*' ? 'comment' : 'name';
  }
}

const word = (index: number): string => `hole_${index}_`;

const fillers: Readonly<Record<Filling, (index: number) => string>> = {
  word,
  number: () => '0',
  blank: () => '  ',
  condition: () => '(1 = 1)',
  query: () => ' SELECT 1 ',
  operator: () => ' = ',
  column: (index) => `${word(index)} int`,
  parameter: (index) => `@${word(index)} int`,
};

function filled(part: DynamicHole | DynamicRepeat, index: number, filling: Filling, place: HolePlace): string {
  if (place !== 'code') return word(index);
  if (part.kind === 'hole' && part.quoting === 'name') return `[${word(index)}]`;
  if (part.kind === 'hole' && part.quoting === 'string') return `'${word(index)}'`;
  return fillers[filling](index);
}

/** Puts parts together. @param fillings of the holes, in their order */
export function composeText(parts: readonly DynamicPart[], fillings: (index: number) => Filling): ComposedText {
  const out: string[] = [];
  const segments: Segment[] = [];
  const gaps: ComposedText['gaps'][number][] = [];
  const reader = new Reader();
  let at = 0;
  for (const part of parts) {
    const where = reader.place;
    const text = part.kind === 'text' ? part.text : filled(part, gaps.length, fillings(gaps.length), where);
    if (text === '') continue;
    if (part.kind === 'text') reader.read(text);
    else gaps.push({ part, span: { start: at, end: at + text.length }, where });
    segments.push({ start: at, end: at + text.length, part });
    out.push(text);
    at += text.length;
  }
  return { text: out.join(''), segments, starts: segments.map((s) => s.start), gaps };
}

/** Where characters of a string are written with more than one: offsets in its value, and how many characters more there are up to each. */
interface Extras {
  readonly base: number;
  readonly at: readonly number[];
  readonly more: readonly number[];
}

const extrasOf = new WeakMap<StringLiteral, Extras>();

function findExtras(literal: StringLiteral): Extras {
  const known = extrasOf.get(literal);
  if (known !== undefined) return known;
  const { raw } = literal;
  const quote = Math.max(0, raw.search(/['"]/));
  const mark = raw[quote] ?? "'";
  const at: number[] = [];
  const more: number[] = [];
  let sum = 0;
  const note = (offset: number, count: number): void => {
    at.push(offset);
    more.push((sum += count));
  };
  for (let i = quote + 1, value = 0; i < raw.length; i++) {
    if (raw[i] === '\\' && (raw[i + 1] === '\n' || raw[i + 1] === '\r')) {
      const length = raw[i + 1] === '\r' && raw[i + 2] === '\n' ? 3 : 2;
      note(value, length);
      i += length - 1;
      continue;
    }
    value++;
    if (raw[i] === mark && raw[i + 1] === mark) {
      note(value, 1);
      i++;
    }
  }
  const found = { base: literal.span.start + quote + 1, at, more };
  extrasOf.set(literal, found);
  return found;
}

/** How many of ascending numbers are not above a limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Offset in the source of a character of a string's value: quotes that are written twice, and line continuations, are counted. */
function rawOffset(literal: StringLiteral, offset: number): number {
  const { base, at, more } = findExtras(literal);
  const count = countUpTo(at, offset);
  return Math.min(literal.span.end, base + offset + (count === 0 ? 0 : (more[count - 1] as number)));
}

const spanOf = (part: DynamicText | DynamicHole | DynamicRepeat): Span | undefined => (part.kind === 'hole' ? part.expression.span : part.kind === 'text' ? part.from?.literal.span : undefined);

/**
 * The place in the source that a place of the composed text came from: inside the string that it stands in, the expression of a hole;
 * where the text was computed, the nearest string before it.
 * @param fallback where the text is run
 */
export function sourcePlace(composed: ComposedText, offset: number, fallback: Span): Span {
  const { segments } = composed;
  const last = Math.max(0, countUpTo(composed.starts, offset) - 1);
  for (let i = Math.min(last, segments.length - 1); i >= 0; i--) {
    const { part, start, end } = segments[i] as Segment;
    if (part.kind === 'text' && part.from !== undefined) {
      const at = rawOffset(part.from.literal, part.from.offset + Math.min(offset, end) - start);
      return { start: at, end: Math.min(at + 1, part.from.literal.span.end) };
    }
    const span = spanOf(part);
    if (span !== undefined) return span;
  }
  return fallback;
}
