import { T } from '../lexer';
import type { Cursor } from './cursor';

/** Words that something must follow: they end no statement and stand before no comma, `=` or closing bracket. */
const openers = new Set(['WITH', 'FROM', 'TO', 'BY', 'AS', 'FOR', 'AUTHORIZATION', 'SET', 'ADD', 'AND', 'OR', 'WHERE', 'DROP', 'ALTER', 'CREATE', 'MODIFY', 'MOVE']);
/** Words that need a name or value and that no other clause may follow at once. */
const takers = new Set(['FROM', 'TO', 'BY', 'AUTHORIZATION']);
const clauses = new Set(['WITH', 'FROM', 'TO', 'BY', 'SET', 'AUTHORIZATION', 'ADD', 'WHERE']);

const isString = (kind: number): boolean => kind === T.String || kind === T.NationalString;
const isName = (kind: number): boolean => kind === T.Word || kind === T.Reserved || kind === T.BracketName || kind === T.DoubleName || kind === T.Variable || isString(kind);

/**
 * Checks a run of tokens that is passed over, the details of an administrative statement or option: each `=` has a name before it and a
 * value behind it, commas divide something, names do not end with a dot, and FROM, TO, BY, WITH lead to something. Reports the first flaw.
 * @param from index of the first token; `end` the index behind the last
 * @param whole whether the statement ends there
 */
export function checkTail(p: Cursor, from: number, end: number, whole: boolean): void {
  for (let index = from; index < end && !p.failed; index++) {
    const found = flawAt(p, index, from, end, whole);
    if (found === undefined) continue;
    p.position = Math.min(found.at, p.endIndex);
    p.expected(found.wanted, found.purpose);
  }
}

interface Flaw {
  readonly at: number;
  readonly wanted: string;
  readonly purpose: string;
}

function flawAt(p: Cursor, index: number, from: number, end: number, whole: boolean): Flaw | undefined {
  const kind = p.kindAt(index);
  const next = index + 1 < end ? p.kindAt(index + 1) : T.End;
  const closes = (index + 1 < end || whole) && (next === T.End || next === T.Comma || next === T.RightParen);
  switch (kind) {
    case T.Dot:
      return closes || (next === T.Reserved && index > from) ? { at: index + 1, wanted: 'a name', purpose: 'after the dot' } : undefined;
    case T.Equal:
      if (closes || next === T.Equal) return { at: index + 1, wanted: 'a value', purpose: 'after =' };
      return index > from && !namesOption(p, index - 1) ? { at: index, wanted: 'the name of an option', purpose: 'before =' } : undefined;
    case T.Comma:
      return closes ? { at: index + 1, wanted: 'another item', purpose: 'after the comma' } : undefined;
    case T.LeftParen:
      if (next === T.RightParen && index > 0 && (openers.has(p.wordAt(index - 1)) || p.wordAt(index - 1) === 'INDEX')) return { at: index + 1, wanted: 'what the brackets hold', purpose: `after ${p.wordAt(index - 1)}` };
      return next === T.Comma || next === T.Equal ? { at: index + 1, wanted: 'an option or a value', purpose: 'after (' } : undefined;
    case T.Reserved:
    case T.Word:
      return flawOfWord(p, index, next, closes) ?? flawOfPair(p, index, end);
    default:
      return isString(kind) && isString(next) ? { at: index + 1, wanted: 'a comma or an option', purpose: 'between two strings' } : undefined;
  }
}

/** What protects a key or a backup stands behind ENCRYPTION BY, where a value of its own is not meant. */
const protectors = new Set(['PASSWORD', 'CERTIFICATE', 'SERVER', 'SYMMETRIC', 'ASYMMETRIC']);

/** Words that lead to one other only. */
function flawOfPair(p: Cursor, index: number, end: number): Flaw | undefined {
  const word = upperAt(p, index);
  if (index + 1 >= end || p.kindAt(index - 1) === T.Dot) return undefined;
  const next = upperAt(p, index + 1);
  if ((word === 'ENCRYPTION' || word === 'DECRYPTION') && protectors.has(next)) return { at: index + 1, wanted: 'BY', purpose: `after ${word}` };
  if (word === 'MIRROR' && (next === 'DISK' || next === 'URL' || next === 'TAPE')) return { at: index + 1, wanted: 'TO', purpose: 'after MIRROR' };
  return undefined;
}

function flawOfWord(p: Cursor, index: number, next: number, closes: boolean): Flaw | undefined {
  const word = p.wordAt(index);
  if (p.kindAt(index) !== T.Reserved || !openers.has(word) || p.kindAt(index - 1) === T.Dot) return undefined;
  if (closes && !(word === 'DROP' && next === T.RightParen) && !(word === 'WHERE' && upperAt(p, index - 1) === 'REMOVE')) return { at: index + 1, wanted: 'more', purpose: `after ${word}` };
  if (takers.has(word) && next === T.Reserved && clauses.has(p.wordAt(index + 1))) return { at: index + 1, wanted: 'a name or a value', purpose: `after ${word}` };
  return undefined;
}

/** Whether the token before `=` can be the name of an option, or the end of what is compared. */
function namesOption(p: Cursor, index: number): boolean {
  const kind = p.kindAt(index);
  if (kind === T.Reserved) return !openers.has(p.wordAt(index));
  return isName(kind) || kind === T.RightParen || kind === T.Less || kind === T.Greater || kind === T.Bang || kind === T.PseudoColumn || (kind >= T.String && kind <= T.GlobalVariable);
}

const upperAt = (p: Cursor, index: number): string => p.text.slice(p.startAt(index), p.endAt(index)).toUpperCase();
