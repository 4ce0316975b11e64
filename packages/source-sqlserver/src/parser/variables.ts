import { T } from '../lexer';
import type { DeclareCursorStatement, DeclareStatement, SetOptionStatement, Statement, TableVariableDeclaration, Variable, VariableDeclaration } from '../syntax';
import type { Cursor } from './cursor';
import { atCursorDeclaration, parseCursorDefinition, parseDeclareCursor } from './cursors';
import { parseDataType } from './data-types';
import { parseAssignmentOperator } from './dml';
import { parseValue } from './expressions';
import { commaList } from './lists';
import { isNameKind, parseQualifiedName, parseVariable, takeIdentifier } from './names';
import { parseArguments } from './primary';
import { parseTableElements } from './table-elements';

/** DECLARE; it is next. */
export function parseDeclare(p: Cursor, start: number): DeclareStatement | DeclareCursorStatement {
  p.advance();
  if (atCursorDeclaration(p)) return parseDeclareCursor(p, start);
  return { kind: 'DeclareStatement', declarations: commaList(p, parseDeclaration), span: p.spanFrom(start) };
}

function parseDeclaration(p: Cursor): VariableDeclaration | TableVariableDeclaration {
  const start = p.start();
  const variable = parseVariable(p);
  p.accept('AS');
  if (p.accept('TABLE')) return { kind: 'TableVariableDeclaration', variable, elements: parseTableElements(p, `the column list of ${variable.name}`), span: p.spanFrom(start) };
  const type = parseDataType(p);
  const nullability = p.acceptWords('NOT', 'NULL') ? 'NOT NULL' : p.accept('NULL') ? 'NULL' : undefined;
  const value = p.acceptKind(T.Equal) ? parseValue(p) : undefined;
  return { kind: 'VariableDeclaration', variable, type, nullability, value, span: p.spanFrom(start) };
}

/** SET; it is next. */
export function parseSet(p: Cursor, start: number): Statement {
  p.advance();
  if (!p.atKind(T.Variable)) return parseSetOption(p, start);
  const variable = parseVariable(p);
  if (p.atKind(T.Dot) || p.atKind(T.DoubleColon)) return parseSetMember(p, start, variable);
  const operator = parseAssignmentOperator(p);
  const value = p.at('CURSOR') ? parseCursorDefinition(p) : parseValue(p);
  return { kind: 'SetVariableStatement', variable, operator, value, span: p.spanFrom(start) };
}

/** `SET @x.modify('...')`, `SET @p.X = 1`. */
function parseSetMember(p: Cursor, start: number, variable: Variable): Statement {
  p.advance();
  if (!isNameKind(p.kind())) p.expected('a method or property');
  const method = takeIdentifier(p);
  const args = p.atKind(T.LeftParen) ? parseArguments(p) : [];
  const call = { kind: 'MethodCall', target: variable, method, args, span: p.spanFrom(variable.span.start) } as const;
  const value = p.acceptKind(T.Equal) ? parseValue(p) : undefined;
  return { kind: 'SetMemberStatement', call, value, span: p.spanFrom(start) };
}

/** Options that take ON or OFF. Source: "SET Statements (Transact-SQL)". */
const switches = new Set(
  `ANSI_DEFAULTS ANSI_NULLS ANSI_NULL_DFLT_OFF ANSI_NULL_DFLT_ON ANSI_PADDING ANSI_WARNINGS ARITHABORT ARITHIGNORE CONCAT_NULL_YIELDS_NULL CURSOR_CLOSE_ON_COMMIT
FMTONLY FORCEPLAN IMPLICIT_TRANSACTIONS NOCOUNT NOEXEC NO_BROWSETABLE NUMERIC_ROUNDABORT PARSEONLY QUOTED_IDENTIFIER REMOTE_PROC_TRANSACTIONS RESULT_SET_CACHING
SHOWPLAN_ALL SHOWPLAN_TEXT SHOWPLAN_XML XACT_ABORT DISABLE_DEF_CNST_CHK`.split(/\s+/),
);

/** Options that take a value. */
const valued = new Set(['DATEFIRST', 'DATEFORMAT', 'DEADLOCK_PRIORITY', 'LOCK_TIMEOUT', 'LANGUAGE', 'QUERY_GOVERNOR_COST_LIMIT', 'CONTEXT_INFO', 'ROWCOUNT', 'TEXTSIZE', 'FIPS_FLAGGER', 'ERRLVL']);

function parseSetOption(p: Cursor, start: number): SetOptionStatement {
  const word = p.tokenText().toUpperCase();
  const done = (names: readonly string[], from: number): SetOptionStatement => ({ kind: 'SetOptionStatement', names, value: p.textFrom(from), span: p.spanFrom(start) });
  if (word === 'TRANSACTION' || word === 'TRAN') return parseIsolation(p, start);
  if (word === 'IDENTITY_INSERT') {
    p.advance();
    const from = p.start();
    parseQualifiedName(p, 'a table');
    onOff(p);
    return done([word], from);
  }
  if (word === 'OFFSETS') {
    const names: string[] = [word];
    p.advance();
    const from = p.start();
    while (!p.at('ON') && !p.at('OFF') && !p.atEnd() && (p.atKind(T.Comma) || p.kind() === T.Reserved || p.kind() === T.Word)) p.advance();
    onOff(p);
    return done(names, from);
  }
  if (word === 'STATISTICS') {
    p.advance();
    const names = commaList(p, takeWord);
    const from = p.start();
    onOff(p);
    return done(names.map((name) => `STATISTICS ${name}`), from);
  }
  if (valued.has(word)) {
    p.advance();
    p.acceptKind(T.Equal);
    const from = p.start();
    if (p.at('OFF')) p.advance();
    else parseValue(p);
    return done([word], from);
  }
  if (!switches.has(word)) p.expected('a variable or an option', 'after SET');
  const names = commaList(p, takeSwitch);
  const from = p.start();
  onOff(p);
  return done(names, from);
}

function takeWord(p: Cursor): string {
  const text = p.tokenText().toUpperCase();
  if (p.kind() !== T.Word && p.kind() !== T.Reserved) p.expected('an option');
  p.advance();
  return text;
}

function takeSwitch(p: Cursor): string {
  if (!switches.has(p.tokenText().toUpperCase())) p.expected('an option that is ON or OFF');
  return takeWord(p);
}

function onOff(p: Cursor): void {
  if (!p.accept('ON') && !p.accept('OFF')) p.expected('ON or OFF');
}

function parseIsolation(p: Cursor, start: number): SetOptionStatement {
  p.advance();
  p.expect('ISOLATION', 'after SET TRANSACTION');
  p.expect('LEVEL', 'after ISOLATION');
  const from = p.start();
  if (p.accept('READ')) {
    if (!p.accept('COMMITTED')) p.expect('UNCOMMITTED', 'or COMMITTED after READ');
  } else if (p.accept('REPEATABLE')) p.expect('READ', 'after REPEATABLE');
  else if (p.accept('SNAPSHOT')) return { kind: 'SetOptionStatement', names: ['TRANSACTION ISOLATION LEVEL'], value: p.textFrom(from), span: p.spanFrom(start) };
  else if (p.tokenText().toUpperCase() === 'SERIALIZABLE') p.advance();
  else p.expected('an isolation level');
  return { kind: 'SetOptionStatement', names: ['TRANSACTION ISOLATION LEVEL'], value: p.textFrom(from), span: p.spanFrom(start) };
}

