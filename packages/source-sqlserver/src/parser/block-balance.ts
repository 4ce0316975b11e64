import { T } from '../lexer';
import type { Cursor } from './cursor';

const blockless = new Set(['TRAN', 'TRANSACTION', 'DISTRIBUTED', 'DIALOG', 'CONVERSATION']);
const owners = new Set(['IF', 'ELSE', 'WHILE', 'AS']);
const modules = new Set(['PROC', 'PROCEDURE', 'FUNCTION', 'TRIGGER']);

/** What stands before the END that closed too much. */
interface Opened {
  readonly index: number;
  readonly indent: number;
  readonly block: boolean;
}

/**
 * Where the BEGIN may be missing for an END that closes nothing: the token behind which it belongs, or undefined when the layout
 * does not tell. People write END under the IF, ELSE, WHILE or AS that it belongs to, or under its BEGIN: the first END that closes
 * a BEGIN of another indentation is the one whose BEGIN was lost. One pass over the tokens before `end`.
 */
export function findMissingBegin(p: Cursor, end: number): number | undefined {
  const open: Opened[] = [];
  let indent = 0;
  for (let index = 0; index <= end; index++) {
    if (p.beginsLine(index)) indent = columnOf(p, index);
    if (p.kindAt(index) !== T.Reserved) continue;
    const word = p.wordAt(index);
    if (word === 'CASE') open.push({ index, indent: -1, block: false });
    else if (word === 'BEGIN' && !blockless.has(p.wordAt(Math.min(index + 1, p.endIndex)))) open.push({ index, indent, block: true });
    else if (word === 'END' && p.wordAt(Math.min(index + 1, p.endIndex)) !== 'CONVERSATION') {
      const opened = open.pop();
      if (opened !== undefined && !opened.block) continue;
      if (opened === undefined || (p.beginsLine(index) && indent !== opened.indent)) return ownerBefore(p, opened?.index ?? -1, index, indent);
    }
  }
  return undefined;
}

/**
 * Where an END may be missing for a BEGIN that is never closed: the first token, after the BEGIN that lost it, that stands no further
 * to the right than that BEGIN's line; undefined when the layout does not tell. One pass over the tokens.
 */
export function findMissingEnd(p: Cursor): number | undefined {
  const open: Opened[] = [];
  let indent = 0;
  for (let index = 0; index < p.endIndex; index++) {
    if (p.beginsLine(index)) indent = columnOf(p, index);
    if (p.kindAt(index) !== T.Reserved) continue;
    const word = p.wordAt(index);
    if (word === 'CASE') open.push({ index, indent: -1, block: false });
    else if (word === 'BEGIN' && !blockless.has(p.wordAt(Math.min(index + 1, p.endIndex)))) open.push({ index, indent, block: true });
    else if (word === 'END' && p.wordAt(Math.min(index + 1, p.endIndex)) !== 'CONVERSATION') {
      const opened = open.pop();
      if (opened?.block && p.beginsLine(index) && indent < opened.indent) return firstOutside(p, opened, index);
    }
  }
  return undefined;
}

/** The first token of a line between a BEGIN and a token that is indented no deeper than the BEGIN. */
function firstOutside(p: Cursor, opened: Opened, to: number): number {
  for (let index = opened.index + 1; index < to; index++) if (p.beginsLine(index) && columnOf(p, index) <= opened.indent) return index;
  return to;
}

/** The last IF, ELSE, WHILE or AS of a module between two tokens that stands as far to the right as the END, and has no BEGIN. */
function ownerBefore(p: Cursor, from: number, to: number, indent: number): number | undefined {
  for (let index = to - 1; index > from; index--) {
    if (p.kindAt(index) !== T.Reserved || !owners.has(p.wordAt(index)) || !p.beginsLine(index)) continue;
    if (columnOf(p, index) !== indent || p.wordAt(Math.min(index + 1, p.endIndex)) === 'BEGIN') continue;
    if (p.wordAt(index) !== 'AS' || definesModule(p)) return index;
  }
  return definesModule(p) && from === -1 ? bodyAs(p, to) : undefined;
}

/** Whether the batch begins with CREATE or ALTER of a module. */
const definesModule = (p: Cursor): boolean => [1, 2, 3].some((index) => index <= p.endIndex && modules.has(p.wordAt(index)));

/** The AS before the body: the last one that is followed by a word which begins a statement, before the first statement. */
function bodyAs(p: Cursor, to: number): number | undefined {
  for (let index = 0; index < to; index++) {
    if (p.wordAt(index) === 'AS' && p.kindAt(index) === T.Reserved && p.kindAt(index + 1) === T.Reserved && p.wordAt(Math.max(0, index - 1)) !== 'EXECUTE') return index;
  }
  return undefined;
}

/** How far to the right a token that begins a line stands; a tab counts as four. */
function columnOf(p: Cursor, index: number): number {
  let column = 0;
  for (let at = p.startAt(index) - 1; at >= 0; at--) {
    const code = p.text.charCodeAt(at);
    if (code !== 32 && code !== 9) break;
    column += code === 9 ? 4 : 1;
  }
  return column;
}
