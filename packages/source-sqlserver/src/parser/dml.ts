import { T } from '../lexer';
import type {
  DeleteStatement, Expression, Identifier, InsertSource, InsertStatement, OutputClause, QualifiedName, SetClause, TableReference, TruncateTableStatement,
  UpdateStatement, VariableTable, NamedTable, WithClause,
} from '../syntax';
import { parseFunctionCall } from './calls';
import type { Cursor } from './cursor';
import { parseExecute } from './execute';
import { parseCondition, parseValue } from './expressions';
import { commaList, parenthesized } from './lists';
import { nameOf, parseAnyIdentifier, parseNameList, parseQualifiedName, parseVariable, takeIdentifier } from './names';
import { parseOptionList } from './options';
import { parseArguments } from './primary';
import { parseQuery, parseQueryHints, parseValues } from './queries';
import { parseRowset } from './rowsets';
import { assignmentOf, parseSelectItem, parseTop } from './select';
import { atBareHints, parseBareHints } from './table-hints';
import { parseFrom, parseTargetTable } from './table-references';

/** The target of a data statement: a table, a table variable, or a rowset function. */
function parseTarget(p: Cursor): TableReference {
  const start = p.start();
  return parseRowset(p, start) ?? parseTargetTable(p);
}

/** The target of UPDATE and DELETE: hints may stand without WITH. */
function parseChangedTable(p: Cursor): TableReference {
  const start = p.start();
  const target = parseTarget(p);
  if (target.kind === 'NamedTable' && p.atKind(T.LeftParen) && !atBareHints(p)) {
    const call = parseFunctionCall(p, start, target.name);
    if (call.kind === 'FunctionCall') return { kind: 'FunctionTable', call, alias: undefined, columns: [], withColumns: [], hints: [], span: p.spanFrom(start) };
  }
  return target.kind === 'NamedTable' && atBareHints(p) ? { ...target, hints: [...target.hints, ...parseBareHints(p)], span: p.spanFrom(start) } : target;
}

/** INSERT; it is next, a WITH clause before it was read. */
export function parseInsert(p: Cursor, start: number, with_: WithClause | undefined): InsertStatement {
  p.advance();
  const top = p.at('TOP') ? parseTop(p) : undefined;
  p.accept('INTO');
  const target = parseTarget(p);
  const atColumns = p.atKind(T.LeftParen) && !['SELECT', 'WITH'].includes(p.word(1)) && p.kind(1) !== T.LeftParen;
  const columns = atColumns ? parenthesized(p, 'the column list of INSERT', parseInsertColumn) : [];
  const outputs = parseOutputs(p);
  const source = parseInsertSource(p);
  const hints = p.at('OPTION') ? parseQueryHints(p) : [];
  return { kind: 'InsertStatement', with: with_, top, target, columns, outputs, source, hints, span: p.spanFrom(start) };
}

function parseInsertColumn(p: Cursor): QualifiedName {
  if (p.atKind(T.PseudoColumn) || p.at('IDENTITYCOL') || p.at('ROWGUIDCOL')) return nameOf(takeIdentifier(p));
  return parseQualifiedName(p, 'a column name');
}

function parseInsertSource(p: Cursor): InsertSource {
  const start = p.start();
  if (p.acceptWords('DEFAULT', 'VALUES')) return { kind: 'DefaultValues', span: p.spanFrom(start) };
  if (p.at('VALUES')) return parseValues(p);
  if (p.at('EXEC') || p.at('EXECUTE')) return parseExecute(p, start);
  if (p.at('SELECT') || p.at('WITH') || p.atKind(T.LeftParen)) return parseQuery(p);
  p.expected('VALUES, SELECT, EXEC or DEFAULT VALUES', 'in INSERT');
  return { kind: 'DefaultValues', span: p.spanFrom(start) };
}

/** UPDATE; it is next. */
export function parseUpdate(p: Cursor, start: number, with_: WithClause | undefined): UpdateStatement {
  p.advance();
  const top = p.at('TOP') ? parseTop(p) : undefined;
  const target = parseChangedTable(p);
  p.expect('SET', 'in UPDATE');
  const set = commaList(p, parseSetClause);
  const outputs = parseOutputs(p);
  const from = p.accept('FROM') ? parseFrom(p) : [];
  const where = p.accept('WHERE') ? parseTargetCondition(p) : undefined;
  const hints = p.at('OPTION') ? parseQueryHints(p) : [];
  return { kind: 'UpdateStatement', with: with_, top, target, set, outputs, from, where, hints, span: p.spanFrom(start) };
}

/** A condition, or `CURRENT OF cursor`. */
function parseTargetCondition(p: Cursor): Expression {
  const start = p.start();
  if (!p.atWords('CURRENT', 'OF')) return parseCondition(p);
  p.position += 2;
  const global = p.at('GLOBAL') && p.kind(1) === T.Word && p.accept('GLOBAL');
  const cursor: Identifier = p.atKind(T.Variable) ? takeIdentifier(p) : parseAnyIdentifier(p, 'a cursor');
  return { kind: 'CurrentOfPredicate', global, cursor, span: p.spanFrom(start) };
}

/** One assignment of SET in UPDATE and MERGE. */
export function parseSetClause(p: Cursor): SetClause {
  const start = p.start();
  if (p.atKind(T.Variable)) {
    const variable = parseVariable(p);
    const operator = parseAssignmentOperator(p);
    if (operator === '=' && isColumnAssignment(p)) {
      const column = parseQualifiedName(p, 'a column');
      const inner = parseAssignmentOperator(p);
      return { kind: 'ColumnAssignment', variable, column, operator: inner, value: parseValue(p), span: p.spanFrom(start) };
    }
    return { kind: 'VariableAssignment', variable, operator, value: parseValue(p), span: p.spanFrom(start) };
  }
  const column = p.at('IDENTITYCOL') || p.at('ROWGUIDCOL') || p.atKind(T.PseudoColumn) ? nameOf(takeIdentifier(p)) : parseQualifiedName(p, 'a column');
  if (p.atKind(T.LeftParen) && column.parts.length > 1) return parseMutator(p, start, column);
  const operator = parseAssignmentOperator(p);
  return { kind: 'ColumnAssignment', variable: undefined, column, operator, value: parseValue(p), span: p.spanFrom(start) };
}

/** Whether `column =` follows `@v =`. */
function isColumnAssignment(p: Cursor): boolean {
  let ahead = 0;
  while ((p.kind(ahead) === T.Word || p.kind(ahead) === T.BracketName || p.kind(ahead) === T.DoubleName) && p.kind(ahead + 1) === T.Dot) ahead += 2;
  const kind = p.kind(ahead);
  return (kind === T.Word || kind === T.BracketName || kind === T.DoubleName) && assignmentOf(p.kind(ahead + 1)) !== undefined;
}

function parseMutator(p: Cursor, start: number, name: QualifiedName): SetClause {
  const method = takeLast(name);
  const column: QualifiedName = { kind: 'QualifiedName', parts: name.parts.slice(0, -1), span: { start, end: name.parts.at(-2)?.span.end ?? start } };
  const args = parseArguments(p);
  const span = p.spanFrom(start);
  return { kind: 'MutatorCall', call: { kind: 'MethodCall', target: { kind: 'ColumnReference', name: column, span: column.span }, method, args, span }, span };
}

const takeLast = (name: QualifiedName): Identifier => name.parts.at(-1) ?? { kind: 'Identifier', name: '', quoted: 'none', span: name.span };

export function parseAssignmentOperator(p: Cursor): NonNullable<ReturnType<typeof assignmentOf>> {
  const operator = assignmentOf(p.kind());
  if (operator === undefined) p.expectKind(T.Equal);
  else p.advance();
  return operator ?? '=';
}

/** DELETE; it is next. */
export function parseDelete(p: Cursor, start: number, with_: WithClause | undefined): DeleteStatement {
  p.advance();
  const top = p.at('TOP') ? parseTop(p) : undefined;
  p.accept('FROM');
  const target = parseChangedTable(p);
  const outputs = parseOutputs(p);
  const from = p.accept('FROM') ? parseFrom(p) : [];
  const where = p.accept('WHERE') ? parseTargetCondition(p) : undefined;
  const hints = p.at('OPTION') ? parseQueryHints(p) : [];
  return { kind: 'DeleteStatement', with: with_, top, target, outputs, from, where, hints, span: p.spanFrom(start) };
}

/** `OUTPUT items [INTO table (columns)]`, at most twice. */
export function parseOutputs(p: Cursor): OutputClause[] {
  const outputs: OutputClause[] = [];
  while (p.at('OUTPUT') && outputs.length < 2) {
    const start = p.start();
    p.advance();
    const items = commaList(p, parseSelectItem);
    let into: NamedTable | VariableTable | undefined;
    let intoColumns: Identifier[] = [];
    if (p.accept('INTO')) {
      into = parseTargetTable(p);
      if (p.atKind(T.LeftParen) && p.word(1) !== 'SELECT') intoColumns = parseNameList(p, 'the column list of OUTPUT INTO');
    }
    outputs.push({ kind: 'OutputClause', items, into, intoColumns, span: p.spanFrom(start) });
  }
  return outputs;
}

/** TRUNCATE TABLE; TRUNCATE is next. */
export function parseTruncate(p: Cursor, start: number): TruncateTableStatement {
  p.advance();
  p.expect('TABLE', 'after TRUNCATE');
  const table = parseQualifiedName(p, 'a table');
  let partitions: string | undefined;
  if (p.at('WITH') && p.kind(1) === T.LeftParen) {
    p.advance();
    const from = p.start();
    parseOptionList(p, 'the partitions');
    partitions = p.textFrom(from);
  }
  return { kind: 'TruncateTableStatement', table, partitions, span: p.spanFrom(start) };
}
