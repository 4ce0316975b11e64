import type { Diagnostic, LineMap, Span } from '@ferry/kernel';
import { T } from '../lexer';
import type { Tokens } from '../lexer';
import { findMissingEnd } from './block-balance';
import { describeKind } from './wording';

/** How deep brackets, subqueries, CASE and blocks may nest: far above SQL Server's own limit for subqueries (32). */
export const deepest = 256;
/** How many operators one chain (`a + b + ...`, `UNION ALL ...`) may hold before trees get too deep for those who walk them. */
export const longestChain = 1000;

/** A place to come back to. */
export interface Mark {
  readonly position: number;
  readonly diagnostics: number;
}

/**
 * Reads tokens one by one. There are no exceptions: after `fail` the cursor stands at the end, every question about the next token
 * is answered with no, all loops run out, and whoever began a statement finds `failed` set and repairs (see recovery.ts). Until then
 * functions may hand out nodes that mean nothing.
 */
export class Cursor {
  position = 0;
  depth = 0;
  failed = false;
  /** Whether an END that closes nothing was reported in this batch. */
  strayEnd = false;
  /** Whether a block that is never closed was reported in this batch. */
  private openBlock = false;
  /** What RETURN means here: it gives a value (scalar functions), or it may not. */
  returnsValue = false;
  /** Index of the token where it failed. */
  failedAt = 0;
  readonly diagnostics: Diagnostic[] = [];
  readonly text: string;
  private readonly kinds: Uint8Array;
  private readonly words: readonly string[];
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private readonly last: number;
  private partners: Int32Array | undefined;

  constructor(
    readonly tokens: Tokens,
    readonly lines: LineMap | undefined,
  ) {
    this.text = tokens.text;
    this.kinds = tokens.kinds;
    this.words = tokens.words;
    this.starts = tokens.starts;
    this.ends = tokens.ends;
    this.last = tokens.count - 1;
  }

  /** Kind of the next token, or of one that many further. */
  kind(ahead = 0): number {
    return this.kinds[Math.min(this.position + ahead, this.last)] as number;
  }

  /** The keyword that the next token spells, in upper case; '' when it is none. */
  word(ahead = 0): string {
    return this.words[Math.min(this.position + ahead, this.last)] as string;
  }

  kindAt(index: number): number {
    return this.kinds[index] as number;
  }

  wordAt(index: number): string {
    return this.words[index] as string;
  }

  startAt(index: number): number {
    return this.starts[index] as number;
  }

  endAt(index: number): number {
    return this.ends[index] as number;
  }

  get endIndex(): number {
    return this.last;
  }

  at(word: string): boolean {
    return this.words[this.position] === word;
  }

  /** Whether the words that follow are these, in this order. */
  atWords(first: string, second: string, third?: string): boolean {
    return this.word() === first && this.word(1) === second && (third === undefined || this.word(2) === third);
  }

  atKind(kind: number): boolean {
    return this.kinds[this.position] === kind;
  }

  atEnd(): boolean {
    return this.position >= this.last;
  }

  advance(): void {
    if (this.position < this.last) this.position++;
  }

  accept(word: string): boolean {
    if (this.words[this.position] !== word) return false;
    this.advance();
    return true;
  }

  acceptWords(first: string, second: string, third?: string): boolean {
    if (!this.atWords(first, second, third)) return false;
    this.position += third === undefined ? 2 : 3;
    return true;
  }

  acceptKind(kind: number): boolean {
    if (this.kinds[this.position] !== kind) return false;
    this.advance();
    return true;
  }

  expect(word: string, purpose = ''): void {
    if (!this.accept(word)) this.expected(word, purpose);
  }

  /** Like `expect` for a word whose absence spoils nothing: reports and goes on. */
  want(word: string, purpose: string): void {
    if (!this.accept(word)) this.report('expected-token', `Expected ${word} ${purpose}, but found ${this.found()}.`, this.placeOfMissing());
  }

  expectKind(kind: number, purpose = ''): void {
    if (!this.acceptKind(kind)) this.expected(describeKind(kind), purpose);
  }

  /** Reports that the block which begins with the token at `open` has no END before the next token, and goes on. */
  reportUnclosed(open: number, what: string): void {
    const place = this.openBlock ? undefined : findMissingEnd(this);
    this.openBlock = true;
    if (place !== undefined && place < this.position) {
      this.report('missing-end', `An END seems to be missing before this: the BEGIN${this.openedOn(open)} is never closed.`, { start: this.startAt(place), end: this.endAt(place) });
    }
    this.report('unclosed-block', `Expected END to close ${what}${this.openedOn(open)}, but found ${this.found()}.`, this.placeOfMissing());
  }

  /** Expects the `)` for the `(` that is the token at `open`. */
  expectClose(open: number, what: string): void {
    if (!this.acceptKind(T.RightParen)) this.expected(')', `to close ${what}${this.openedOn(open)}`);
  }

  /** Reports that the `(` at `open` is not closed before the next token, and goes on. */
  reportOpen(open: number, what: string): void {
    this.report('expected-token', `Expected ) to close ${what}${this.openedOn(open)}, but found ${this.found()}.`, this.placeOfMissing());
  }

  private openedOn(index: number): string {
    return this.lines === undefined || this.failed ? '' : ` opened on line ${this.lines.positionAt(this.startAt(index)).line}`;
  }

  /** Reports "expected X, found Y" at the next token and fails. */
  expected(what: string, purpose = ''): void {
    if (this.failed) return;
    const tail = purpose === '' ? '' : ` ${purpose}`;
    this.failAt(this.placeOfMissing(), 'expected-token', `Expected ${what}${tail}, but found ${this.found()}.`);
  }

  /** The next token for a message. */
  found(): string {
    if (this.atEnd()) return 'the end of the batch';
    const text = this.tokenText();
    return text.length > 40 ? `${text.slice(0, 40)}...` : text;
  }

  /** What is missing before a token on another line is missing on the line before: behind the last token. */
  private placeOfMissing(): Span {
    if (this.position === 0 || !(this.atEnd() || this.beginsLine(this.position))) return this.tokenSpan();
    return { start: this.startAt(this.position - 1), end: this.endAt(this.position - 1) };
  }

  /** Reports trouble at the next token and fails. */
  fail(code: string, message: string): void {
    this.failAt(this.tokenSpan(), code, message);
  }

  private failAt(span: Span, code: string, message: string): void {
    if (this.failed) return;
    this.report(code, message, span);
    this.failed = true;
    this.failedAt = this.position;
    this.position = this.last;
  }

  /** Reports trouble that does not stop the reading. */
  report(code: string, message: string, span: Span): void {
    if (!this.failed) this.diagnostics.push({ severity: 'error', code, message, span });
  }

  /** Reports what is odd and can be read all the same. */
  warn(code: string, message: string, span: Span): void {
    if (!this.failed) this.diagnostics.push({ severity: 'warning', code, message, span });
  }

  /** Tells how something was read that may be meant otherwise. */
  inform(code: string, message: string, span: Span): void {
    if (!this.failed) this.diagnostics.push({ severity: 'info', code, message, span });
  }

  /** Text of the next token, as written. */
  tokenText(): string {
    return this.text.slice(this.startAt(this.position), this.endAt(this.position));
  }

  tokenSpan(): Span {
    const start = this.startAt(this.position);
    return { start, end: Math.max(this.endAt(this.position), start) };
  }

  /** Offset where the next token begins. */
  start(): number {
    return this.starts[this.position] as number;
  }

  /** Offset where the last read token ended. */
  previousEnd(): number {
    return this.position === 0 ? this.start() : (this.ends[this.position - 1] as number);
  }

  /** From an offset to the last read token. */
  spanFrom(start: number): Span {
    const end = this.position === 0 ? start : (this.ends[this.position - 1] as number);
    return { start, end: end < start ? start : end };
  }

  textFrom(start: number): string {
    return this.text.slice(start, Math.max(start, this.previousEnd()));
  }

  /** Goes one level deeper; fails (and gives false) when that is too deep. Every call wants a `leave`. */
  enter(): boolean {
    if (++this.depth <= deepest) return true;
    this.fail('nested-too-deep', `This is nested more than ${deepest} levels deep; take a part of it out into a variable, view or function.`);
    return false;
  }

  leave(): void {
    this.depth--;
  }

  mark(): Mark {
    return { position: this.position, diagnostics: this.diagnostics.length };
  }

  /** Forgets what happened since the mark. */
  reset(mark: Mark): void {
    this.position = mark.position;
    this.diagnostics.length = mark.diagnostics;
    this.failed = false;
  }

  /** Continues at a token after a failure was dealt with. */
  resume(position: number): void {
    this.position = Math.min(position, this.last);
    this.failed = false;
  }

  /** Index of the `)` that closes the `(` at an index; the end when there is none. One pass for all, at the first question. */
  partnerOf(index: number): number {
    this.partners ??= this.pairUp();
    return this.partners[index] as number;
  }

  private pairUp(): Int32Array {
    const partners = new Int32Array(this.last + 1).fill(this.last);
    const open: number[] = [];
    for (let i = 0; i < this.last; i++) {
      const kind = this.kinds[i];
      if (kind === T.LeftParen) open.push(i);
      else if (kind === T.RightParen) {
        const partner = open.pop();
        if (partner !== undefined) partners[partner] = i;
      }
    }
    return partners;
  }

  /** Whether a line break lies between the token before an index and it. */
  beginsLine(index: number): boolean {
    if (index === 0) return true;
    const end = this.startAt(index);
    for (let i = this.endAt(index - 1); i < end; i++) {
      const code = this.text.charCodeAt(i);
      if (code === 10 || code === 13) return true;
    }
    return false;
  }
}
