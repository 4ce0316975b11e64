import { T } from '../lexer';
import type { Statement, WithClause } from '../syntax';
import { parseDbcc, parsePassedOver, parseServerCommand, parseUse } from './administration';
import { parseBlock, parseIf, parsePrint, parseRaiserror, parseReturn, parseThrow, parseTryCatch, parseWaitFor, parseWhile } from './control-flow';
import type { Cursor } from './cursor';
import { parseClose, parseDeallocate, parseFetch, parseOpen } from './cursors';
import { parseAlter, parseCreate } from './definitions';
import { parseDelete, parseInsert, parseTruncate, parseUpdate } from './dml';
import { parseDrop } from './drops';
import { parseExecute } from './execute';
import { parseValue } from './expressions';
import { parseMerge } from './merge';
import { findMissingBegin } from './block-balance';
import { parseAnyIdentifier, takeIdentifier } from './names';
import { parseExecuteAs, parsePermission } from './permissions';
import { parseQueryAfterWith } from './queries';
import { recoverStatement } from './recovery';
import { checkSource } from './missing-from';
import { parseBeginTransaction, parseCommit, parseRollback, parseSave } from './transactions';
import { parseToggleTrigger } from './triggers';
import { parseDeclare, parseSet } from './variables';
import { parseWithClause } from './with-clause';

/** One statement. When it cannot be read it becomes an UnparsedStatement, and the cursor goes on at the next. */
export function parseStatement(p: Cursor): Statement {
  const first = p.position;
  const { depth } = p;
  const entered = p.enter();
  const statement = entered ? dispatch(p) : undefined;
  p.depth = depth;
  if (!p.failed && p.position > first && statement !== undefined) return statement;
  if (!p.failed) p.fail('expected-statement', `Expected a statement, but found ${p.found()}.`);
  return recoverStatement(p, first);
}

function dispatch(p: Cursor): Statement | undefined {
  const start = p.start();
  switch (p.kind()) {
    case T.Reserved:
      return parseReserved(p, start);
    case T.Word:
      return parseWord(p, start);
    case T.LeftParen:
      return parseSelectStatement(p, start, undefined);
    default:
      return undefined;
  }
}

function parseSelectStatement(p: Cursor, start: number, with_: WithClause | undefined): Statement {
  const query = parseQueryAfterWith(p, start, with_);
  checkSource(p, query);
  return { kind: 'SelectStatement', query, span: p.spanFrom(start) };
}

type StatementParser = (p: Cursor, start: number) => Statement;

const passOver = (words: number): StatementParser => (p, start) => parsePassedOver(p, start, words);

/** Statements by the reserved word that begins them. */
const byWord = new Map<string, StatementParser>([
  ['SELECT', (p, start) => parseSelectStatement(p, start, undefined)],
  ['WITH', parseWithStatement],
  ['INSERT', (p, start) => parseInsert(p, start, undefined)],
  ['UPDATE', (p, start) => (p.word(1) === 'STATISTICS' ? parsePassedOver(p, start, 2) : parseUpdate(p, start, undefined))],
  ['DELETE', (p, start) => parseDelete(p, start, undefined)],
  ['MERGE', (p, start) => parseMerge(p, start, undefined)],
  ['TRUNCATE', parseTruncate],
  ['BEGIN', parseBegin],
  ['IF', parseIf],
  ['WHILE', parseWhile],
  ['BREAK', (p, start) => simple(p, start, 'BreakStatement')],
  ['CONTINUE', (p, start) => simple(p, start, 'ContinueStatement')],
  ['RETURN', parseReturn],
  ['GOTO', parseGoto],
  ['PRINT', parsePrint],
  ['RAISERROR', parseRaiserror],
  ['WAITFOR', parseWaitFor],
  ['DECLARE', parseDeclare],
  ['SET', parseSet],
  ['OPEN', (p, start) => (p.word(1) === 'SYMMETRIC' || p.word(1) === 'MASTER' ? parseKeyStatement(p, start) : parseOpen(p, start))],
  ['CLOSE', (p, start) => (p.word(1) === 'SYMMETRIC' || p.word(1) === 'MASTER' || p.atWords('CLOSE', 'ALL') ? parseKeyStatement(p, start) : parseClose(p, start))],
  ['FETCH', parseFetch],
  ['DEALLOCATE', parseDeallocate],
  ['COMMIT', parseCommit],
  ['ROLLBACK', parseRollback],
  ['SAVE', parseSave],
  ['CREATE', parseCreate],
  ['ALTER', parseAlter],
  ['DROP', parseDrop],
  ['EXEC', parseExec],
  ['EXECUTE', parseExec],
  ['GRANT', parsePermission],
  ['DENY', parsePermission],
  ['REVOKE', parsePermission],
  ['REVERT', (p, start) => parseRevert(p, start)],
  // USE FEDERATION was the word of databases that Azure SQL Database once split.
  ['USE', (p, start) => (p.kind(1) === T.Word && p.kind(2) === T.Word && /^federation$/i.test(p.text.slice(p.startAt(p.position + 1), p.endAt(p.position + 1))) && !p.beginsLine(p.position + 2) ? parsePassedOver(p, start, 2) : parseUse(p, start))],
  ['BACKUP', passOver(2)],
  ['RESTORE', passOver(2)],
  ['DBCC', parseDbcc],
  ['BULK', passOver(2)],
  ['CHECKPOINT', parseServerCommand],
  ['KILL', passOver(1)],
  ['SHUTDOWN', passOver(1)],
  ['RECONFIGURE', parseServerCommand],
  ['SETUSER', passOver(1)],
  ['READTEXT', passOver(1)],
  ['WRITETEXT', passOver(1)],
  ['UPDATETEXT', passOver(1)],
  ['LINENO', passOver(1)],
  ['ADD', passOver(2)],
]);

function parseReserved(p: Cursor, start: number): Statement | undefined {
  if (p.at('END')) {
    if (p.word(1) === 'CONVERSATION') return parsePassedOver(p, start, 2);
    reportEnd(p);
    return undefined;
  }
  return byWord.get(p.word())?.(p, start);
}

/** An END that closes nothing: the first of a batch is reported where its BEGIN seems to be missing. */
function reportEnd(p: Cursor): void {
  const owner = p.strayEnd ? undefined : findMissingBegin(p, p.position);
  p.strayEnd = true;
  if (owner !== undefined) {
    const line = p.lines === undefined ? '' : ` on line ${p.lines.positionAt(p.start()).line}`;
    p.report('missing-begin', `A BEGIN seems to be missing after this ${p.wordAt(owner)}: the END${line} closes nothing.`, { start: p.startAt(owner), end: p.endAt(owner) });
  }
  p.fail('end-without-begin', 'This END closes nothing: there is no BEGIN before it.');
}

/** OPEN and CLOSE of a symmetric key, of all of them, or of the master key. */
function parseKeyStatement(p: Cursor, start: number): Statement {
  const words = p.word(1) === 'ALL' ? 'KEYS' : 'KEY';
  const at = p.position + (p.atWords('CLOSE', 'ALL', 'SYMMETRIC') ? 3 : 2);
  if (p.text.slice(p.startAt(Math.min(at, p.endIndex)), p.endAt(Math.min(at, p.endIndex))).toUpperCase() !== words) {
    p.position = Math.min(at, p.endIndex);
    p.expected(words);
  }
  return parsePassedOver(p, start, 3);
}

function simple(p: Cursor, start: number, kind: 'BreakStatement' | 'ContinueStatement'): Statement {
  p.advance();
  return { kind, span: p.spanFrom(start) };
}

function parseWithStatement(p: Cursor, start: number): Statement {
  const with_ = parseWithClause(p);
  switch (p.word()) {
    case 'INSERT':
      return parseInsert(p, start, with_);
    case 'UPDATE':
      return parseUpdate(p, start, with_);
    case 'DELETE':
      return parseDelete(p, start, with_);
    case 'MERGE':
      return parseMerge(p, start, with_);
    default:
      return parseSelectStatement(p, start, with_);
  }
}

function parseBegin(p: Cursor, start: number): Statement {
  switch (p.word(1)) {
    case 'TRAN':
    case 'TRANSACTION':
    case 'DISTRIBUTED':
      return parseBeginTransaction(p, start);
    case 'TRY':
      return parseTryCatch(p, start);
    case 'DIALOG':
    case 'CONVERSATION':
      return parsePassedOver(p, start, 2);
    default:
      return parseBlock(p, start);
  }
}

function parseGoto(p: Cursor, start: number): Statement {
  p.advance();
  return { kind: 'GotoStatement', label: parseAnyIdentifier(p, 'a label'), span: p.spanFrom(start) };
}

function parseExec(p: Cursor, start: number): Statement {
  return p.word(1) === 'AS' ? parseExecuteAs(p, start) : parseExecute(p, start);
}

function parseRevert(p: Cursor, start: number): Statement {
  p.advance();
  if (p.at('WITH') && p.kind(1) === T.Word) {
    p.position += 2;
    p.expectKind(T.Equal);
    parseValue(p);
  }
  return { kind: 'RevertStatement', span: p.spanFrom(start) };
}

/** Statements that begin with a word that is not reserved: labels, THROW, service broker. */
function parseWord(p: Cursor, start: number): Statement | undefined {
  if (p.kind(1) === T.Colon) {
    const label = takeIdentifier(p);
    p.advance();
    return { kind: 'LabelStatement', label, span: p.spanFrom(start) };
  }
  switch (p.word()) {
    case 'THROW':
      return parseThrow(p, start);
    case 'ENABLE':
    case 'DISABLE':
      return p.word(1) === 'TRIGGER' ? parseToggleTrigger(p, start) : undefined;
    case 'SEND':
      return parsePassedOver(p, start, 3);
    case 'RECEIVE':
      return parsePassedOver(p, start, 1);
    case 'GET':
    case 'MOVE':
      return p.word(1) === 'CONVERSATION' ? parsePassedOver(p, start, 2) : undefined;
    default:
      return atAdministrative(p) ? parsePassedOver(p, start, 2) : undefined;
  }
}

export const atAdministrative = (p: Cursor): boolean => administrative.test(p.text.slice(p.start(), p.start() + 40));

/** Statements of old or of warehouses that begin with words of their own. */
const administrative = /^(?:DUMP|LOAD)\s+(?:DATABASE|TRAN|TRANSACTION|CERTIFICATE|MASTER|SERVICE|LOG)\b|^DISK\s+(?:INIT|RESIZE|REINIT|REFIT|MIRROR|UNMIRROR|REMIRROR)\b|^RENAME\s+(?:OBJECT|DATABASE)\b|^COPY\s+INTO\b/i;
