import { T } from '../lexer';
import type { AlterColumn, AlterTableAction, AlterTableStatement, DroppedElement, Identifier, NamedOption, TableElement } from '../syntax';
import { atConstraint } from './constraints';
import type { Cursor } from './cursor';
import { parseDataType } from './data-types';
import { parseExpression } from './expressions';
import { commaList, skipParenthesized } from './lists';
import { parseIdentifier, parseQualifiedName } from './names';
import { parseOptionList, parseWithOptions } from './options';
import { recoverElement, skipToStatementEnd } from './recovery';
import { parseColumnRest, parseTableElement } from './table-elements';

/** ALTER TABLE; TABLE is next. */
export function parseAlterTable(p: Cursor, start: number): AlterTableStatement {
  p.advance();
  const table = parseQualifiedName(p, 'the name of the table');
  const action = parseAction(p);
  return { kind: 'AlterTableStatement', table, action, span: p.spanFrom(start) };
}

function parseAction(p: Cursor): AlterTableAction {
  const start = p.start();
  const check = p.acceptWords('WITH', 'CHECK') ? true : p.acceptWords('WITH', 'NOCHECK') ? false : undefined;
  switch (p.word()) {
    case 'ADD':
      p.advance();
      return { kind: 'AddElements', check, elements: parseAdded(p), span: p.spanFrom(start) };
    case 'CHECK':
    case 'NOCHECK': {
      const enable = p.at('CHECK');
      p.advance();
      p.expect('CONSTRAINT', 'after CHECK or NOCHECK');
      return { kind: 'ToggleConstraints', check, enable, names: parseNames(p), span: p.spanFrom(start) };
    }
    case 'DROP':
      p.advance();
      return { kind: 'DropElements', items: parseDropped(p), span: p.spanFrom(start) };
    case 'ALTER':
      if (p.word(1) === 'INDEX') break;
      p.advance();
      p.expect('COLUMN', 'or INDEX after ALTER');
      return parseAlterColumn(p, start);
    case 'ENABLE':
    case 'DISABLE':
      if (p.word(1) !== 'TRIGGER') break;
      return parseToggle(p, start);
    case 'SET':
      p.advance();
      return { kind: 'SetTableOptions', options: parseOptionList(p), span: p.spanFrom(start) };
    default:
  }
  return parseOther(p, start);
}

const otherWords = new Set(['REBUILD', 'ENABLE', 'DISABLE', 'SPLIT', 'MERGE', 'ALTER']);

function parseSwitch(p: Cursor, start: number): AlterTableAction {
  p.advance();
  const partition = p.accept('PARTITION') ? parseExpression(p) : undefined;
  p.expect('TO', 'before the table to switch to');
  const to = parseQualifiedName(p, 'the table to switch to');
  const toPartition = p.accept('PARTITION') ? parseExpression(p) : undefined;
  skipToStatementEnd(p);
  return { kind: 'SwitchPartition', partition, to, toPartition, span: p.spanFrom(start) };
}

function parseOther(p: Cursor, start: number): AlterTableAction {
  if (p.at('SWITCH')) return parseSwitch(p, start);
  if (!otherWords.has(p.word())) p.expected('ADD, ALTER COLUMN, DROP, CHECK, NOCHECK, SET or another action', 'in ALTER TABLE');
  const words = p.word();
  p.advance();
  skipToStatementEnd(p);
  return { kind: 'OtherTableAction', words, span: p.spanFrom(start) };
}

/** An element that cannot be read is kept as such when another one follows. */
function parseAddedElement(p: Cursor): TableElement {
  const first = p.position;
  const element = parseTableElement(p);
  return p.failed ? (recoverElement(p, first, false) ?? element) : element;
}

/** `ADD element, element`. */
function parseAdded(p: Cursor): TableElement[] {
  const elements: TableElement[] = [];
  do elements.push(parseAddedElement(p));
  while (p.acceptKind(T.Comma) || (!p.failed && atConstraint(p)));
  return elements;
}

function parseNames(p: Cursor): Identifier[] {
  if (p.accept('ALL')) return [];
  return commaList(p, (q) => parseIdentifier(q, 'a name'));
}

function parseToggle(p: Cursor, start: number): AlterTableAction {
  const enable = p.at('ENABLE');
  p.position += 2;
  return { kind: 'ToggleTriggers', enable, names: parseNames(p), span: p.spanFrom(start) };
}

/** Elements to drop: the word COLUMN, CONSTRAINT or INDEX holds on until the next. */
function parseDropped(p: Cursor): DroppedElement[] {
  let type: DroppedElement['type'] = 'CONSTRAINT';
  let ifExists = false;
  return commaList(p, (q): DroppedElement => {
    const start = q.start();
    const word = q.word();
    if (word === 'PERIOD' && q.word(1) === 'FOR') {
      q.position += 2;
      q.expect('SYSTEM_TIME');
      return { kind: 'DroppedElement', type: 'PERIOD', ifExists: false, name: undefined, span: q.spanFrom(start) };
    }
    if (word === 'COLUMN' || word === 'CONSTRAINT' || word === 'INDEX') {
      q.advance();
      type = word;
      ifExists = q.acceptWords('IF', 'EXISTS');
    } else if (q.atWords('IF', 'EXISTS')) ifExists = q.acceptWords('IF', 'EXISTS');
    const name = parseIdentifier(q, 'the name of what to drop');
    parseWithOptions(q);
    return { kind: 'DroppedElement', type, ifExists, name, span: q.spanFrom(start) };
  });
}

function parseAlterColumn(p: Cursor, start: number): AlterColumn {
  const name = parseIdentifier(p, 'a column name');
  if (p.at('ADD') || p.at('DROP')) {
    const from = p.start();
    p.advance();
    while (p.atKind(T.Word) || p.at('ROWGUIDCOL') || p.at('NOT') || p.at('FOR') || p.at('REPLICATION') || p.at('WITH')) {
      p.advance();
      if (p.atKind(T.LeftParen)) skipParenthesized(p, 'the option');
    }
    return { kind: 'AlterColumn', name, type: undefined, collation: undefined, nullability: undefined, change: p.textFrom(from), options: [], span: p.spanFrom(start) };
  }
  const type = parseDataType(p);
  const column = parseColumnRest(p, start, name, type);
  const options: NamedOption[] = [...column.options];
  if (column.generated) options.push({ kind: 'NamedOption', name: 'GENERATED ALWAYS', value: column.generated.as, span: column.generated.span });
  const extra = column.constraints[0] ?? column.default;
  if (extra) p.report('constraint-in-alter-column', 'ALTER COLUMN takes no constraint; add it with ALTER TABLE ... ADD CONSTRAINT.', extra.span);
  if (p.at('WITH') && p.kind(1) === T.LeftParen) {
    p.advance();
    options.push(...parseOptionList(p));
  }
  return { kind: 'AlterColumn', name, type, collation: column.collation, nullability: column.nullability, change: undefined, options, span: p.spanFrom(start) };
}
