import { utf16Offset } from '../offset';
import type { ServerMessage } from '@ferry/conversion';

/** A row of `plpgsql_check_function_tb`. */
export interface CheckerRow {
  /** Line of the body, from 1; the body begins right behind its opening dollar quote. */
  readonly line: number | null;
  readonly sqlstate: string | null;
  readonly message: string;
  readonly detail: string | null;
  readonly hint: string | null;
  /** Place in `query`, in characters from 1. */
  readonly position: number | null;
  readonly query: string | null;
  readonly context: string | null;
}

/** Offset in the body of the first character of a line. */
function lineStart(body: string, line: number): number {
  let at = 0;
  for (let i = 1; i < line; i++) {
    const next = body.indexOf('\n', at);
    if (next < 0) return at;
    at = next + 1;
  }
  return at;
}

/**
 * Where a place in a query of a body is in the body. PL/pgSQL cuts INTO and its targets out of the query, so that only the text
 * before the cut, or the text behind it, may be found as it is.
 */
function findInBody(body: string, from: number, query: string, at: number): number | undefined {
  const before = body.indexOf(query.slice(0, at + 1), from);
  if (before >= 0) return before + at;
  const behind = body.indexOf(query.slice(at), from);
  return behind >= 0 ? behind : undefined;
}

/** The checker's row as a message with its place in the statement's text, as near as it can be told. */
export function locateError(row: CheckerRow, body: string, sql: string): ServerMessage {
  const message: ServerMessage = {
    sqlstate: row.sqlstate ?? 'XX000',
    message: row.message,
    ...(row.detail === null ? {} : { detail: row.detail }),
    ...(row.hint === null ? {} : { hint: row.hint }),
  };
  const bodyAt = sql.indexOf(body);
  if (bodyAt < 0) return message;
  const line = lineStart(body, row.line ?? 1);
  if (row.query !== null && row.position !== null && row.position > 0) {
    const inBody = findInBody(body, line, row.query, utf16Offset(row.query, row.position - 1));
    if (inBody !== undefined) return { ...message, offset: bodyAt + inBody };
  }
  return row.line === null ? message : { ...message, offset: bodyAt + line + (/^\s*/.exec(body.slice(line))?.[0].length ?? 0) };
}
