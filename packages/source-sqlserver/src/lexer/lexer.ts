import type { Diagnostic, Span } from '@ferry/kernel';
import { classOf, DIGIT, HEX, isCurrencySign, SPACE, WORD_PART, WORD_START } from './characters';
import { findKeyword, hashStep, keywordAt, reservedAt } from './keywords';
import { operatorAt } from './operators';
import { isSystemFunction } from './system-functions';
import { T } from './token-kinds';
import type { Comment, Tokens } from './tokens';

export interface LexOptions {
  /** SET QUOTED_IDENTIFIER at the beginning: ON (the default) makes `"x"` a name, OFF a string. */
  readonly quotedIdentifier?: boolean;
}

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 39;
const DOUBLE_QUOTE = 34;
/** Characters of a name (sysname). */
const longestName = 128;

/**
 * Cuts T-SQL into tokens. Never throws: what cannot be read becomes a token or comment to the end and a diagnostic.
 * @param text the whole text; `span` the piece of it to read (all of it when missing).
 */
export function lex(text: string, span: Span = { start: 0, end: text.length }, options: LexOptions = {}): Tokens {
  return new Lexer(text, span, options.quotedIdentifier ?? true).run();
}

class Lexer {
  private capacity: number;
  private kinds: Uint8Array;
  private starts: Int32Array;
  private ends: Int32Array;
  private readonly words: string[] = [];
  private count = 0;
  private readonly comments: Comment[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly end: number;

  constructor(
    private readonly text: string,
    private readonly span: Span,
    private quotedIdentifier: boolean,
  ) {
    this.end = Math.min(span.end, text.length);
    this.capacity = Math.max(16, (this.end - span.start) >> 2);
    this.kinds = new Uint8Array(this.capacity);
    this.starts = new Int32Array(this.capacity);
    this.ends = new Int32Array(this.capacity);
  }

  run(): Tokens {
    let at = this.span.start;
    while (at < this.end) at = this.step(at);
    this.push(T.End, this.end, this.end, '');
    return {
      text: this.text,
      span: { start: this.span.start, end: this.end },
      count: this.count,
      kinds: this.kinds,
      starts: this.starts,
      ends: this.ends,
      words: this.words,
      comments: this.comments,
      diagnostics: this.diagnostics,
    };
  }

  /** Reads what begins at `at` and gives the offset after it. */
  private step(at: number): number {
    const code = this.text.charCodeAt(at);
    const bits = classOf(code);
    if ((bits & SPACE) !== 0) return at + 1;
    if ((bits & WORD_START) !== 0) {
      if ((code === 78 || code === 110) && at + 1 < this.end && this.text.charCodeAt(at + 1) === QUOTE) return this.string(at, at + 2, QUOTE, T.NationalString);
      return this.word(at);
    }
    if ((bits & DIGIT) !== 0) return this.number(at);
    switch (code) {
      case QUOTE:
        return this.string(at, at + 1, QUOTE, T.String);
      case DOUBLE_QUOTE:
        return this.quotedIdentifier ? this.delimited(at, DOUBLE_QUOTE, T.DoubleName, '"') : this.string(at, at + 1, DOUBLE_QUOTE, T.String);
      case 91:
        return this.delimited(at, 93, T.BracketName, ']');
      case 64:
        return this.variable(at);
      case 45:
        if (at + 1 < this.end && this.text.charCodeAt(at + 1) === 45) return this.lineComment(at);
        break;
      case 47:
        if (at + 1 < this.end && this.text.charCodeAt(at + 1) === 42) return this.blockComment(at);
        break;
      case 46:
        if (at + 1 < this.end && (classOf(this.text.charCodeAt(at + 1)) & DIGIT) !== 0) return this.number(at);
        break;
      case 37: {
        const after = this.physical(at);
        if (after > at) return this.push(T.PseudoColumn, at, after, '');
        break;
      }
      default:
        if (isCurrencySign(code)) return this.dollar(at, code);
    }
    const operator = operatorAt(this.text, at, this.end);
    if (operator.kind === T.Unknown) this.report('unknown-character', `The character ${describe(code)} begins nothing in T-SQL here; remove it or put the name that holds it in brackets.`, at, at + 1);
    return this.push(operator.kind, at, at + operator.length, '');
  }

  private push(kind: number, start: number, end: number, word: string): number {
    if (this.count === this.capacity) this.grow();
    const index = this.count++;
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.words.push(word);
    return end;
  }

  private grow(): void {
    this.capacity *= 2;
    const grown = <A extends Uint8Array | Int32Array>(into: A, from: A): A => {
      into.set(from);
      return into;
    };
    this.kinds = grown(new Uint8Array(this.capacity), this.kinds);
    this.starts = grown(new Int32Array(this.capacity), this.starts);
    this.ends = grown(new Int32Array(this.capacity), this.ends);
  }

  private report(code: string, message: string, start: number, end: number): void {
    this.diagnostics.push({ severity: 'error', code, message, span: { start, end } });
  }

  private word(at: number): number {
    const { text, end } = this;
    let hash = 0;
    let i = at;
    for (; i < end; i++) {
      const code = text.charCodeAt(i);
      if ((classOf(code) & WORD_PART) === 0) break;
      if (code === 36 && text.charCodeAt(i + 1) === 40) {
        const after = this.sqlcmdVariable(i);
        if (after === i) break;
        i = after - 1;
        hash = 0;
        continue;
      }
      hash = hashStep(hash, code);
    }
    const slot = findKeyword(text, at, i, hash);
    if (slot < 0) return this.push(T.Word, at, i, '');
    const word = keywordAt(slot);
    if (word === 'ON' || word === 'OFF') this.switchQuotes(word === 'ON');
    return this.push(reservedAt(slot) ? T.Reserved : T.Word, at, i, word);
  }

  /**
   * `SET QUOTED_IDENTIFIER ON` holds from where it stands, at parse time, except inside of a module. ON or OFF is next.
   * Source: https://learn.microsoft.com/sql/t-sql/statements/set-quoted-identifier-transact-sql
   */
  private switchQuotes(on: boolean): void {
    if (on === this.quotedIdentifier || this.words[0] === 'CREATE' || this.words[0] === 'ALTER') return;
    let found = false;
    let at = this.count - 1;
    while (at >= 0 && (this.kinds[at] === T.Word || this.kinds[at] === T.Comma)) found = this.words[at--] === 'QUOTED_IDENTIFIER' || found;
    if (found && this.words[at] === 'SET' && this.words[at - 2] !== 'DATABASE') this.quotedIdentifier = on;
  }

  /** The offset after `$(name)`, or `at` when that is not what stands here. */
  private sqlcmdVariable(at: number): number {
    let i = at + 2;
    while (i < this.end && (classOf(this.text.charCodeAt(i)) & WORD_PART) !== 0) i++;
    return i > at + 2 && i < this.end && this.text.charCodeAt(i) === 41 ? i + 1 : at;
  }

  private variable(at: number): number {
    let i = at + 1;
    const global = i < this.end && this.text.charCodeAt(i) === 64;
    if (global) i++;
    while (i < this.end && (classOf(this.text.charCodeAt(i)) & WORD_PART) !== 0) i++;
    return this.push(global && isSystemFunction(this.text.slice(at, i)) ? T.GlobalVariable : T.Variable, at, i, '');
  }

  private digits(from: number): number {
    let i = from;
    while (i < this.end && (classOf(this.text.charCodeAt(i)) & DIGIT) !== 0) i++;
    return i;
  }

  private number(at: number): number {
    const { text, end } = this;
    if (text.charCodeAt(at) === 48 && at + 1 < end && (text.charCodeAt(at + 1) | 32) === 120) return this.binary(at);
    let i = this.digits(at);
    let kind: number = T.Integer;
    if (i < end && text.charCodeAt(i) === 46) {
      kind = T.Decimal;
      i = this.digits(i + 1);
    }
    if (i < end && (text.charCodeAt(i) | 32) === 101) {
      const signed = i + 1 < end && (text.charCodeAt(i + 1) === 43 || text.charCodeAt(i + 1) === 45) ? i + 2 : i + 1;
      const after = this.digits(signed);
      // `1e` is a float to SQL Server; `1else` and `1 END` written together are not meant as one.
      const isWord = after === signed && signed === i + 1 && i + 1 < end && (classOf(text.charCodeAt(i + 1)) & WORD_PART) !== 0;
      if (!isWord) {
        kind = T.Float;
        i = after;
      }
    }
    return this.push(kind, at, i, '');
  }

  private binary(at: number): number {
    let i = at + 2;
    for (;;) {
      while (i < this.end && (classOf(this.text.charCodeAt(i)) & HEX) !== 0) i++;
      const after = i < this.end && this.text.charCodeAt(i) === 92 ? this.lineBreak(i + 1) : -1;
      if (after < 0) break;
      i = after;
    }
    return this.push(T.Binary, at, i, '');
  }

  /** The offset after the line break at `at`, or -1. */
  private lineBreak(at: number): number {
    if (at >= this.end) return -1;
    const code = this.text.charCodeAt(at);
    if (code === NEWLINE) return at + 1;
    if (code !== RETURN) return -1;
    return at + 1 < this.end && this.text.charCodeAt(at + 1) === NEWLINE ? at + 2 : at + 1;
  }

  /** The offset after `%%physloc%%`, `%%lockres%%`: where a row lies, undocumented and in use; `at` when something else stands here. */
  private physical(at: number): number {
    const { text, end } = this;
    if (text.charCodeAt(at + 1) !== 37) return at;
    let i = at + 2;
    while (i < end && (classOf(text.charCodeAt(i)) & WORD_PART) !== 0) i++;
    return i > at + 2 && i + 1 < end && text.charCodeAt(i) === 37 && text.charCodeAt(i + 1) === 37 ? i + 2 : at;
  }

  private dollar(at: number, code: number): number {
    const { text, end } = this;
    if (code === 36 && at + 1 < end) {
      const next = text.charCodeAt(at + 1);
      if (next === 40) {
        const after = this.sqlcmdVariable(at);
        if (after > at) return this.word(at);
      }
      if ((classOf(next) & WORD_START) !== 0) {
        let i = at + 1;
        while (i < end && (classOf(text.charCodeAt(i)) & WORD_PART) !== 0) i++;
        return this.push(T.PseudoColumn, at, i, '');
      }
    }
    let i = at + 1;
    while (i < end && (classOf(text.charCodeAt(i)) & DIGIT) !== 0) i++;
    if (i < end && text.charCodeAt(i) === 46) i = this.digits(i + 1);
    return this.push(T.Money, at, i, '');
  }

  private string(at: number, from: number, quote: number, kind: number): number {
    const { text, end } = this;
    let i = from;
    for (;;) {
      while (i < end && text.charCodeAt(i) !== quote) i++;
      if (i >= end) {
        this.report('unterminated-string', 'This string is never closed: add the missing quote (a quote inside a string is written twice).', at, Math.min(end, at + 40));
        return this.push(kind, at, end, '');
      }
      if (i + 1 < end && text.charCodeAt(i + 1) === quote) i += 2;
      else return this.push(kind, at, i + 1, '');
    }
  }

  private delimited(at: number, close: number, kind: number, mark: string): number {
    const { text, end } = this;
    let i = at + 1;
    for (;;) {
      while (i < end && text.charCodeAt(i) !== close) i++;
      if (i >= end) {
        this.report('unterminated-name', `This name is never closed: add the missing ${mark}.`, at, Math.min(end, at + 40));
        return this.push(kind, at, end, '');
      }
      if (i + 1 < end && text.charCodeAt(i + 1) === close) {
        i += 2;
        continue;
      }
      if (kind === T.BracketName) this.checkName(at, i);
      return this.push(kind, at, i + 1, '');
    }
  }

  /**
   * A name has at most 128 characters (an error to SQL Server). One that holds a line break or a bracket that opens is allowed, and
   * as good as always a name whose own bracket was not closed.
   * Source: https://learn.microsoft.com/sql/relational-databases/databases/database-identifiers
   */
  private checkName(at: number, close: number): void {
    let odd = false;
    for (let i = at + 1; i < close && !odd; i++) {
      const code = this.text.charCodeAt(i);
      odd = code === 91 || code === NEWLINE || code === RETURN;
    }
    const shown = this.text.slice(at, Math.min(close + 1, at + 40)).split(/[\r\n]/, 1)[0] ?? '';
    if (close - at - 1 > longestName && this.text.slice(at + 1, close).replaceAll(']]', ']').length > longestName) this.report('name-too-long', `The name that begins with ${shown} is longer than ${longestName} characters; is its ] missing?`, at, at + shown.length);
    else if (odd && !this.text.slice(at + 1, close).includes(']]')) this.diagnostics.push({ severity: 'warning', code: 'odd-name', message: `The name that begins with ${shown} goes on to the next ]; is its own ] missing?`, span: { start: at, end: at + shown.length } });
  }

  private lineComment(at: number): number {
    let i = at + 2;
    while (i < this.end) {
      const code = this.text.charCodeAt(i);
      if (code === NEWLINE || code === RETURN) break;
      i++;
    }
    this.comments.push({ style: 'line', start: at, end: i });
    return i;
  }

  /** Block comments nest in T-SQL. */
  private blockComment(at: number): number {
    const { text, end } = this;
    let depth = 1;
    let i = at + 2;
    while (i < end && depth > 0) {
      const code = text.charCodeAt(i);
      if (code === 42 && i + 1 < end && text.charCodeAt(i + 1) === 47) {
        depth--;
        i += 2;
      } else if (code === 47 && i + 1 < end && text.charCodeAt(i + 1) === 42) {
        depth++;
        i += 2;
      } else i++;
    }
    if (depth > 0) this.report('unterminated-comment', 'This comment is never closed: add the missing */ (comments nest, each /* needs its own */).', at, Math.min(end, at + 40));
    this.comments.push({ style: 'block', start: at, end: i });
    return i;
  }
}

const describe = (code: number): string => (code > 32 && code < 127 ? `"${String.fromCharCode(code)}"` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
