import { T } from '../lexer';
import type { DmlTable, Identifier, JoinedTable, NamedTable, QualifiedName, TableReference, VariableTable } from '../syntax';
import { parseFunctionCall } from './calls';
import { longestChain } from './cursor';
import type { Cursor } from './cursor';
import { parseCondition } from './expressions';
import { commaList } from './lists';
import { atName, isNameKind, parseIdentifierOrString, parseNameList, parseQualifiedName, parseVariable, takeIdentifier } from './names';
import { parseArguments, parsePrimary } from './primary';
import { atQueryInParens, parseParenthesizedQuery } from './queries';
import { parseNestedDml } from './nested-dml';
import { parsePivot, parseUnpivot } from './pivots';
import { parseRowset, parseRowsetSchema } from './rowsets';
import { atPlainAlias } from './select';
import { atBareHints, parseBareHints, parseHints, parseSample, parseTemporal } from './table-hints';

/** The comma-separated tables of FROM; FROM was read. */
export const parseFrom = (p: Cursor): TableReference[] => commaList(p, parseTableReference);

/** A table with its joins. */
export function parseTableReference(p: Cursor): TableReference {
  const start = p.start();
  if (!p.enter()) {
    p.leave();
    return nowhere(p);
  }
  let table = parseTablePrimary(p);
  for (let length = 0; atJoin(p); length++) {
    if (length >= longestChain) p.fail('chain-too-long', `More than ${longestChain} tables are joined in one statement.`);
    table = parseJoin(p, start, table);
  }
  p.leave();
  return table;
}

const nowhere = (p: Cursor): NamedTable => ({
  kind: 'NamedTable',
  name: { kind: 'QualifiedName', parts: [], span: p.tokenSpan() },
  alias: undefined,
  temporal: undefined,
  sample: undefined,
  hints: [],
  forPath: false,
  span: p.tokenSpan(),
});

function atJoin(p: Cursor): boolean {
  if (p.kind() !== T.Reserved) return false;
  switch (p.word()) {
    case 'JOIN':
    case 'INNER':
    case 'CROSS':
    case 'PIVOT':
    case 'UNPIVOT':
      return true;
    case 'LEFT':
    case 'RIGHT':
    case 'FULL':
      return p.kind(1) !== T.LeftParen;
    case 'OUTER':
      return p.word(1) === 'APPLY';
    default:
      return false;
  }
}

const hints: Readonly<Record<string, JoinedTable['hint']>> = { HASH: 'HASH', LOOP: 'LOOP', MERGE: 'MERGE', REMOTE: 'REMOTE' };

/** What follows a table: one JOIN, APPLY, PIVOT or UNPIVOT. */
function parseJoin(p: Cursor, start: number, left: TableReference): TableReference {
  switch (p.word()) {
    case 'PIVOT':
      return parsePivot(p, start, left);
    case 'UNPIVOT':
      return parseUnpivot(p, start, left);
    case 'OUTER':
      p.position += 2;
      return { kind: 'ApplyTable', apply: 'OUTER', left, right: parseTablePrimary(p), span: p.spanFrom(start) };
    case 'CROSS':
      p.advance();
      if (p.accept('APPLY')) return { kind: 'ApplyTable', apply: 'CROSS', left, right: parseTablePrimary(p), span: p.spanFrom(start) };
      p.expect('JOIN', 'or APPLY after CROSS');
      return { kind: 'JoinedTable', join: 'CROSS', hint: undefined, left, right: parseTablePrimary(p), on: undefined, span: p.spanFrom(start) };
    default:
      return parseConditionalJoin(p, start, left);
  }
}

function parseConditionalJoin(p: Cursor, start: number, left: TableReference): JoinedTable {
  let join: JoinedTable['join'] = 'INNER';
  if (p.at('LEFT') || p.at('RIGHT') || p.at('FULL')) {
    join = p.word() as JoinedTable['join'];
    p.advance();
    p.accept('OUTER');
  } else p.accept('INNER');
  const hint = hints[p.word()];
  if (hint !== undefined) p.advance();
  p.expect('JOIN');
  // `a JOIN b JOIN c ON ... ON ...`: joins that begin before our ON belong to the right side.
  const rightStart = p.start();
  const entered = p.enter();
  let right = entered ? parseTablePrimary(p) : nowhere(p);
  for (let length = 0; atJoin(p) && length < longestChain; length++) right = parseJoin(p, rightStart, right);
  p.leave();
  p.expect('ON', 'after the joined table');
  const on = parseCondition(p);
  return { kind: 'JoinedTable', join, hint, left, right, on, span: p.spanFrom(start) };
}

function parseTablePrimary(p: Cursor): TableReference {
  const start = p.start();
  switch (p.kind()) {
    case T.LeftParen:
      return parseBracketedTable(p, start);
    case T.Variable:
      return parseVariableTable(p, start);
    case T.DoubleColon:
      p.advance();
      return parseNamedOrCall(p, start);
    case T.LeftBrace:
      return parseOdbcJoin(p, start);
    default: {
      const rowset = parseRowset(p, start);
      if (rowset) return rowset;
      if (atName(p) || p.atKind(T.Dot)) return parseNamedOrCall(p, start);
      p.expected('a table');
      return nowhere(p);
    }
  }
}

export function parseAlias(p: Cursor): Identifier | undefined {
  if (p.at('AS')) {
    p.advance();
    return parseIdentifierOrString(p, 'an alias');
  }
  return atPlainAlias(p) ? takeIdentifier(p) : undefined;
}

/** `(a, b)` behind an alias. */
export const parseColumnAliases = (p: Cursor): Identifier[] => (p.atKind(T.LeftParen) ? parseNameList(p, 'the column aliases') : []);

const dmlWords = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

function parseBracketedTable(p: Cursor, start: number): TableReference {
  if (atQueryInParens(p)) {
    const query = parseParenthesizedQuery(p, 'the derived table');
    const forPath = p.acceptWords('FOR', 'PATH');
    const alias = parseAlias(p);
    const columns = alias ? parseColumnAliases(p) : [];
    return { kind: 'DerivedTable', query, alias, columns, forPath, span: p.spanFrom(start) };
  }
  const open = p.position;
  p.advance();
  if (dmlWords.has(p.word())) {
    const statement = parseNestedDml(p);
    p.expectClose(open, 'the nested data statement');
    const alias = parseAlias(p);
    return { kind: 'DmlTable', statement, alias, columns: parseColumnAliases(p), span: p.spanFrom(start) } satisfies DmlTable;
  }
  const table = parseTableReference(p);
  p.expectClose(open, 'the bracketed join');
  return { kind: 'ParenthesizedTable', table, odbc: false, span: p.spanFrom(start) };
}

function parseOdbcJoin(p: Cursor, start: number): TableReference {
  p.advance();
  p.expect('OJ', 'after {');
  const table = parseTableReference(p);
  p.expectKind(T.RightBrace, 'to close the ODBC join');
  return { kind: 'ParenthesizedTable', table, odbc: true, span: p.spanFrom(start) };
}

function parseVariableTable(p: Cursor, start: number): TableReference {
  if (p.kind(1) === T.Dot) return asMethodTable(p, start);
  const variable = parseVariable(p);
  const alias = parseAlias(p);
  const hints_ = parseHints(p);
  return { kind: 'VariableTable', variable, alias, hints: hints_, span: p.spanFrom(start) } satisfies VariableTable;
}

/** `@x.nodes('...') AS t(c)`. */
function asMethodTable(p: Cursor, start: number): TableReference {
  const call = parsePrimary(p);
  if (call.kind !== 'MethodCall') {
    p.expected('a call of the method nodes()');
    return nowhere(p);
  }
  const alias = parseAlias(p);
  return { kind: 'MethodTable', call, alias, columns: parseColumnAliases(p), span: p.spanFrom(start) };
}

function parseNamedOrCall(p: Cursor, start: number): TableReference {
  const name = parseQualifiedName(p, 'a table');
  if (p.atKind(T.LeftParen) && !atBareHints(p)) return parseFunctionTable(p, start, name);
  return parseNamedTable(p, start, name);
}

const methods = new Set(['nodes', 'NODES', 'Nodes']);

function parseFunctionTable(p: Cursor, start: number, name: QualifiedName): TableReference {
  const last = name.parts.at(-1);
  const owner = name.parts.at(-2);
  if (last && owner && methods.has(last.name)) {
    const column: QualifiedName = { kind: 'QualifiedName', parts: name.parts.slice(0, -1), span: { start, end: owner.span.end } };
    const args = parseArguments(p);
    const call = { kind: 'MethodCall', target: { kind: 'ColumnReference', name: column, span: column.span }, method: last, args, span: p.spanFrom(start) } as const;
    const alias = parseAlias(p);
    return { kind: 'MethodTable', call, alias, columns: parseColumnAliases(p), span: p.spanFrom(start) };
  }
  const call = parseFunctionCall(p, start, name);
  if (call.kind !== 'FunctionCall') {
    p.expected('a table');
    return nowhere(p);
  }
  if (p.atKind(T.Dot) && isNameKind(p.kind(1))) return parseChainedNodes(p, start, name);
  const withColumns = last?.name.toUpperCase() === 'PREDICT' ? parseRowsetSchema(p, 'the columns of PREDICT') : [];
  const alias = parseAlias(p);
  const columns = alias ? parseColumnAliases(p) : [];
  return { kind: 'FunctionTable', call, alias, columns, withColumns, hints: parseHints(p), span: p.spanFrom(start) };
}

/** `dbo.f(x).nodes('...')`: begins again as an expression. */
function parseChainedNodes(p: Cursor, start: number, name: QualifiedName): TableReference {
  while (p.position > 0 && p.start() > name.span.start) p.position--;
  return asMethodTable(p, start);
}

function parseNamedTable(p: Cursor, start: number, name: QualifiedName): NamedTable {
  const forPath = p.at('FOR') && p.acceptWords('FOR', 'PATH');
  let temporal = p.atWords('FOR', 'SYSTEM_TIME') ? parseTemporal(p) : undefined;
  let found = atBareHints(p) ? parseBareHints(p) : parseHints(p);
  const alias = parseAlias(p);
  temporal ??= p.atWords('FOR', 'SYSTEM_TIME') ? parseTemporal(p) : undefined;
  const sample = p.at('TABLESAMPLE') ? parseSample(p) : undefined;
  if (found.length === 0) found = alias !== undefined && atBareHints(p) ? parseBareHints(p) : parseHints(p);
  return { kind: 'NamedTable', name, alias, temporal, sample, hints: found, forPath, span: p.spanFrom(start) };
}

/** A table by name, without alias: the target of INSERT, UPDATE, DELETE and the like, with hints. */
export function parseTargetTable(p: Cursor): NamedTable | VariableTable {
  const start = p.start();
  if (p.atKind(T.Variable)) {
    const variable = parseVariable(p);
    return { kind: 'VariableTable', variable, alias: undefined, hints: parseHints(p), span: p.spanFrom(start) };
  }
  const name = parseQualifiedName(p, 'a table');
  const found = parseHints(p);
  return { kind: 'NamedTable', name, alias: undefined, temporal: undefined, sample: undefined, hints: found, forPath: false, span: p.spanFrom(start) };
}

