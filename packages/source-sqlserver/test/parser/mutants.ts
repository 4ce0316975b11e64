import { lineMap } from '@ferry/kernel';
import { T } from '../../src/lexer';
import { parseBatch } from '../../src/parser';
import { walk } from '../../src/syntax';
import type { Node, Statement } from '../../src/syntax';
import { random } from './hostile';

/** What a valid batch can lose. */
export const wounds = ['bracket', 'keyword', 'operand'] as const;

/** A valid batch that lost one bracket (of any kind), keyword or operand. */
export interface Mutant {
  readonly text: string;
  readonly original: string;
  readonly start: number;
  readonly end: number;
  readonly kind: (typeof wounds)[number];
  /** Still valid T-SQL, by a rule of `isOptional`. */
  readonly valid: boolean;
}

const isOperand = (kind: number): boolean => kind === T.Word || kind === T.BracketName || (kind >= T.String && kind <= T.GlobalVariable);

/** Words that the grammar of T-SQL puts in square brackets where they stand (Transact-SQL reference), so that dropping one changes no validity. */
const optional = new Set(['ASC', 'DESC', 'CLUSTERED', 'NONCLUSTERED', 'UNIQUE', 'INTO', 'INNER', 'OUTER', 'AS', 'NULL', 'NOT', 'ALL', 'DISTINCT', 'PERCENT', 'CASCADE']);

/** Whether a batch without this token is valid T-SQL: an optional word, or EXEC as the first word of the batch; and nothing was reported. */
const isOptional = (word: string, index: number, silent: boolean): boolean => silent && (optional.has(word) || (index === 0 && (word === 'EXEC' || word === 'EXECUTE')));

/** The batches in which something can be dropped: without a diagnostic, and not tiny. */
export const woundable = (batches: readonly string[]): string[] =>
  batches.filter((text) => {
    const { tokens, diagnostics } = parseBatch(text);
    return tokens.count > 12 && diagnostics.length === 0;
  });

/** The places where a batch can lose something of a kind. */
function places(text: string, kind: Mutant['kind']): { start: number; end: number; index: number }[] {
  const { tokens } = parseBatch(text);
  const found: { start: number; end: number; index: number }[] = [];
  for (let index = 0; index < tokens.count - 1; index++) {
    const token = tokens.kinds[index] as number;
    const start = tokens.starts[index] as number;
    const end = tokens.ends[index] as number;
    if (kind === 'bracket') {
      if (token === T.LeftParen || token === T.RightParen) found.push({ start, end, index });
      else if (token === T.BracketName) found.push({ start, end: start + 1, index }, { start: end - 1, end, index });
    } else if (kind === 'keyword' ? token === T.Reserved : isOperand(token)) found.push({ start, end, index });
  }
  return found;
}

/** @param batches what `woundable` gave; one seed gives the same mutants */
export function makeMutants(batches: readonly string[], count: number, seed: number): Mutant[] {
  const next = random(seed);
  const pick = (n: number): number => Math.floor(next() * n);
  const found: Mutant[] = [];
  while (found.length < count) {
    const original = batches[pick(batches.length)] ?? '';
    const kind = wounds[pick(3)] ?? 'bracket';
    const candidates = places(original, kind);
    const place = candidates[pick(candidates.length)];
    if (place === undefined) continue;
    const { start, end, index } = place;
    const text = original.slice(0, start) + original.slice(end);
    const valid = kind === 'keyword' && isOptional(original.slice(start, end).toUpperCase(), index, parseBatch(text).diagnostics.length === 0);
    found.push({ text, original, start, end, kind, valid });
  }
  return found;
}

/** Whether a diagnostic stands within two lines of the wound. */
export function isFlagged({ text, start }: Mutant): boolean {
  const lines = lineMap(text);
  const { line } = lines.positionAt(start);
  return parseBatch(text).diagnostics.some((d) => Math.abs(lines.positionAt(d.span.start).line - line) <= 2);
}

/** What a statement is, whatever its place: its tree without spans. */
const shapeOf = (statement: Node): string => JSON.stringify(statement, (key, value: unknown) => (key === 'span' ? undefined : value));

/** All statements that hold no other, in modules and blocks too. */
function innermost(statements: readonly Statement[]): Node[] {
  const found: Node[] = [];
  for (const statement of statements) {
    const inner: Node[] = [];
    walk(statement, (node) => {
      if (!node.kind.endsWith('Statement')) return;
      while (inner.length > 0 && (inner.at(-1)?.span.end ?? 0) >= node.span.end && (inner.at(-1)?.span.start ?? 0) <= node.span.start) inner.pop();
      inner.push(node);
    });
    found.push(...inner);
  }
  return found;
}

/** How many statements beside the wounded one there are, and how many of them have the same tree. */
export function others(mutant: Mutant): { all: number; same: number } {
  const after = new Map<string, number>();
  for (const statement of innermost(parseBatch(mutant.text).statements)) after.set(shapeOf(statement), (after.get(shapeOf(statement)) ?? 0) + 1);
  let all = 0;
  let same = 0;
  for (const statement of innermost(parseBatch(mutant.original).statements)) {
    if (statement.span.start <= mutant.start && mutant.start < statement.span.end) continue;
    all++;
    const shape = shapeOf(statement);
    const left = after.get(shape) ?? 0;
    if (left === 0) continue;
    after.set(shape, left - 1);
    same++;
  }
  return { all, same };
}
