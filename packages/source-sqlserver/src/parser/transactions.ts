import { T } from '../lexer';
import type { BeginTransactionStatement, CommitTransactionStatement, Expression, RollbackTransactionStatement, SaveTransactionStatement, TransactionName } from '../syntax';
import type { Cursor } from './cursor';
import { parseValue } from './expressions';
import { isNameKind, parseVariable, takeIdentifier } from './names';
import { parseWithOptions } from './options';

const acceptTransaction = (p: Cursor): boolean => p.accept('TRAN') || p.accept('TRANSACTION');

/** A name on the same line, or a variable: a word on the next line begins the next statement. */
function parseName(p: Cursor): TransactionName {
  if (p.atKind(T.Variable)) return parseVariable(p);
  if (p.atKind(T.Integer)) return takeIdentifier(p);
  return isNameKind(p.kind()) && p.kind(1) !== T.Colon && p.word() !== 'THROW' && !p.beginsLine(p.position) ? takeIdentifier(p) : undefined;
}

/** `BEGIN [DISTRIBUTED] TRAN [name] [WITH MARK ['text']]`; BEGIN is next. */
export function parseBeginTransaction(p: Cursor, start: number): BeginTransactionStatement {
  p.advance();
  const distributed = p.accept('DISTRIBUTED');
  if (!acceptTransaction(p)) p.expected('TRANSACTION', 'after BEGIN');
  const name = parseName(p);
  let mark: Expression | undefined;
  if (p.acceptWords('WITH', 'MARK') && (p.atKind(T.String) || p.atKind(T.NationalString) || p.atKind(T.Variable))) mark = parseValue(p);
  return { kind: 'BeginTransactionStatement', distributed, name, mark, span: p.spanFrom(start) };
}

/** COMMIT; it is next. */
export function parseCommit(p: Cursor, start: number): CommitTransactionStatement {
  p.advance();
  let name: TransactionName;
  if (acceptTransaction(p)) name = parseName(p);
  else p.accept('WORK');
  parseWithOptions(p);
  return { kind: 'CommitTransactionStatement', name, span: p.spanFrom(start) };
}

/** ROLLBACK; it is next. */
export function parseRollback(p: Cursor, start: number): RollbackTransactionStatement {
  p.advance();
  let name: TransactionName;
  if (acceptTransaction(p)) name = parseName(p);
  else p.accept('WORK');
  return { kind: 'RollbackTransactionStatement', name, span: p.spanFrom(start) };
}

/** `SAVE TRAN name`; SAVE is next. */
export function parseSave(p: Cursor, start: number): SaveTransactionStatement {
  p.advance();
  if (!acceptTransaction(p)) p.expected('TRANSACTION', 'after SAVE');
  const name = parseName(p);
  if (name === undefined) p.expected('the name of the savepoint');
  return { kind: 'SaveTransactionStatement', name, span: p.spanFrom(start) };
}
