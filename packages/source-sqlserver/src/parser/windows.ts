import { T } from '../lexer';
import type { Expression, FrameBound, Identifier, OverClause, WindowDefinition, WindowFrame } from '../syntax';
import type { Cursor } from './cursor';
import { parseValue } from './expressions';
import { commaList } from './lists';
import { atName, parseIdentifier, takeIdentifier } from './names';
import { parseOrderItems } from './ordering';

/** `OVER (...)`, `OVER name`; OVER is next. */
export function parseOver(p: Cursor): OverClause {
  const start = p.start();
  p.advance();
  if (atName(p)) {
    const window = takeIdentifier(p);
    return { kind: 'OverClause', window, partitionBy: [], orderBy: [], frame: undefined, span: p.spanFrom(start) };
  }
  return parseSpecification(p, start);
}

function parseSpecification(p: Cursor, start: number): OverClause {
  const open = p.position;
  p.expectKind(T.LeftParen, 'after OVER');
  let window: Identifier | undefined;
  if (atName(p) && !(p.at('PARTITION') && p.word(1) === 'BY') && !atFrame(p)) window = takeIdentifier(p);
  let partitionBy: Expression[] = [];
  if (p.accept('PARTITION')) {
    p.expect('BY', 'after PARTITION');
    partitionBy = commaList(p, parseValue);
  }
  const orderBy = p.at('ORDER') ? parseOrderItems(p) : [];
  const frame = atFrame(p) ? parseFrame(p) : undefined;
  p.expectClose(open, 'OVER');
  return { kind: 'OverClause', window, partitionBy, orderBy, frame, span: p.spanFrom(start) };
}

const atFrame = (p: Cursor): boolean => (p.at('ROWS') || p.at('RANGE')) && p.kind(1) !== T.RightParen;

function parseFrame(p: Cursor): WindowFrame {
  const start = p.start();
  const unit = p.at('ROWS') ? 'ROWS' : 'RANGE';
  p.advance();
  if (!p.accept('BETWEEN')) {
    const bound = parseBound(p);
    return { kind: 'WindowFrame', unit, start: bound, end: undefined, span: p.spanFrom(start) };
  }
  const from = parseBound(p);
  p.expect('AND', 'between the bounds of the window');
  const to = parseBound(p);
  return { kind: 'WindowFrame', unit, start: from, end: to, span: p.spanFrom(start) };
}

function parseBound(p: Cursor): FrameBound {
  const start = p.start();
  if (p.accept('UNBOUNDED')) {
    const bound = direction(p) === 'PRECEDING' ? 'UNBOUNDED PRECEDING' : 'UNBOUNDED FOLLOWING';
    return { kind: 'FrameBound', bound, offset: undefined, span: p.spanFrom(start) };
  }
  if (p.acceptWords('CURRENT', 'ROW')) return { kind: 'FrameBound', bound: 'CURRENT ROW', offset: undefined, span: p.spanFrom(start) };
  const offset = parseValue(p);
  return { kind: 'FrameBound', bound: direction(p), offset, span: p.spanFrom(start) };
}

function direction(p: Cursor): 'PRECEDING' | 'FOLLOWING' {
  if (p.accept('FOLLOWING')) return 'FOLLOWING';
  p.expect('PRECEDING', 'or FOLLOWING in the window frame');
  return 'PRECEDING';
}

/** One of the WINDOW clause: `name AS (...)`. */
export function parseWindowDefinition(p: Cursor): WindowDefinition {
  const start = p.start();
  const name = parseIdentifier(p, 'the name of a window');
  p.expect('AS', 'after the name of the window');
  const over = parseSpecification(p, p.start());
  return { kind: 'WindowDefinition', name, over, span: p.spanFrom(start) };
}
