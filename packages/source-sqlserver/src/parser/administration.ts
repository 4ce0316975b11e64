import { T } from '../lexer';
import type { PassedOverStatement, UseStatement, Variable } from '../syntax';
import type { Cursor } from './cursor';
import { skipParenthesized } from './lists';
import { parseIdentifier } from './names';
import { skipToStatementEnd } from './recovery';
import { checkTail } from './tails';

/** `USE database`; USE is next. */
export function parseUse(p: Cursor, start: number): UseStatement {
  p.advance();
  return { kind: 'UseStatement', database: parseIdentifier(p, 'the name of a database'), span: p.spanFrom(start) };
}

/** The variables between a token and the next one to be read. */
function variablesIn(p: Cursor, first: number): Variable[] {
  const found: Variable[] = [];
  for (let index = first; index < p.position; index++) {
    if (p.kindAt(index) === T.Variable) found.push({ kind: 'Variable', name: p.text.slice(p.startAt(index), p.endAt(index)), span: { start: p.startAt(index), end: p.endAt(index) } });
  }
  return found;
}

/** `DBCC name (arguments) WITH options`; DBCC is next. */
export function parseDbcc(p: Cursor, start: number): PassedOverStatement {
  const first = p.position;
  p.advance();
  const words = `DBCC ${p.tokenText().toUpperCase()}`;
  if (p.kind() !== T.Word && p.kind() !== T.Reserved) p.expected('the name of a command', 'after DBCC');
  p.advance();
  const tail = p.position;
  if (p.atKind(T.LeftParen)) skipParenthesized(p, 'DBCC');
  if (p.at('WITH') && (p.kind(1) === T.Word || p.kind(1) === T.Reserved)) {
    do {
      p.advance();
      p.advance();
      if (p.acceptKind(T.Equal)) p.advance();
    } while (p.atKind(T.Comma));
  }
  return { kind: 'PassedOverStatement', words, tail: textFrom(p, tail), variables: variablesIn(p, first), span: p.spanFrom(start) };
}

const textFrom = (p: Cursor, index: number): string => (p.position > index ? p.text.slice(p.startAt(index), p.endAt(p.position - 1)) : '');

/** CHECKPOINT with its number of seconds, RECONFIGURE [WITH OVERRIDE]; the word is next. */
export function parseServerCommand(p: Cursor, start: number): PassedOverStatement {
  const first = p.position;
  const words = p.word();
  p.advance();
  if (words === 'CHECKPOINT') p.acceptKind(T.Integer);
  else if (p.at('WITH') && p.kind(1) === T.Word) p.position += 2;
  return { kind: 'PassedOverStatement', words, tail: '', variables: variablesIn(p, first), span: p.spanFrom(start) };
}

/** Statements whose words are followed by the name of a database. */
const named = new Set(['BACKUP DATABASE', 'BACKUP LOG', 'RESTORE DATABASE', 'RESTORE LOG', 'DUMP DATABASE', 'LOAD DATABASE']);

/** What the first word leads to, where little else is possible. Source: BACKUP, RESTORE, BULK INSERT, SEND of the Transact-SQL reference. */
const second = new Map<string, ReadonlySet<string>>(
  Object.entries({
    BACKUP: 'DATABASE LOG TRAN TRANSACTION TABLE CERTIFICATE MASTER SERVICE SYMMETRIC ASYMMETRIC GROUP SERVER',
    RESTORE: 'DATABASE LOG TRAN TRANSACTION TABLE FILELISTONLY HEADERONLY LABELONLY VERIFYONLY REWINDONLY CERTIFICATE MASTER SERVICE SYMMETRIC ASYMMETRIC GROUP',
    BULK: 'INSERT',
    SEND: 'ON',
  }).map(([word, next]) => [word, new Set(next.split(' '))]),
);

/** Statements that hold a word somewhere: where from, where to. */
const held = new Map<string, readonly [word: string, purpose: string]>([
  ['RECEIVE', ['FROM', 'and a queue in RECEIVE']],
  ['BULK INSERT', ['FROM', 'and a file in BULK INSERT']],
  ['BEGIN DIALOG', ['FROM', 'and a service in BEGIN DIALOG']],
  ['GET CONVERSATION', ['FROM', 'and a queue in GET CONVERSATION GROUP']],
  ['MOVE CONVERSATION', ['TO', 'and a group in MOVE CONVERSATION']],
  ['BACKUP DATABASE', ['TO', 'and a device in BACKUP DATABASE']],
  ['BACKUP LOG', ['TO', 'and a device in BACKUP LOG']],
  ['RESTORE FILELISTONLY', ['FROM', 'and a device in RESTORE']],
  ['RESTORE HEADERONLY', ['FROM', 'and a device in RESTORE']],
  ['RESTORE VERIFYONLY', ['FROM', 'and a device in RESTORE']],
]);

/** A device of BACKUP and RESTORE is the last thing before WITH or another device. */
function checkDevices(p: Cursor, from: number, end: number): void {
  for (let index = from; index + 1 < end; index++) {
    const kind = p.kindAt(index);
    if (p.wordAt(index) === 'WITH') return;
    if ((kind !== T.String && kind !== T.NationalString) || p.kindAt(index + 1) !== T.Word || p.kindAt(index + 2) !== T.Equal || p.kindAt(index - 1) !== T.Equal) continue;
    p.position = index + 1;
    p.expected('WITH', 'before the options');
    return;
  }
}

const isWord = (kind: number): boolean => kind === T.Word || kind === T.Reserved || kind === T.BracketName || kind === T.DoubleName || kind === T.Dot;

function holds(p: Cursor, from: number, end: number, word: string): boolean {
  for (let index = from; index < end; index++) if (p.text.slice(p.startAt(index), p.endAt(index)).toUpperCase() === word) return true;
  return false;
}

/** OPEN SYMMETRIC KEY and OPEN MASTER KEY say how the key is decrypted. */
function checkKeyWords(p: Cursor, first: number, end: number): void {
  if (p.wordAt(first) !== 'OPEN' || holds(p, first, end, 'DECRYPTION')) return;
  p.position = Math.min(first + (p.wordAt(first + 1) === 'MASTER' ? 3 : 4), p.endIndex);
  p.expected('DECRYPTION BY', 'after the key to open');
}

/**
 * A statement that is recognised by its first words and passed over: `words` of them are named in the note. The rest is skipped
 * to the end of the statement.
 */
export function parsePassedOver(p: Cursor, start: number, words: number): PassedOverStatement {
  const first = p.position;
  const names: string[] = [];
  for (let i = 0; i < words && (p.kind() === T.Word || p.kind() === T.Reserved); i++) {
    names.push(p.tokenText().toUpperCase());
    p.advance();
  }
  if (named.has(names.join(' ')) && (p.at('TO') || p.at('FROM') || p.at('WITH'))) p.expected('the name of the database', `after ${names.join(' ')}`);
  const tail = p.position;
  if (names.join(' ') === 'UPDATE STATISTICS' && !isWord(p.kind())) p.expected('a table', 'after UPDATE STATISTICS');
  const wanted = second.get(names[0] ?? '');
  if (wanted !== undefined && !p.failed) {
    const at = Math.min(first + 1, p.endIndex);
    if (!wanted.has(p.text.slice(p.startAt(at), p.endAt(at)).toUpperCase())) {
      p.position = at;
      p.expected([...wanted].slice(0, 2).join(' or '), `after ${names[0] ?? ''}`);
    }
  }
  skipToStatementEnd(p);
  const wantedInside = held.get(names.join(' '));
  if (!p.failed && wantedInside !== undefined && !holds(p, tail, p.position, wantedInside[0])) p.expected(...wantedInside);
  if (!p.failed && (names[0] === 'BACKUP' || names[0] === 'RESTORE') && (names[1] === 'DATABASE' || names[1] === 'LOG')) checkDevices(p, tail, p.position);
  if (!p.failed) checkKeyWords(p, first, p.position);
  if (!p.failed) checkTail(p, tail, p.position, true);
  return { kind: 'PassedOverStatement', words: names.join(' '), tail: textFrom(p, tail), variables: variablesIn(p, first), span: p.spanFrom(start) };
}
