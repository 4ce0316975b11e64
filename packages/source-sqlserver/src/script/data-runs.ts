import type { Span } from '@ferry/kernel';
import { quotedAt } from './quoting';

/** Neighbouring statements that only change data: INSERT of constants, UPDATE, DELETE. They need no tree. */
export interface DataRun {
  readonly statement: string;
  readonly span: Span;
  readonly count: number;
}

/** Batches below this size are parsed as they are. */
const smallBatch = 32 * 1024;

/** A piece of a batch: where it begins and ends, and its word in upper case or its mark. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const isWordPart = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 64 || c === 35 || c === 36 || (c >= 48 && c <= 57) || c > 127;

/** The next token, blanks and comments left out; names in quotes are `[`, strings are `'`. Undefined at the end. */
export function tokenFrom(text: string, from: number, end: number): Token | undefined {
  for (let i = from; i < end; ) {
    const c = text.charCodeAt(i);
    if (c <= 32 || c === 0xa0) {
      i++;
      continue;
    }
    const quoted = quotedAt(text, i);
    if (quoted) {
      if (quoted.kind === 'line-comment' || quoted.kind === 'block-comment') {
        i = quoted.end;
        continue;
      }
      return { start: i, end: Math.min(quoted.end, end), text: quoted.kind === 'string' ? "'" : '[' };
    }
    if (!isWordPart(c)) return { start: i, end: i + 1, text: text[i] as string };
    let j = i + 1;
    while (j < end && isWordPart(text.charCodeAt(j))) j++;
    // Long words are no keywords; numbers and data are not copied.
    return { start: i, end: j, text: j - i <= 12 ? text.slice(i, j).toUpperCase() : 'x' };
  }
  return undefined;
}

/** The end of the bracketed list that opens at `open`, or undefined when it does not close before `end`. */
function closeList(text: string, open: number, end: number): number | undefined {
  let depth = 0;
  for (let i = open; i < end; ) {
    const c = text.charCodeAt(i);
    if (c === 40) depth++;
    else if (c === 41) {
      depth--;
      if (depth === 0) return i + 1;
    } else if (c === 39 || c === 91 || c === 34 || c === 45 || c === 47) {
      const quoted = quotedAt(text, i);
      if (quoted) {
        i = quoted.end;
        continue;
      }
    }
    i++;
  }
  return undefined;
}

/** Words that begin the next statement, so that a SELECT of constants ends before them. */
const nextStatement = new Set(
  'ALTER BACKUP BEGIN BULK CHECKPOINT CLOSE COMMIT CREATE DBCC DEALLOCATE DECLARE DELETE DENY DISABLE DROP ELSE ENABLE END EXEC EXECUTE FETCH GOTO GRANT IF INSERT KILL MERGE OPEN PRINT RAISERROR RESTORE RETURN REVOKE ROLLBACK SAVE SET THROW TRUNCATE UPDATE USE WAITFOR WHILE WITH'.split(' '),
);
/** Words that make it more than constants. */
const notConstant = new Set('APPLY CASE CROSS DISTINCT EXCEPT FOR FROM GROUP HAVING INTERSECT INTO JOIN OPTION ORDER OUTPUT TOP WHERE'.split(' '));

/** The end of `SELECT 1, 'x' [UNION ALL SELECT ...] [;]`; undefined when it reads from anything. */
function constantsEnd(text: string, select: Token, end: number): number | undefined {
  let last = select;
  for (let token = tokenFrom(text, last.end, end); token; token = tokenFrom(text, last.end, end)) {
    if (token.text === ';') return token.end;
    if (nextStatement.has(token.text) || (token.text === 'SELECT' && last.text !== 'UNION' && last.text !== 'ALL')) break;
    if (notConstant.has(token.text)) return undefined;
    const closed = token.text === '(' ? closeList(text, token.start, end) : token.end;
    if (closed === undefined) return undefined;
    last = { ...token, end: closed };
  }
  return last === select ? undefined : last.end;
}

/** The end of `INSERT [INTO] name [(columns)] VALUES (...), (...) [;]`, or of one that selects constants, whose first word is at `start`; undefined for any other form. */
function insertEnd(text: string, insert: Token, end: number): number | undefined {
  let token = tokenFrom(text, insert.end, end);
  if (token?.text === 'INTO') token = tokenFrom(text, token.end, end);
  let named = false;
  let dotted = true;
  while (token && (token.text === '[' || token.text === '.' || (isWordPart(text.charCodeAt(token.start)) && token.text !== 'VALUES' && token.text !== 'SELECT'))) {
    if (token.text !== '.' && !dotted) return undefined;
    dotted = token.text === '.';
    named = true;
    token = tokenFrom(text, token.end, end);
  }
  if (!named || !token) return undefined;
  if (token.text === '(') {
    const closed = closeList(text, token.start, end);
    token = closed === undefined ? undefined : tokenFrom(text, closed, end);
  }
  if (token?.text === 'SELECT') return constantsEnd(text, token, end);
  if (token?.text !== 'VALUES') return undefined;
  let last: number | undefined;
  token = tokenFrom(text, token.end, end);
  while (token?.text === '(') {
    const closed = closeList(text, token.start, end);
    if (closed === undefined) return undefined;
    last = closed;
    const next = tokenFrom(text, closed, end);
    if (next?.text === ';') return next.end;
    token = next?.text === ',' ? tokenFrom(text, next.end, end) : undefined;
  }
  return last;
}

/** The end of an UPDATE or DELETE: before the next statement. A SET or WITH of its own goes along; it is no definition either. */
function changeEnd(text: string, change: Token, end: number): number | undefined {
  let last = change;
  let cases = 0;
  for (let token = tokenFrom(text, last.end, end); token; token = tokenFrom(text, last.end, end)) {
    if (token.text === ';') return token.end;
    if (token.text === 'STATISTICS' && last === change) return undefined;
    if (token.text === 'CASE') cases++;
    else if (token.text === 'END' && cases > 0) cases--;
    else if (nextStatement.has(token.text) && token.text !== 'SET' && token.text !== 'WITH') break;
    const closed = token.text === '(' ? closeList(text, token.start, end) : token.end;
    if (closed === undefined) return undefined;
    last = { ...token, end: closed };
  }
  return last === change ? undefined : last.end;
}

/** First words of statements after which INSERT can only begin the next one. */
const harmlessHeads = new Set(['SET', 'PRINT', 'USE', 'TRUNCATE']);
const codeKinds = new Set(['PROC', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'VIEW']);

/** A routine or view fills its batch: nothing in it is loose data. */
export function isCode(text: string, batch: Span): boolean {
  let token = tokenFrom(text, batch.start, batch.end);
  if (token?.text !== 'CREATE' && token?.text !== 'ALTER') return false;
  do token = tokenFrom(text, token.end, batch.end);
  while (token?.text === 'OR' || token?.text === 'ALTER');
  return token !== undefined && codeKinds.has(token.text);
}

/**
 * Finds loads of data that stand as statements of their own in a large batch, in one pass and without keeping tokens. A
 * statement that may be the branch of an IF, or the only one of a block, is left alone, so that what surrounds it stays whole.
 */
export function dataRuns(text: string, batch: Span): DataRun[] {
  if (batch.end - batch.start < smallBatch || isCode(text, batch)) return [];
  const runs: DataRun[] = [];
  let free = true; // the next token begins a statement, for certain
  let head = '';
  let depth = 0;
  let run: { statement: string; start: number; end: number; count: number } | undefined;
  const flush = (): void => {
    if (run) runs.push({ statement: run.statement, span: { start: run.start, end: run.end }, count: run.count });
    run = undefined;
  };
  const add = (statement: string, start: number, end: number): void => {
    if (run?.statement !== statement) flush();
    run = run ? { ...run, end, count: run.count + 1 } : { statement, start, end, count: 1 };
  };
  for (let token = tokenFrom(text, batch.start, batch.end); token; token = tokenFrom(text, token.end, batch.end)) {
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    else if (token.text === ';') {
      free = true;
      continue;
    } else if (token.text === 'INSERT' && depth <= 0) {
      const end = insertEnd(text, token, batch.end);
      if (end !== undefined) {
        if (free || harmlessHeads.has(head)) add('INSERT', token.start, end);
        else flush();
        token = { start: token.start, end, text: 'x' };
        free = true;
        head = '';
        continue;
      }
    }
    const end = free && (token.text === 'UPDATE' || token.text === 'DELETE') ? changeEnd(text, token, batch.end) : undefined;
    if (end !== undefined) {
      add(token.text, token.start, end);
      token = { start: token.start, end, text: 'x' };
      continue;
    }
    if (free) {
      flush();
      head = token.text;
    }
    free = false;
  }
  flush();
  return runs;
}

/** The text with the runs blanked out; offsets stay. */
export function blankRuns(text: string, runs: readonly DataRun[]): string {
  if (runs.length === 0) return text;
  const out: string[] = [];
  let at = 0;
  for (const { span } of runs) {
    out.push(text.slice(at, span.start), ' '.repeat(span.end - span.start));
    at = span.end;
  }
  out.push(text.slice(at));
  return out.join('');
}
