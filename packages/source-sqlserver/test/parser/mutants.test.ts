import { lineMap } from '@ferry/kernel';
import { describe, expect, it } from 'vitest';
import { T } from '../../src/lexer';
import { parseBatch } from '../../src/parser';
import type { Statement } from '../../src/syntax';
import { fixtureBatches, random } from './hostile';

/** A valid batch that lost one bracket, keyword or operand. */
interface Mutant {
  readonly text: string;
  readonly original: string;
  readonly start: number;
  readonly end: number;
  readonly kind: (typeof wounds)[number];
  /** Still valid T-SQL, by a rule of `isOptional`. */
  readonly valid: boolean;
}

const wounds = ['bracket', 'keyword', 'operand'] as const;
const isBracket = (kind: number): boolean => kind === T.LeftParen || kind === T.RightParen;
const isOperand = (kind: number): boolean => kind === T.Word || kind === T.BracketName || (kind >= T.String && kind <= T.GlobalVariable);

/** Words that the grammar of T-SQL puts in square brackets where they stand (Transact-SQL reference), so that dropping one changes no validity. */
const optional = new Set(['ASC', 'DESC', 'CLUSTERED', 'NONCLUSTERED', 'UNIQUE', 'INTO', 'INNER', 'OUTER', 'AS', 'NULL', 'NOT', 'ALL', 'DISTINCT', 'PERCENT', 'CASCADE']);

/** Whether a batch without this token is valid T-SQL: an optional word, or EXEC as the first word of the batch; and nothing was reported. */
const isOptional = (word: string, index: number, silent: boolean): boolean => silent && (optional.has(word) || (index === 0 && (word === 'EXEC' || word === 'EXECUTE')));

function makeMutants(count: number, seed: number): Mutant[] {
  const next = random(seed);
  const pick = (n: number): number => Math.floor(next() * n);
  const originals = fixtureBatches().filter((text) => parseBatch(text).tokens.count > 12);
  const found: Mutant[] = [];
  while (found.length < count) {
    const original = originals[pick(originals.length)] ?? '';
    const { tokens } = parseBatch(original);
    const kind = wounds[pick(3)] ?? 'bracket';
    const candidates: number[] = [];
    for (let i = 0; i < tokens.count - 1; i++) {
      const token = tokens.kinds[i] as number;
      if (kind === 'bracket' ? isBracket(token) : kind === 'keyword' ? token === T.Reserved : isOperand(token)) candidates.push(i);
    }
    const index = candidates[pick(candidates.length)];
    if (index === undefined) continue;
    const start = tokens.starts[index] as number;
    const end = tokens.ends[index] as number;
    const text = original.slice(0, start) + original.slice(end);
    const valid = kind === 'keyword' && isOptional(original.slice(start, end).toUpperCase(), index, parseBatch(text).diagnostics.length === 0);
    found.push({ text, original, start, end, kind, valid });
  }
  return found;
}

/** Whether a diagnostic stands within two lines of the wound. */
function isFlagged({ text, start }: Mutant): boolean {
  const lines = lineMap(text);
  const { line } = lines.positionAt(start);
  return parseBatch(text).diagnostics.some((d) => Math.abs(lines.positionAt(d.span.start).line - line) <= 2);
}

/** What a statement is, whatever its place: its tree without spans. */
const shapeOf = (statement: Statement): string => JSON.stringify(statement, (key, value: unknown) => (key === 'span' ? undefined : value));

/** How many statements beside the wounded one there are, and how many of them have the same tree. */
function others(mutant: Mutant): { all: number; same: number } {
  const after = new Map<string, number>();
  for (const statement of parseBatch(mutant.text).statements) after.set(shapeOf(statement), (after.get(shapeOf(statement)) ?? 0) + 1);
  let all = 0;
  let same = 0;
  for (const statement of parseBatch(mutant.original).statements) {
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

describe.each([42, 7, 1001])('2,000 mutants of valid batches, seed %i', (seed) => {
  const mutants = makeMutants(2000, seed);
  const share = (some: readonly Mutant[]): number => some.filter(isFlagged).length / some.length;

  it('at least 90 % have a diagnostic within two lines, those that are still valid among them', () => {
    expect(share(mutants)).toBeGreaterThanOrEqual(0.9);
  });

  it('at least 92 % of those that are no longer valid have one', () => {
    expect(share(mutants.filter((mutant) => !mutant.valid))).toBeGreaterThanOrEqual(0.92);
  });

  it('at least 95 % of the other statements keep their tree', () => {
    const counts = mutants.map(others);
    expect(counts.reduce((sum, c) => sum + c.same, 0) / counts.reduce((sum, c) => sum + c.all, 0)).toBeGreaterThanOrEqual(0.95);
  });
});
