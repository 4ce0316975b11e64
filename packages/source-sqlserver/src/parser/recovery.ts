import { T } from '../lexer';
import type { UnparsedElement, UnparsedStatement } from '../syntax';
import type { Cursor } from './cursor';

/** Words that begin a statement wherever they stand first on a line. */
const strong = new Set([
  'ALTER', 'BACKUP', 'BREAK', 'BULK', 'CHECKPOINT', 'CLOSE', 'COMMIT', 'CONTINUE', 'CREATE', 'DBCC', 'DEALLOCATE', 'DECLARE', 'DELETE', 'DENY', 'DROP', 'EXEC', 'EXECUTE', 'FETCH', 'GOTO', 'GRANT', 'IF', 'INSERT', 'KILL',
  'MERGE', 'OPEN', 'PRINT', 'RAISERROR', 'RECONFIGURE', 'RESTORE', 'RETURN', 'REVERT', 'REVOKE', 'ROLLBACK', 'SAVE', 'SHUTDOWN', 'TRUNCATE', 'UPDATE', 'USE', 'WAITFOR', 'WHILE', 'THROW', 'BEGIN',
]);
/** Words that begin a statement at the beginning of a line when no bracket is open. */
const weak = new Set(['SELECT', 'SET', 'WITH', 'ENABLE', 'DISABLE', 'SEND', 'RECEIVE']);

const isWordKind = (kind: number): boolean => kind === T.Reserved || kind === T.Word;

/** Whether a statement may begin at a token, going by its word and its place on the line; `depth` counts brackets that are open. */
function beginsStatement(p: Cursor, index: number, depth: number): boolean {
  if (!isWordKind(p.kindAt(index)) || !p.beginsLine(index)) return false;
  const word = p.wordAt(index);
  if (continuing.has(word) && isClause(p, index, word)) return false;
  return strong.has(word) || (depth <= 0 && weak.has(word) && !continues(p, index, word));
}

/** Whether the next token begins a line and, whatever brackets are open, a statement: a bracket before it was never closed. */
export const atStatementLine = (p: Cursor): boolean => p.kind() === T.Reserved && strong.has(p.word()) && p.beginsLine(p.position);

/** Words that begin statements, and also clauses of ALTER for what the word after them tells. */
const continuing = new Set(['DROP', 'MERGE', 'ROLLBACK', 'GRANT', 'DENY']);
/** What an ALTER takes away from its object: `DROP MEMBER m`, `DROP FILE ALL`. */
const parts = new Set(['VALUE', 'MEMBER', 'EVENT', 'TARGET', 'FILE', 'ENCRYPTION']);

/** Whether a word begins a clause of an ALTER and no statement: `DROP MEMBER m`, `MERGE RANGE (1)`, `WITH ROLLBACK IMMEDIATE`, `GRANT CREATE ANY DATABASE`. */
function isClause(p: Cursor, index: number, word: string): boolean {
  const next = Math.min(index + 1, p.endIndex);
  switch (word) {
    case 'DROP':
      return !isWordKind(p.kindAt(next)) || parts.has(upperAt(p, next));
    case 'MERGE':
      return upperAt(p, next) === 'RANGE' && p.kindAt(Math.min(index + 2, p.endIndex)) === T.LeftParen;
    case 'ROLLBACK':
      return index > 0 && p.wordAt(index - 1) === 'WITH';
    default:
      return upperAt(p, next) === 'CREATE' && upperAt(p, Math.min(index + 2, p.endIndex)) === 'ANY' && upperAt(p, Math.min(index + 4, p.endIndex)) !== 'TO';
  }
}

const upperAt = (p: Cursor, index: number): string => p.text.slice(p.startAt(index), p.endAt(index)).toUpperCase();

/** Whether WITH or SET goes on with the statement before it: an option list, `WITH DEFAULT_SCHEMA = dbo`. */
function continues(p: Cursor, index: number, word: string): boolean {
  if (word !== 'WITH' && word !== 'SET') return false;
  const last = p.endIndex;
  if (p.kindAt(Math.min(index + 1, last)) === T.LeftParen) return true;
  if (word === 'SET') return false;
  const after = Math.min(index + 2, last);
  if (p.kindAt(Math.min(index + 1, last)) === T.Reserved) return true;
  if (p.kindAt(after) === T.LeftParen) return p.wordAt(Math.min(p.partnerOf(after) + 1, last)) !== 'AS';
  return p.wordAt(after) !== 'AS';
}

const blockless = new Set(['TRAN', 'TRANSACTION', 'DISTRIBUTED', 'DIALOG', 'CONVERSATION']);

/** How the depth of BEGIN ... END and CASE ... END changes at a token. */
function blockChange(p: Cursor, index: number): number {
  if (p.kindAt(index) !== T.Reserved) return 0;
  switch (p.wordAt(index)) {
    case 'CASE':
      return 1;
    case 'BEGIN':
      return blockless.has(p.wordAt(Math.min(index + 1, p.endIndex))) ? 0 : 1;
    case 'END':
      return p.wordAt(Math.min(index + 1, p.endIndex)) === 'CONVERSATION' ? 0 : -1;
    default:
      return 0;
  }
}

/** How many CASE and BEGIN are open, and how many brackets, between a statement's first token and where it failed. */
function openAt(p: Cursor, first: number, to: number): number {
  let blocks = 0;
  for (let i = first; i < to; i++) blocks = Math.max(0, blocks + blockChange(p, i));
  return blocks;
}

/**
 * Ends a failed statement: it reaches to its semicolon, to the next line that begins a statement, to the END of the block around it,
 * or to the end. The cursor goes on behind it.
 */
export function recoverStatement(p: Cursor, first: number): UnparsedStatement {
  const failedAt = Math.max(p.failedAt, first);
  let blocks = openAt(p, first, failedAt);
  let depth = 0;
  let index = failedAt;
  for (; index < p.endIndex; index++) {
    const kind = p.kindAt(index);
    if (kind === T.Semicolon && blocks === 0) {
      if (index > first) break;
    } else if (kind === T.LeftParen) depth++;
    else if (kind === T.RightParen) depth--;
    else {
      const change = blockChange(p, index);
      if (change < 0 && blocks === 0 && index > first) break;
      if (index > first && blocks === 0 && beginsStatement(p, index, depth)) break;
      blocks = Math.max(0, blocks + change);
    }
  }
  const start = p.startAt(first);
  const end = index > first ? p.endAt(index - 1) : start;
  p.resume(index);
  return { kind: 'UnparsedStatement', text: p.text.slice(start, end), span: { start, end } };
}

/**
 * Ends a failed element of a table's list at its comma or at the bracket that closes the list. When no bracket is left for that, those
 * of the element that are open where it failed count as closed there. Gives undefined, and leaves the cursor failed, when neither
 * comes before the next statement. Of a list that is not `bracketed` only a comma ends an element.
 */
export function recoverElement(p: Cursor, first: number, bracketed = true): UnparsedElement | undefined {
  const index = findElementEnd(p, first) ?? findElementEnd(p, Math.max(first, p.failedAt));
  return index === undefined || (!bracketed && p.kindAt(index) !== T.Comma) ? undefined : endElement(p, first, index);
}

function findElementEnd(p: Cursor, from: number): number | undefined {
  let depth = 0;
  for (let index = from; index < p.endIndex; index++) {
    const kind = p.kindAt(index);
    if (kind === T.LeftParen) depth++;
    else if (kind === T.RightParen) {
      if (depth === 0 && index >= p.failedAt) return index;
      depth = Math.max(0, depth - 1);
    } else if (kind === T.Comma && depth === 0 && index >= p.failedAt) return index;
    else if (kind === T.Semicolon || (index > p.failedAt && beginsStatement(p, index, 0))) return undefined;
  }
  return undefined;
}

function endElement(p: Cursor, first: number, index: number): UnparsedElement {
  const start = p.startAt(first);
  const end = index > first ? p.endAt(index - 1) : start;
  p.resume(index);
  return { kind: 'UnparsedElement', text: p.text.slice(start, end), span: { start, end } };
}

const none: ReadonlySet<string> = new Set();

/**
 * Passes the rest of a statement whose details nobody uses: to its semicolon, to the next line that begins a statement, to END or
 * ELSE of the block around it.
 * @param partOfIt words that begin no statement here (the SET of ALTER DATABASE)
 */
export function skipToStatementEnd(p: Cursor, partOfIt: ReadonlySet<string> = none): void {
  let cases = 0;
  while (!p.atEnd()) {
    const kind = p.kind();
    if (kind === T.Semicolon) return;
    if (kind === T.LeftParen) {
      const close = p.partnerOf(p.position);
      if (close === p.endIndex) return failOpen(p);
      p.position = close;
    } else if (kind === T.RightParen) return;
    else if (p.at('CASE')) cases++;
    else if (cases > 0) cases -= p.at('END') ? 1 : 0;
    else if ((p.at('END') || p.at('ELSE')) && p.kind() === T.Reserved) return;
    else if (!partOfIt.has(p.word()) && beginsStatement(p, p.position, 0)) return;
    p.advance();
  }
}

/** The next `(` is never closed: that is reported where the statement seems to end. */
function failOpen(p: Cursor): void {
  const open = p.position;
  let index = open + 1;
  while (index < p.endIndex && p.kindAt(index) !== T.Semicolon && !beginsStatement(p, index, 1)) index++;
  p.position = index;
  p.expectClose(open, 'the bracket');
}

const bodyWords = new Set([...strong, ...weak, 'EXTERNAL']);

/** Whether a word is next that begins the body of a module. */
export const atBody = (p: Cursor): boolean => p.kind() === T.Reserved && bodyWords.has(p.word());

/**
 * Goes on at the AS before the body of a module whose head cannot be read (reported already), so that the body is kept.
 * @returns what could not be read of the head; undefined, the cursor still failed, when no body follows
 */
export function recoverHead(p: Cursor, first: number): UnparsedStatement | undefined {
  for (let index = Math.max(first, p.failedAt - 1); index < p.endIndex - 1; index++) {
    if (p.wordAt(index) !== 'AS' || p.kindAt(index) !== T.Reserved || p.kindAt(index + 1) !== T.Reserved || !bodyWords.has(p.wordAt(index + 1))) continue;
    const start = Math.min(p.startAt(first), p.endAt(index - 1));
    const span = { start, end: p.endAt(index - 1) };
    p.resume(index);
    return { kind: 'UnparsedStatement', text: p.text.slice(span.start, span.end), span };
  }
  return undefined;
}

/** Goes on at a word behind a piece of a head that cannot be read (reported already); false, the cursor still failed, when it does not come. */
export function recoverUntil(p: Cursor, word: string): boolean {
  for (let index = p.failedAt; index < p.endIndex; index++) {
    if (p.wordAt(index) === word) {
      p.resume(index);
      return true;
    }
    if (p.kindAt(index) === T.Semicolon || beginsStatement(p, index, 1)) return false;
  }
  return false;
}
