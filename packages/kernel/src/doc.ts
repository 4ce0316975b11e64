import type { Span } from './span';

/**
 * Documents in the style of Wadler's "A prettier printer": what to print, with the places where a line may break.
 * `mark` remembers which span of the source a piece of output came from.
 */
export type Doc =
  | string
  | readonly Doc[]
  | { readonly type: 'line'; readonly mode: 'space' | 'soft' | 'hard' }
  | { readonly type: 'indent'; readonly body: Doc }
  | { readonly type: 'group'; readonly body: Doc }
  | { readonly type: 'verbatim'; readonly text: string }
  | { readonly type: 'mark'; readonly source: Span; readonly body: Doc };

/** A space, or a line break when the group does not fit. */
export const line: Doc = { type: 'line', mode: 'space' };
/** Nothing, or a line break when the group does not fit. */
export const softline: Doc = { type: 'line', mode: 'soft' };
/** Always a line break. */
export const hardline: Doc = { type: 'line', mode: 'hard' };
export const indent = (...body: Doc[]): Doc => ({ type: 'indent', body });
/** Printed on one line if it fits. */
export const group = (...body: Doc[]): Doc => ({ type: 'group', body });
/** Text that may hold line breaks of its own (a string literal): never re-indented. */
export const verbatim = (text: string): Doc => ({ type: 'verbatim', text });
export const mark = (source: Span | undefined, body: Doc): Doc => (source ? { type: 'mark', source, body } : body);

export function join(separator: Doc, items: readonly Doc[]): Doc {
  const out: Doc[] = [];
  items.forEach((item, index) => {
    if (index > 0) out.push(separator);
    out.push(item);
  });
  return out;
}

/** One link between source and printed text. */
export interface SpanLink {
  readonly source: Span;
  readonly target: Span;
}

export interface Printed {
  readonly text: string;
  /** In the order in which the marked pieces begin in the output; outer before inner. */
  readonly links: readonly SpanLink[];
}

type Item = { readonly indent: number; readonly flat: boolean; readonly doc: Doc } | { readonly closeMark: number };

const hasHardline = (doc: Doc, memo: WeakMap<object, boolean>): boolean => {
  if (typeof doc === 'string') return false;
  const known = memo.get(doc);
  if (known !== undefined) return known;
  let result = false;
  if (Array.isArray(doc)) result = (doc as readonly Doc[]).some((d) => hasHardline(d, memo));
  else {
    const node = doc as Exclude<Doc, string | readonly Doc[]>;
    if (node.type === 'line') result = node.mode === 'hard';
    else if (node.type === 'verbatim') result = node.text.includes('\n');
    else result = hasHardline(node.body, memo);
  }
  memo.set(doc, result);
  return result;
};

/** Whether `first` followed by nothing else fits in `room` columns when printed flat. */
function fits(first: Doc, room: number): boolean {
  const stack: Doc[] = [first];
  let left = room;
  while (stack.length > 0) {
    const doc = stack.pop() as Doc;
    if (typeof doc === 'string') left -= doc.length;
    else if (Array.isArray(doc)) for (let i = doc.length - 1; i >= 0; i--) stack.push(doc[i] as Doc);
    else {
      const node = doc as Exclude<Doc, string | readonly Doc[]>;
      if (node.type === 'line') left -= node.mode === 'space' ? 1 : 0;
      else if (node.type === 'verbatim') left -= node.text.length;
      else stack.push(node.body);
    }
    if (left < 0) return false;
  }
  return true;
}

/**
 * Prints a document to lines of at most `width` columns where its groups allow it.
 * @returns the text (no trailing line break is added) and the links of its marks.
 */
export function printDoc(root: Doc, width = 110, tab = 4): Printed {
  const out: string[] = [];
  const links: { source: Span; target: { start: number; end: number } }[] = [];
  const memo = new WeakMap<object, boolean>();
  let length = 0;
  let column = 0;
  let pendingIndent = 0;
  const emit = (text: string): void => {
    if (text === '') return;
    if (pendingIndent > 0) {
      out.push(' '.repeat(pendingIndent));
      length += pendingIndent;
      column += pendingIndent;
      pendingIndent = 0;
    }
    out.push(text);
    length += text.length;
    column += text.length;
  };
  const newline = (depth: number): void => {
    out.push('\n');
    length += 1;
    column = 0;
    pendingIndent = depth * tab;
  };
  const stack: Item[] = [{ indent: 0, flat: false, doc: root }];
  while (stack.length > 0) {
    const item = stack.pop() as Item;
    if ('closeMark' in item) {
      (links[item.closeMark] as { target: { end: number } }).target.end = length;
      continue;
    }
    const { doc, flat } = item;
    if (typeof doc === 'string') {
      emit(doc);
    } else if (Array.isArray(doc)) {
      for (let i = doc.length - 1; i >= 0; i--) stack.push({ indent: item.indent, flat, doc: doc[i] as Doc });
    } else {
      const node = doc as Exclude<Doc, string | readonly Doc[]>;
      switch (node.type) {
        case 'line':
          if (node.mode === 'hard' || !flat) newline(item.indent);
          else if (node.mode === 'space') emit(' ');
          break;
        case 'indent':
          stack.push({ indent: item.indent + 1, flat, doc: node.body });
          break;
        case 'group': {
          const room = width - column - pendingIndent;
          const goesFlat = flat || (!hasHardline(node.body, memo) && fits(node.body, room));
          stack.push({ indent: item.indent, flat: goesFlat, doc: node.body });
          break;
        }
        case 'verbatim': {
          emit(node.text);
          const lastBreak = node.text.lastIndexOf('\n');
          if (lastBreak >= 0) column = node.text.length - lastBreak - 1;
          break;
        }
        case 'mark': {
          const index = links.push({ source: node.source, target: { start: length + pendingIndent, end: 0 } }) - 1;
          stack.push({ closeMark: index });
          stack.push({ indent: item.indent, flat, doc: node.body });
          break;
        }
      }
    }
  }
  return { text: out.join(''), links };
}
