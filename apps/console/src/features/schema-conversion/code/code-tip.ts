import type { ActionItem } from '@ferry/contract';
import { routes } from '@/shell/routes';
import { linkWords as words, severityLabels } from '@/words/schema-conversion';
import type { CodeSide, Linked } from './links';

/** What is told of a piece of code under the mouse: what it became (or came from), and why. */
export interface CodeTip {
  readonly title: string;
  readonly code: string;
  readonly reasons: readonly { readonly text: string; readonly address: string }[];
  readonly plain: string | undefined;
}

const longestCode = 600;
const mostLines = 8;

/** The first lines of a piece of code, without what they are indented by together. */
function shortened(text: string): string {
  const cut = text.slice(0, longestCode);
  const lines = cut.split(/\r?\n/);
  const indents = lines.slice(1).flatMap((line) => (line.trim() === '' ? [] : [line.length - line.trimStart().length]));
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  const shown = lines.slice(0, mostLines).map((line, index) => (index === 0 ? line : line.slice(indent)));
  return shown.join('\n') + (cut.length < text.length || lines.length > mostLines ? '\n…' : '');
}

/**
 * @param side where the mouse is
 * @param items of the whole object; those inside the piece are its reasons
 */
export function tipOf(side: CodeSide, linked: Linked, text: Record<CodeSide, string>, items: readonly ActionItem[]): CodeTip {
  const other: CodeSide = side === 'source' ? 'target' : 'source';
  const inside = items.filter((item) => item.Span !== undefined && item.Span.Start >= linked.source.start && item.Span.End <= linked.source.end);
  const reasons = [...new Map(inside.map((item) => [item.Code, item])).values()].map((item) => ({ text: `${item.Code}, ${severityLabels[item.Severity]}: ${item.Title}`, address: routes.actionItem(item.Code) }));
  return { title: side === 'source' ? words.became : words.cameFrom, code: shortened(text[other].slice(linked[other].start, linked[other].end)), reasons, plain: reasons.length === 0 ? words.plain : undefined };
}
