import type { Diagnostic, Span } from '@ferry/kernel';
import { parseBatch } from '../parser';
import { walk } from '../syntax';
import type { FunctionCall, Node, OrderItem, PivotTable, Statement, UnpivotTable } from '../syntax';
import { functionName } from './dynamic-state';
import { composeText } from './dynamic-text';
import type { ComposedText, Filling } from './dynamic-text';
import type { DynamicHole, DynamicRepeat } from './dynamic-values';
import type { DynamicPart } from './dynamic-variants';

/**
 * What a hole is in the text around it: `name` a name or a part of one; `literal` inside of a string; `value` an operand; `clause` a
 * whole piece of the statement (a WHERE, a list, a statement); `comment` nothing.
 */
export type HolePosition = 'name' | 'literal' | 'value' | 'clause' | 'comment';

export interface ParsedHole {
  readonly part: DynamicHole | DynamicRepeat;
  /** In the composed text. */
  readonly span: Span;
  readonly position: HolePosition;
  /** The innermost node that holds it; missing for a clause. */
  readonly node: Node | undefined;
}

export interface ParsedText {
  readonly composed: ComposedText;
  readonly statements: readonly Statement[];
  readonly diagnostics: readonly Diagnostic[];
  readonly holes: readonly ParsedHole[];
  /** Whether it reads without an error. */
  readonly read: boolean;
}

/** Readings tried with other fillings before giving up. */
const mostTries = 24;
/** What a hole is filled with, one after the other, until the text can be read. Only a word and a number tell its place for sure; the others stand for a clause. */
const order: readonly Filling[] = ['word', 'blank', 'condition', 'query', 'operator', 'column', 'parameter'];
const after = (filling: Filling): Filling | undefined => order[order.indexOf(filling) + 1];

/**
 * Reads a text with holes. A hole is first taken for a word, or a number where it is one; where the text cannot be read so, or the
 * word would become an alias, it is taken for a clause and left blank.
 */
export function parseWithHoles(parts: readonly DynamicPart[], quotedIdentifier = true): ParsedText {
  const fillings = new Map<number, Filling>();
  const fillingOf = (index: number): Filling => fillings.get(index) ?? 'word';
  let index = 0;
  for (const [i, part] of parts.entries()) {
    if (part.kind === 'text') continue;
    const before = parts[i - 1];
    if (part.kind === 'hole' && (part.numeric || (before?.kind === 'text' && /\btop\s*\(?\s*$/i.test(before.text.slice(-40))))) fillings.set(index, 'number');
    if (part.kind === 'repeat') fillings.set(index, 'blank');
    // Three in a row with nothing between them: what is compared, how, and with what.
    if (index >= 2 && followsPiece(parts, i) && followsPiece(parts, pieceBefore(parts, i))) fillings.set(index - 1, 'operator');
    index++;
  }
  let best: ParsedText | undefined;
  for (let tries = 0; tries < mostTries; tries++) {
    const parsed = parseFilled(parts, fillingOf, quotedIdentifier);
    if (parsed.read && parsed.composed.gaps.length === 0) return parsed;
    const next = parsed.read ? aliasHole(parsed, fillingOf) : wrongHole(parsed, fillingOf);
    if (parsed.read || best === undefined) best = parsed;
    if (next === undefined) return best;
    fillings.set(next, after(fillingOf(next)) ?? 'blank');
  }
  return best as ParsedText;
}

const isBlank = (part: DynamicPart | undefined): boolean => part?.kind === 'text' && part.text.trim() === '';

/** The place of the part before, blanks left out. */
const pieceBefore = (parts: readonly DynamicPart[], at: number): number => (isBlank(parts[at - 1]) ? at - 2 : at - 1);

/** Whether a piece that is not known stands behind another, with a blank between. */
const followsPiece = (parts: readonly DynamicPart[], at: number): boolean => isBlank(parts[at - 1]) && parts[at - 2]?.kind === 'hole' && parts[at]?.kind === 'hole';

function parseFilled(parts: readonly DynamicPart[], fillingOf: (index: number) => Filling, quotedIdentifier: boolean): ParsedText {
  const composed = composeText(parts, fillingOf);
  const { statements, diagnostics } = parseBatch(composed.text, undefined, { quotedIdentifier });
  const read = !diagnostics.some((d) => d.severity === 'error');
  const nodes = composed.gaps.length === 0 ? [] : nodesAround(statements, composed.gaps.map((g) => g.span));
  const places = composed.gaps.length === 0 ? new Set<Node>() : placesOfColumns(statements);
  const holes = composed.gaps.map(({ part, span, where }, i): ParsedHole => {
    const node = stands(fillingOf(i)) || where !== 'code' ? nodes[i] : undefined;
    const position = positionOf(composed.text, span, where, node, fillingOf(i), part);
    return { part, span, position: position === 'value' && node !== undefined && places.has(node) ? 'clause' : position, node };
  });
  return { composed, statements, diagnostics, holes, read };
}

/** Whether a hole is put together from rows: STRING_AGG, FOR XML PATH. */
function isList({ expression }: DynamicHole): boolean {
  let found = false;
  walk(expression, (node) => {
    if (node.kind === 'ForXml' || (node.kind === 'FunctionCall' && functionName(node as FunctionCall) === 'STRING_AGG')) found = true;
    return !found;
  });
  return found;
}

/** Whether a filling stands for what the hole is. */
const stands = (filling: Filling): boolean => filling === 'word' || filling === 'number';

function positionOf(text: string, span: Span, where: ComposedText['gaps'][number]['where'], node: Node | undefined, filling: Filling, part: DynamicHole | DynamicRepeat): HolePosition {
  if (where === 'comment') return 'comment';
  if (where === 'string' || (part.kind === 'hole' && part.quoting === 'string')) return 'literal';
  if (where === 'name' || (part.kind === 'hole' && part.quoting === 'name')) return 'name';
  if (node === undefined || !stands(filling)) return 'clause';
  if (filling === 'number') return 'value';
  if (part.kind === 'hole' && isList(part)) return 'clause';
  const joined = /[\w@#$.\]]/.test(text[span.start - 1] ?? '') || /[\w@#$.[]/.test(text[span.end] ?? '');
  return node.kind === 'ColumnReference' && !joined ? 'value' : node.kind === 'UnparsedStatement' ? 'clause' : 'name';
}

/** Nodes that stand for columns, be they numbers (ORDER BY 2) or words: what is put there is never a value. */
function placesOfColumns(statements: readonly Statement[]): ReadonlySet<Node> {
  const found = new Set<Node>();
  for (const statement of statements)
    walk(statement, (node) => {
      if (node.kind === 'OrderItem') found.add((node as OrderItem).expression);
      if (node.kind === 'PivotTable') found.add((node as PivotTable).column);
      if (node.kind === 'UnpivotTable') for (const column of (node as UnpivotTable).columns) found.add(column);
    });
  return found;
}

/** The innermost node around each of some places, which ascend. A column reference counts, the name in it does not. */
function nodesAround(statements: readonly Statement[], spans: readonly Span[]): (Node | undefined)[] {
  const found: (Node | undefined)[] = spans.map(() => undefined);
  for (const statement of statements)
    walk(statement, (node) => {
      let any = false;
      spans.forEach((span, i) => {
        if (node.span.start > span.start || node.span.end < span.end) return;
        any = true;
        if (!(found[i]?.kind === 'ColumnReference' && (node.kind === 'QualifiedName' || node.kind === 'Identifier'))) found[i] = node;
      });
      return any;
    });
  return found;
}

interface Aliased extends Node {
  readonly alias?: Node;
}

/** A hole that was read as an alias although nothing says AS: it is a clause more likely. */
function aliasHole(parsed: ParsedText, fillingOf: (index: number) => Filling): number | undefined {
  const words = new Map(parsed.composed.gaps.flatMap((g, i) => (g.where === 'code' && fillingOf(i) === 'word' && !(g.part.kind === 'hole' && g.part.quoting !== 'none') ? [[g.span.start, i] as const] : [])));
  if (words.size === 0) return undefined;
  let found: number | undefined;
  for (const statement of parsed.statements)
    walk(statement, (node) => {
      const { alias } = node as Aliased;
      const index = alias === undefined || alias === null ? undefined : words.get(alias.span.start);
      if (index !== undefined && !/\bas\s*$/i.test(parsed.composed.text.slice(Math.max(0, alias?.span.start ?? 0) - 40, alias?.span.start))) found ??= index;
    });
  return found;
}

/** The hole that is nearest to the first error; of two the one behind it. What is missing is reported behind the token before. */
function wrongHole(parsed: ParsedText, fillingOf: (index: number) => Filling): number | undefined {
  const at = parsed.diagnostics.find((d) => d.severity === 'error')?.span;
  if (at === undefined) return undefined;
  let found: number | undefined;
  let least = Infinity;
  for (const [index, { span, where, part }] of parsed.composed.gaps.entries()) {
    if (where !== 'code' || after(fillingOf(index)) === undefined || (part.kind === 'hole' && part.quoting !== 'none')) continue;
    const distance = Math.max(0, span.start - at.end, at.start - span.end);
    if (distance > least) continue;
    least = distance;
    found = index;
  }
  return found;
}
