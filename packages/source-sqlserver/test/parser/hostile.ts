import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ParsedBatch } from '../../src/parser';
import { children } from '../../src/syntax';
import type { Node } from '../../src/syntax';

/** A small generator of pseudo-random numbers with a fixed seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Throws unless all spans lie inside the text. */
export function checkSpans(root: Node, text: string): void {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.span.start < 0 || node.span.end > text.length || node.span.start > node.span.end) throw new Error(`bad span of ${node.kind} in\n${text}`);
    for (const child of children(node)) stack.push(child);
  }
}

/** Throws unless statements follow one another, lie inside the text, and every token but semicolons lies in one. */
export function checkBatch({ statements, tokens }: ParsedBatch, text: string): void {
  let last = 0;
  for (const statement of statements) {
    if (statement.span.start < last) throw new Error(`statements overlap at ${statement.span.start} of\n${text}`);
    last = statement.span.end;
    checkSpans(statement, text);
  }
  for (let i = 0, s = 0; i < tokens.count - 1; i++) {
    const start = tokens.starts[i] as number;
    while (s < statements.length && (statements[s]?.span.end ?? 0) <= start) s++;
    const inside = (statements[s]?.span.start ?? Infinity) <= start;
    if (!inside && text[start] !== ';') throw new Error(`token lost at ${start} of\n${text}`);
  }
}

const scraps = ['(', ')', "'", '"', '[', ']', ',', ';', '/*', '*/', '--', 'BEGIN', 'END', 'SELECT', 'CASE', 'FROM', 'WITH', '.', '@', '::', '{', '}', '\n', '0x', "N'", 'AS', 'CREATE', 'TABLE', 'IF', 'ELSE', 'NOT', '=', '\u0000', '\ud800', '€', 'ON', 'EXEC', 'DECLARE'];

/** A text with one to four pieces cut out of it or put into it. */
export function mutate(original: string, next: () => number): string {
  const pick = (n: number): number => Math.floor(next() * n);
  let text = original;
  for (let change = pick(4) + 1; change > 0; change--) {
    const at = pick(text.length);
    const length = pick(3) === 0 ? pick(60) : pick(4);
    const scrap = pick(2) === 0 ? (scraps[pick(scraps.length)] ?? '') : '';
    text = text.slice(0, at) + scrap + text.slice(at + length);
  }
  return text;
}

const folder = path.join(import.meta.dirname, '../../fixtures');

/** The batches of all `fixtures/<family>/valid.sql`, in the order of the families' names. */
export const fixtureBatches = (): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .flatMap((family) => readFileSync(path.join(folder, family, 'valid.sql'), 'utf8').split(/^GO\n/m));

/** The batches of the sample database: scripts as people have them. */
export const sampleBatches = (): string[] =>
  readdirSync(path.join(folder, '../sample'))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .flatMap((name) => readFileSync(path.join(folder, '../sample', name), 'utf8').split(/^GO[ \t]*\r?$/im));
