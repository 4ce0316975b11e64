import { T } from '../lexer';
import type { GraphMatchPredicate, MatchNode, MatchPath, MatchSameNode, MatchStep } from '../syntax';
import type { Cursor } from './cursor';
import { parenthesized } from './lists';
import { parseIdentifier } from './names';

/** `MATCH(a-(b)->c)`; MATCH is next. Source: https://learn.microsoft.com/sql/t-sql/queries/match-sql-graph */
export function parseGraphMatch(p: Cursor, start: number): GraphMatchPredicate {
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const patterns: GraphMatchPredicate['patterns'][number][] = [];
  do patterns.push(parsePattern(p));
  while (p.accept('AND'));
  p.expectClose(open, 'MATCH');
  return { kind: 'GraphMatchPredicate', patterns, span: p.spanFrom(start) };
}

const atCall = (p: Cursor, name: string): boolean => p.kind() === T.Word && p.kind(1) === T.LeftParen && p.tokenText().toUpperCase() === name;

const atEdge = (p: Cursor): boolean => !p.failed && (p.atKind(T.Minus) || p.atKind(T.Less));

/** `a-(e)->b<-(f)-c`, `LAST_NODE(a) = LAST_NODE(b)`, `SHORTEST_PATH(a(-(e)->b)+)`. */
function parsePattern(p: Cursor): MatchPath | MatchSameNode {
  if (atCall(p, 'SHORTEST_PATH')) return parseShortestPath(p);
  const start = p.start();
  const first = parseMatchNode(p);
  if (p.acceptKind(T.Equal)) return { kind: 'MatchSameNode', left: first, right: parseMatchNode(p), span: p.spanFrom(start) };
  const steps: MatchStep[] = [];
  do steps.push(parseStep(p, true));
  while (atEdge(p));
  return { kind: 'MatchPath', first, steps, repeat: undefined, end: undefined, span: p.spanFrom(start) };
}

/** `SHORTEST_PATH(a(-(e)->b)+)`, `SHORTEST_PATH((a-(e)->){1,3}b)`. */
function parseShortestPath(p: Cursor): MatchPath {
  const start = p.start();
  p.advance();
  const open = p.position;
  p.advance();
  const before = p.atKind(T.LeftParen) ? undefined : parseMatchNode(p);
  const nodeBefore = before !== undefined;
  const round = p.position;
  p.expectKind(T.LeftParen, 'before the edges that repeat');
  const first = before ?? parseMatchNode(p);
  const steps: MatchStep[] = [];
  do steps.push(parseStep(p, nodeBefore));
  while (atEdge(p));
  p.expectClose(round, 'the edges that repeat');
  const repeat = parseRepeat(p);
  const end = nodeBefore ? undefined : parseMatchNode(p);
  p.expectClose(open, 'SHORTEST_PATH');
  return { kind: 'MatchPath', first, steps, repeat, end, span: p.spanFrom(start) };
}

/** `+` or `{1,5}`, as written. */
function parseRepeat(p: Cursor): string {
  const start = p.start();
  if (p.acceptKind(T.LeftBrace)) {
    p.expectKind(T.Integer, 'of rounds');
    p.expectKind(T.Comma);
    p.expectKind(T.Integer, 'of rounds');
    p.expectKind(T.RightBrace);
  } else p.expectKind(T.Plus, 'after the edges that repeat');
  return p.textFrom(start);
}

/** A node by its alias, or `LAST_NODE(alias)`. */
function parseMatchNode(p: Cursor): MatchNode {
  const start = p.start();
  if (!atCall(p, 'LAST_NODE')) return { kind: 'MatchNode', alias: parseIdentifier(p, 'a node'), last: false, span: p.spanFrom(start) };
  p.advance();
  const [alias = parseIdentifier(p, 'a node')] = parenthesized(p, 'LAST_NODE', (q) => parseIdentifier(q, 'a node'));
  return { kind: 'MatchNode', alias, last: true, span: p.spanFrom(start) };
}

/** `-(edge)->node` or `<-(edge)-node`; in rounds that a node ends, the last edge leads out of the bracket. */
function parseStep(p: Cursor, nodeNeeded: boolean): MatchStep {
  const start = p.start();
  const backwards = p.acceptKind(T.Less);
  p.expectKind(T.Minus, 'before the edge');
  const open = p.position;
  p.expectKind(T.LeftParen, 'before the edge');
  const edge = parseIdentifier(p, 'an edge');
  p.expectClose(open, 'the edge');
  p.expectKind(T.Minus, 'after the edge');
  if (!backwards) p.expectKind(T.Greater, 'after the edge');
  const node = !nodeNeeded && p.atKind(T.RightParen) ? undefined : parseMatchNode(p);
  return { kind: 'MatchStep', backwards, edge, node, span: p.spanFrom(start) };
}
