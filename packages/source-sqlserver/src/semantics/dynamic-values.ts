import type { Expression, StringLiteral } from '../syntax';

/** What is known of a text before it runs: a tree of what it is put together from. Trees share their parts. */
export type DynamicValue = DynamicText | DynamicHole | DynamicNull | DynamicJoin | DynamicChoice | DynamicRepeat;

/** A text that is known to the letter. */
export interface DynamicText {
  readonly kind: 'text';
  readonly text: string;
  /** The string that it stands in, and where in that string's value it begins; missing for what was computed. */
  readonly from: { readonly literal: StringLiteral; readonly offset: number } | undefined;
  readonly numeric: boolean;
}

/** Variables by name in lower case, and which of their values was meant. */
export type DynamicVersions = ReadonlyMap<string, number>;

/** A piece whose text only the run tells. */
export interface DynamicHole {
  readonly kind: 'hole';
  readonly expression: Expression;
  /** `name` and `string`: the piece comes out of QUOTENAME, in square brackets (or `"`), or in single quotes. */
  readonly quoting: 'none' | 'name' | 'string';
  readonly numeric: boolean;
  /** The values of variables that the expression reads; undefined when it reads columns of a query, and has no value outside of it. */
  readonly reads: DynamicVersions | undefined;
}

export interface DynamicNull {
  readonly kind: 'null';
}

export interface DynamicJoin {
  readonly kind: 'join';
  readonly left: DynamicValue;
  readonly right: DynamicValue;
}

/** One of two texts, by a condition where there is one. */
export interface DynamicChoice {
  readonly kind: 'choice';
  readonly condition: Expression | undefined;
  readonly reads: DynamicVersions | undefined;
  readonly then: DynamicValue;
  readonly otherwise: DynamicValue;
}

/** Any number of times this, each time with values of its own: what a loop or the rows of a query append. */
export interface DynamicRepeat {
  readonly kind: 'repeat';
  readonly piece: DynamicValue;
}

export const nullValue: DynamicNull = { kind: 'null' };
export const textValue = (text: string, numeric = false): DynamicText => ({ kind: 'text', text, from: undefined, numeric });
export const emptyText = textValue('');
export const literalValue = (literal: StringLiteral): DynamicText => ({ kind: 'text', text: literal.value, from: { literal, offset: 0 }, numeric: false });

const isEmpty = (value: DynamicValue): boolean => value.kind === 'text' && value.text === '';

/** `a + b` of texts: NULL makes NULL. */
export function joinValues(left: DynamicValue, right: DynamicValue): DynamicValue {
  if (left.kind === 'null' || right.kind === 'null') return nullValue;
  if (isEmpty(left)) return right;
  if (isEmpty(right)) return left;
  return { kind: 'join', left, right };
}

/** How far two texts are followed back to find what they begin with in common. */
const spineLength = 200;

/** A value, then what it began with, and so on back to its beginning. */
function spine(value: DynamicValue): DynamicValue[] {
  const out = [value];
  for (let at = value; at.kind === 'join' && out.length < spineLength; at = at.left) out.push(at.left);
  return out;
}

/** What was appended to the value at an index of a spine, in order. */
function appended(values: readonly DynamicValue[], index: number): DynamicValue {
  let rest: DynamicValue = emptyText;
  for (let i = index - 1; i >= 0; i--) rest = joinValues(rest, (values[i] as Extract<DynamicValue, { kind: 'join' }>).right);
  return rest;
}

/** One of two values; what both begin with stands before the choice. */
export function chooseValue(condition: Expression | undefined, reads: DynamicVersions | undefined, then: DynamicValue, otherwise: DynamicValue): DynamicValue {
  if (then === otherwise || (then.kind === 'text' && otherwise.kind === 'text' && then.text === otherwise.text)) return then;
  const left = spine(then);
  const right = spine(otherwise);
  const places = new Map(left.map((value, i) => [value, i]));
  const at = right.findIndex((value) => places.has(value));
  const common = right[at];
  if (common === undefined || common.kind === 'null' || isEmpty(common)) return { kind: 'choice', condition, reads, then, otherwise };
  return joinValues(common, { kind: 'choice', condition, reads, then: appended(left, places.get(common) as number), otherwise: appended(right, at) });
}

/** Whether a text is a number, for all that is known. */
export const isNumericValue = (value: DynamicValue): boolean => (value.kind === 'text' || value.kind === 'hole') && value.numeric;

/** The text of a value that is known to the letter; undefined when it is not, or too long to look at. */
export function plainText(value: DynamicValue, longest = 100_000): string | undefined {
  const out: string[] = [];
  let length = 0;
  const stack: DynamicValue[] = [value];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.kind === 'join') stack.push(at.right, at.left);
    else if (at.kind === 'text') {
      out.push(at.text);
      length += at.text.length;
      if (length > longest) return undefined;
    } else return undefined;
  }
  return out.join('');
}

/** The parts of a value from left to right: everything but joins. `undefined` when there are too many. */
export function valueParts(value: DynamicValue, most: number): Exclude<DynamicValue, DynamicJoin>[] | undefined {
  const out: Exclude<DynamicValue, DynamicJoin>[] = [];
  const stack: DynamicValue[] = [value];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.kind === 'join') stack.push(at.right, at.left);
    else if (out.push(at) > most) return undefined;
  }
  return out;
}

/** Changes every part that is text, choices within too; the trees around them are made anew. `undefined` when there are too many parts. */
export function mapTexts(value: DynamicValue, change: (text: DynamicText) => DynamicValue, budget = { parts: 2000 }): DynamicValue | undefined {
  const parts = valueParts(value, budget.parts);
  if (parts === undefined) return undefined;
  budget.parts -= parts.length;
  let out: DynamicValue = emptyText;
  for (const part of parts) {
    const changed = part.kind === 'text' ? change(part) : part.kind === 'choice' ? mapChoice(part, change, budget) : part;
    if (changed === undefined) return undefined;
    out = joinValues(out, changed);
  }
  return out;
}

function mapChoice(choice: DynamicChoice, change: (text: DynamicText) => DynamicValue, budget: { parts: number }): DynamicValue | undefined {
  const then = mapTexts(choice.then, change, budget);
  const otherwise = then === undefined ? undefined : mapTexts(choice.otherwise, change, budget);
  return then === undefined || otherwise === undefined ? undefined : { ...choice, then, otherwise };
}

/** A piece of a text, its place in its string kept. */
export const cutText = (text: DynamicText, start: number, end: number): DynamicText => ({ ...text, text: text.text.slice(start, end), from: text.from === undefined ? undefined : { literal: text.from.literal, offset: text.from.offset + start } });
