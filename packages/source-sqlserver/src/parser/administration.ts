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
  if (p.atKind(T.LeftParen)) skipParenthesized(p, 'DBCC');
  if (p.at('WITH') && (p.kind(1) === T.Word || p.kind(1) === T.Reserved)) {
    do {
      p.advance();
      p.advance();
      if (p.acceptKind(T.Equal)) p.advance();
    } while (p.atKind(T.Comma));
  }
  return { kind: 'PassedOverStatement', words, variables: variablesIn(p, first), span: p.spanFrom(start) };
}

/** CHECKPOINT with its number of seconds, RECONFIGURE [WITH OVERRIDE]; the word is next. */
export function parseServerCommand(p: Cursor, start: number): PassedOverStatement {
  const first = p.position;
  const words = p.word();
  p.advance();
  if (words === 'CHECKPOINT') p.acceptKind(T.Integer);
  else if (p.at('WITH') && p.kind(1) === T.Word) p.position += 2;
  return { kind: 'PassedOverStatement', words, variables: variablesIn(p, first), span: p.spanFrom(start) };
}

/** Statements whose words are followed by the name of a database. */
const named = new Set(['BACKUP DATABASE', 'BACKUP LOG', 'RESTORE DATABASE', 'RESTORE LOG', 'DUMP DATABASE', 'LOAD DATABASE']);

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
  skipToStatementEnd(p);
  if (!p.failed) checkTail(p, tail, p.position, true);
  return { kind: 'PassedOverStatement', words: names.join(' '), variables: variablesIn(p, first), span: p.spanFrom(start) };
}
