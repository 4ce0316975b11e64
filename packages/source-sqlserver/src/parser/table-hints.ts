import { T } from '../lexer';
import type { Expression, TableHint, TableSample, TemporalClause } from '../syntax';
import type { Cursor } from './cursor';
import { parseArithmetic, parseValue } from './expressions';
import { skipParenthesized } from './lists';

/** Source: "Hints (Transact-SQL) - Table". */
const names = new Set(
  'NOLOCK READUNCOMMITTED READCOMMITTED READCOMMITTEDLOCK REPEATABLEREAD SERIALIZABLE HOLDLOCK ROWLOCK PAGLOCK TABLOCK TABLOCKX UPDLOCK XLOCK READPAST NOWAIT NOEXPAND FORCESEEK FORCESCAN INDEX FASTFIRSTROW KEEPIDENTITY KEEPDEFAULTS IGNORE_CONSTRAINTS IGNORE_TRIGGERS SNAPSHOT SPATIAL_WINDOW_MAX_CELLS REMOTE_DATA_ARCHIVE_OVERRIDE FORCE_ANN_ONLY'.split(' '),
);

const wordAt = (p: Cursor, ahead: number): string => {
  const index = Math.min(p.position + ahead, p.endIndex);
  return p.kindAt(index) === T.Word || p.kindAt(index) === T.Reserved ? p.text.slice(p.startAt(index), p.endAt(index)).toUpperCase() : '';
};

/** Whether `(NOLOCK)`, hints without WITH, is next. */
export function atBareHints(p: Cursor): boolean {
  if (!p.atKind(T.LeftParen) || !names.has(wordAt(p, 1))) return false;
  const after = p.kind(2);
  return after === T.RightParen || after === T.Comma || after === T.Equal || (after === T.LeftParen && wordAt(p, 1) === 'INDEX');
}

/** `WITH (hint, hint)` if it is there. */
export function parseHints(p: Cursor): TableHint[] {
  if (!p.at('WITH') || p.kind(1) !== T.LeftParen) return [];
  p.advance();
  return parseBareHints(p);
}

/** `(hint, hint)`; commas may be left out. */
export function parseBareHints(p: Cursor): TableHint[] {
  const open = p.position;
  p.expectKind(T.LeftParen);
  const hints: TableHint[] = [];
  do {
    hints.push(parseHint(p));
    p.acceptKind(T.Comma);
  } while (!p.atEnd() && !p.atKind(T.RightParen));
  p.expectClose(open, 'the table hints');
  return hints;
}

function parseHint(p: Cursor): TableHint {
  const start = p.start();
  const name = wordAt(p, 0);
  if (!names.has(name)) p.expected('a table hint');
  p.advance();
  let text: string | undefined;
  if (p.atKind(T.LeftParen)) {
    const inner = p.start() + 1;
    skipParenthesized(p, 'the hint');
    text = p.failed ? undefined : p.text.slice(inner, p.previousEnd() - 1).trim();
  } else if (p.acceptKind(T.Equal)) {
    const from = p.start();
    if (p.atKind(T.LeftParen)) skipParenthesized(p, 'the hint');
    else p.advance();
    text = p.textFrom(from);
  }
  return { kind: 'TableHint', name, text, span: p.spanFrom(start) };
}

/** `FOR SYSTEM_TIME ...`; FOR is next. */
export function parseTemporal(p: Cursor): TemporalClause {
  const begin = p.start();
  p.position += 2;
  const clause = (range: TemporalClause['range'], start?: Expression, end?: Expression): TemporalClause => ({ kind: 'TemporalClause', range, start, end, span: p.spanFrom(begin) });
  if (p.accept('ALL')) return clause('ALL');
  if (p.accept('AS')) {
    p.expect('OF', 'after AS');
    return clause('AS OF', parseValue(p));
  }
  if (p.accept('FROM')) {
    const from = parseValue(p);
    p.expect('TO', 'in FOR SYSTEM_TIME FROM');
    return clause('FROM TO', from, parseValue(p));
  }
  if (p.accept('BETWEEN')) {
    const from = parseArithmetic(p, 1);
    p.expect('AND', 'in FOR SYSTEM_TIME BETWEEN');
    return clause('BETWEEN', from, parseArithmetic(p, 1));
  }
  p.expect('CONTAINED', 'or AS OF, FROM, BETWEEN, ALL after FOR SYSTEM_TIME');
  p.expect('IN', 'after CONTAINED');
  const open = p.position;
  p.expectKind(T.LeftParen);
  const from = parseValue(p);
  p.expectKind(T.Comma);
  const to = parseValue(p);
  p.expectClose(open, 'CONTAINED IN');
  return clause('CONTAINED IN', from, to);
}

/** `TABLESAMPLE SYSTEM (10 PERCENT) REPEATABLE (1)`; TABLESAMPLE is next. */
export function parseSample(p: Cursor): TableSample {
  const start = p.start();
  p.advance();
  const system = p.accept('SYSTEM');
  const open = p.position;
  p.expectKind(T.LeftParen, 'after TABLESAMPLE');
  const amount = parseValue(p);
  const unit = p.accept('PERCENT') ? 'PERCENT' : p.accept('ROWS') ? 'ROWS' : undefined;
  p.expectClose(open, 'TABLESAMPLE');
  let repeatable: Expression | undefined;
  if (p.accept('REPEATABLE')) {
    const seed = p.position;
    p.expectKind(T.LeftParen);
    repeatable = parseValue(p);
    p.expectClose(seed, 'REPEATABLE');
  }
  return { kind: 'TableSample', system, amount, unit, repeatable, span: p.spanFrom(start) };
}
