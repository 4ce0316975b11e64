import type { Fragment } from '@ferry/catalog';
import { group, hardline, indent, join, line, mark, softline } from '@ferry/kernel';
import type { Doc, Span } from '@ferry/kernel';
import type { Node } from '../syntax';
import { endOfLine, inline, ownLines } from './comments';

/** A span that remembers its text: the kernel's marks carry it through to the links. */
export interface FragmentSpan extends Span {
  readonly of: Fragment;
}

export function link(source: Fragment | undefined, body: Doc): Doc {
  if (source === undefined) return body;
  const span: FragmentSpan = { start: source.span.start, end: source.span.end, of: source };
  return mark(span, body);
}

type Commented = Pick<Node, 'source' | 'leadingComments' | 'trailingComment'>;

const hasComments = (node: Commented): boolean => node.trailingComment !== undefined || (node.leadingComments?.length ?? 0) > 0;

/** A node inside a line: its comments become block comments. */
export function within(node: Commented, body: Doc): Doc {
  const linked = link(node.source, body);
  if (!hasComments(node)) return linked;
  return [...(node.leadingComments ?? []).flatMap((c) => [inline(c), ' ']), linked, ...(node.trailingComment === undefined ? [] : [' ', inline(node.trailingComment)])];
}

/** Comments on lines of their own, each followed by a line break. */
export const leading = (comments: readonly string[] | undefined): Doc => (comments ?? []).map((c) => [ownLines(c), hardline]);

/** A node that fills lines of its own, with what ends it (`;`): comments stay before it and at the end of its line. */
export const onOwnLines = (node: Commented, body: Doc, end: string): Doc => [
  leading(node.leadingComments),
  link(node.source, body),
  end,
  node.trailingComment === undefined ? '' : [' ', endOfLine(node.trailingComment)],
];

/**
 * Items with commas, one line if they fit, else one a line. With comments among them, always one a line: a `--` comment follows its
 * comma, except after the last item, whose next token is not ours to know.
 */
export function commaList<T extends Commented>(items: readonly T[], print: (item: T) => Doc): Doc {
  if (!items.some(hasComments)) return join([',', line], items.map((i) => link(i.source, print(i))));
  return items.map((item, index) => {
    const last = index === items.length - 1;
    const body = link(item.source, print(item));
    const trailing = item.trailingComment;
    return [
      index > 0 ? hardline : '',
      leading(item.leadingComments),
      last ? [body, trailing === undefined ? '' : [' ', inline(trailing)]] : [body, ',', trailing === undefined ? '' : [' ', endOfLine(trailing)]],
    ];
  });
}

/** `(body)`, on one line if it fits, else the body indented on lines of its own. */
export const brackets = (body: Doc): Doc => group('(', indent(softline, body), softline, ')');

/** Always the body on lines of its own. */
export const brokenBrackets = (body: Doc): Doc => ['(', indent(hardline, body), hardline, ')'];

/** Docs with commas, breaking where the group around breaks. */
export const commas = (items: readonly Doc[]): Doc => join([',', line], items);

/** The docs that are there, with spaces between. */
export const words = (...items: readonly (Doc | false | undefined)[]): Doc => join(' ', items.filter((i): i is Doc => i !== false && i !== undefined && i !== ''));
