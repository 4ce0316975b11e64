import { T } from '../lexer';
import type { PassedOverStatement, UseStatement } from '../syntax';
import type { Cursor } from './cursor';
import { parseIdentifier } from './names';
import { skipToStatementEnd } from './recovery';

/** `USE database`; USE is next. */
export function parseUse(p: Cursor, start: number): UseStatement {
  p.advance();
  return { kind: 'UseStatement', database: parseIdentifier(p, 'the name of a database'), span: p.spanFrom(start) };
}

/**
 * A statement that is recognised by its first words and passed over: `words` of them are named in the note. The rest is skipped
 * to the end of the statement.
 */
export function parsePassedOver(p: Cursor, start: number, words: number): PassedOverStatement {
  const names: string[] = [];
  for (let i = 0; i < words && (p.kind() === T.Word || p.kind() === T.Reserved); i++) {
    names.push(p.tokenText().toUpperCase());
    p.advance();
  }
  skipToStatementEnd(p);
  return { kind: 'PassedOverStatement', words: names.join(' '), span: p.spanFrom(start) };
}
