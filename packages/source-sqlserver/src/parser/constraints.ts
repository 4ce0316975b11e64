import { T } from '../lexer';
import type { CheckConstraint, ColumnConstraint, ConnectionConstraint, ConnectionEnds, DefaultConstraint, ForeignKeyConstraint, Identifier, KeyConstraint, ReferentialAction, TableConstraint } from '../syntax';
import type { Cursor } from './cursor';
import { parseArithmetic, parseCondition } from './expressions';
import { parseIndexColumns, parseIndexOptions, parseStorage } from './index-definitions';
import { parenthesized } from './lists';
import { isNameKind, parseIdentifier, parseNameList, parseQualifiedName, takeIdentifier } from './names';

/** Whether a constraint of a table or column is next. */
export function atConstraint(p: Cursor): boolean {
  switch (p.word()) {
    case 'CONSTRAINT':
    case 'PRIMARY':
    case 'UNIQUE':
    case 'FOREIGN':
    case 'REFERENCES':
    case 'CHECK':
    case 'DEFAULT':
      return p.kind() === T.Reserved;
    case 'CONNECTION':
      return p.kind(1) === T.LeftParen;
    default:
      return false;
  }
}

function parseConstraintName(p: Cursor): Identifier | undefined {
  if (!p.accept('CONSTRAINT')) return undefined;
  return parseIdentifier(p, 'the name of the constraint');
}

/** A constraint in the list of a table; the next word begins it. */
export function parseTableConstraint(p: Cursor): TableConstraint {
  return parseConstraint(p);
}

/** A constraint behind a column; the next word begins it. */
export function parseColumnConstraint(p: Cursor): ColumnConstraint | DefaultConstraint {
  const constraint = parseConstraint(p);
  if (constraint.kind !== 'ConnectionConstraint') return constraint;
  p.expected('PRIMARY KEY, UNIQUE, REFERENCES, CHECK or DEFAULT');
  return { kind: 'KeyConstraint', type: 'UNIQUE', name: undefined, clustered: undefined, hash: false, columns: [], options: [], on: undefined, span: constraint.span };
}

function parseConstraint(p: Cursor): TableConstraint {
  const start = p.start();
  const name = parseConstraintName(p);
  switch (p.word()) {
    case 'PRIMARY':
      p.advance();
      p.expect('KEY', 'after PRIMARY');
      return parseKey(p, start, name, 'PRIMARY KEY');
    case 'UNIQUE':
      p.advance();
      return parseKey(p, start, name, 'UNIQUE');
    case 'FOREIGN':
      p.advance();
      p.expect('KEY', 'after FOREIGN');
      return parseForeignKey(p, start, name);
    case 'REFERENCES':
      return parseForeignKey(p, start, name);
    case 'CHECK':
      return parseCheck(p, start, name);
    case 'CONNECTION':
      return parseConnection(p, start, name);
    case 'DEFAULT':
      return parseDefault(p, start, name);
    default:
      p.expected('PRIMARY KEY, UNIQUE, FOREIGN KEY, REFERENCES, CHECK or DEFAULT', 'after the name of the constraint');
      return { kind: 'ConnectionConstraint', name, pairs: [], onDelete: undefined, span: p.spanFrom(start) };
  }
}

function parseKey(p: Cursor, start: number, name: Identifier | undefined, type: KeyConstraint['type']): KeyConstraint {
  const clustered = p.accept('CLUSTERED') ? true : p.accept('NONCLUSTERED') ? false : undefined;
  const hash = p.at('HASH') && p.accept('HASH');
  const columns = p.atKind(T.LeftParen) ? parseIndexColumns(p, 'the columns of the key') : [];
  const options = parseIndexOptions(p);
  const on = p.at('ON') ? parseStorage(p) : undefined;
  p.acceptWords('NOT', 'FOR', 'REPLICATION');
  if (p.at('NOT') && enforced(p)) p.position += 2;
  return { kind: 'KeyConstraint', type, name, clustered, hash, columns, options, on, span: p.spanFrom(start) };
}

/** `NOT ENFORCED` of warehouse tables. */
const enforced = (p: Cursor): boolean => p.text.slice(p.startAt(p.position + 1), p.endAt(p.position + 1)).toUpperCase() === 'ENFORCED';

function parseForeignKey(p: Cursor, start: number, name: Identifier | undefined): ForeignKeyConstraint {
  const columns = p.atKind(T.LeftParen) ? parseNameList(p, 'the columns of the foreign key') : [];
  p.expect('REFERENCES', 'in the foreign key');
  const table = parseQualifiedName(p, 'the referenced table');
  const referencedColumns = p.atKind(T.LeftParen) ? parseNameList(p, 'the referenced columns') : [];
  let onDelete: ReferentialAction | undefined;
  let onUpdate: ReferentialAction | undefined;
  while (p.at('ON') && (p.word(1) === 'DELETE' || p.word(1) === 'UPDATE')) {
    const isDelete = p.word(1) === 'DELETE';
    p.position += 2;
    if (isDelete) onDelete = parseAction(p);
    else onUpdate = parseAction(p);
  }
  const notForReplication = p.acceptWords('NOT', 'FOR', 'REPLICATION');
  if (p.at('NOT') && enforced(p)) p.position += 2;
  return { kind: 'ForeignKeyConstraint', name, columns, table, referencedColumns, onDelete, onUpdate, notForReplication, span: p.spanFrom(start) };
}

function parseAction(p: Cursor): ReferentialAction {
  if (p.accept('CASCADE')) return 'CASCADE';
  if (p.acceptWords('SET', 'NULL')) return 'SET NULL';
  if (p.acceptWords('SET', 'DEFAULT')) return 'SET DEFAULT';
  if (!p.acceptWords('NO', 'ACTION')) p.expected('CASCADE, SET NULL, SET DEFAULT or NO ACTION');
  return 'NO ACTION';
}

function parseCheck(p: Cursor, start: number, name: Identifier | undefined): CheckConstraint {
  p.advance();
  const notForReplication = p.acceptWords('NOT', 'FOR', 'REPLICATION');
  const open = p.position;
  p.expectKind(T.LeftParen, 'after CHECK');
  const expression = parseCondition(p);
  p.expectClose(open, 'CHECK');
  return { kind: 'CheckConstraint', name, expression, notForReplication, span: p.spanFrom(start) };
}

function parseDefault(p: Cursor, start: number, name: Identifier | undefined): DefaultConstraint {
  p.advance();
  const value = parseArithmetic(p, 1);
  const column = p.at('FOR') && isNameKind(p.kind(1)) && p.accept('FOR') ? takeIdentifier(p) : undefined;
  const withValues = p.acceptWords('WITH', 'VALUES');
  return { kind: 'DefaultConstraint', name, value, column, withValues, span: p.spanFrom(start) };
}

/** `from TO to`: the node tables that an edge may lead between. */
function parseEnds(p: Cursor): ConnectionEnds {
  const start = p.start();
  const from = parseQualifiedName(p, 'a node table');
  p.expect('TO', 'between the node tables');
  return { kind: 'ConnectionEnds', from, to: parseQualifiedName(p, 'a node table'), span: p.spanFrom(start) };
}

function parseConnection(p: Cursor, start: number, name: Identifier | undefined): ConnectionConstraint {
  p.advance();
  const pairs = parenthesized(p, 'CONNECTION', parseEnds);
  const onDelete = p.acceptWords('ON', 'DELETE') ? parseAction(p) : undefined;
  return { kind: 'ConnectionConstraint', name, pairs, onDelete, span: p.spanFrom(start) };
}
