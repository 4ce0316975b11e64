import type { Span } from '@ferry/kernel';
import { span } from '@ferry/kernel';
import { isCode, tokenFrom } from './data-runs';
import type { Token } from './data-runs';

/** Batches up to this size (in characters) are one piece. */
export const largePiece = 1024 * 1024;

/** Words that begin a statement wherever a statement has just ended. */
const heads = new Set('ALTER CREATE DECLARE DELETE DROP EXEC EXECUTE GRANT IF INSERT MERGE PRINT SELECT SET TRUNCATE UPDATE USE WITH'.split(' '));
/** What follows BEGIN when it opens no block. */
const blockless = new Set(['TRAN', 'TRANSACTION', 'DISTRIBUTED', 'DIALOG', 'CONVERSATION']);

/** Words of statements that hold or lead another. */
const holders = new Set(['IF', 'WHILE', 'ELSE', 'MERGE', 'WITH', 'DECLARE', 'CREATE']);

/** Whether a statement has certainly ended before this token: behind a semicolon, or behind the values of an INSERT that no other statement holds. */
const ended = (previous: Token, token: Token, head: string): boolean => previous.text === ';' || (previous.text === ')' && head === 'INSERT' && token.text === 'INSERT');

/**
 * Cuts a large batch where one statement has certainly ended and the next begins, outside of blocks and brackets, so that no
 * more than a piece of it need be held as tokens and tree. Routines and views are never cut. One pass, nothing kept.
 * @returns spans that together are the batch
 */
export function pieces(text: string, batch: Span, size = largePiece): Span[] {
  if (batch.end - batch.start <= size || isCode(text, batch)) return [batch];
  const out: Span[] = [];
  let start = batch.start;
  let head = '';
  let brackets = 0;
  let blocks = 0;
  let previous: Token = { start, end: start, text: ';' };
  for (let token = tokenFrom(text, start, batch.end); token; token = tokenFrom(text, token.end, batch.end)) {
    if (token.text === '(') brackets++;
    else if (token.text === ')') brackets--;
    else if (token.text === 'CASE') blocks++;
    else if (token.text === 'END') blocks = Math.max(0, blocks - 1);
    if (previous.text === 'BEGIN' && !blockless.has(token.text)) blocks++;
    if (blocks === 0 && brackets === 0 && heads.has(token.text) && ended(previous, token, head)) {
      if (token.start - start >= size) {
        out.push(span(start, token.start));
        start = token.start;
      }
      head = token.text;
    }
    // An INSERT after these may be theirs.
    if (holders.has(token.text)) head = '';
    previous = token;
  }
  out.push(span(start, batch.end));
  return out;
}
