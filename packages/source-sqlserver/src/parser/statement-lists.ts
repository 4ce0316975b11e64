import { T } from '../lexer';
import type { Statement } from '../syntax';
import type { Cursor } from './cursor';
import { parseStatement } from './statements';

const skipSemicolons = (p: Cursor): void => {
  while (p.atKind(T.Semicolon)) p.advance();
};

/** Statements to the end of the batch. An END without BEGIN is reported, kept and passed. */
export function parseStatementsToEnd(p: Cursor): Statement[] {
  const statements: Statement[] = [];
  for (skipSemicolons(p); !p.atEnd(); skipSemicolons(p)) statements.push(parseStatement(p));
  return statements;
}

/** Statements up to the END of the block around them, which is left to the caller. */
export function parseStatementsUntilEnd(p: Cursor): Statement[] {
  const statements: Statement[] = [];
  for (skipSemicolons(p); !p.atEnd() && !atBlockEnd(p); skipSemicolons(p)) statements.push(parseStatement(p));
  return statements;
}

const atBlockEnd = (p: Cursor): boolean => p.at('END') && p.kind() === T.Reserved && p.word(1) !== 'CONVERSATION';
