import { T } from '../lexer';
import type { ColumnReference, FunctionCall, PivotTable, TableReference, UnpivotTable } from '../syntax';
import { parseFunctionCall } from './calls';
import type { Cursor } from './cursor';
import { parenthesized } from './lists';
import { parseIdentifier, parseQualifiedName } from './names';
import { parseAlias } from './table-references';

function parseColumn(p: Cursor): ColumnReference {
  const name = parseQualifiedName(p, 'a column');
  return { kind: 'ColumnReference', name, span: name.span };
}

/** `PIVOT (SUM(x) FOR c IN ([1], [2])) AS p`; PIVOT is next. */
export function parsePivot(p: Cursor, start: number, source: TableReference): PivotTable {
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen, 'after PIVOT');
  const callStart = p.start();
  const name = parseQualifiedName(p, 'an aggregate function');
  const aggregate = parseFunctionCall(p, callStart, name) as FunctionCall;
  p.expect('FOR', 'in PIVOT');
  const column = parseColumn(p);
  p.expect('IN', 'in PIVOT');
  const values = parenthesized(p, 'the values of PIVOT', (q) => parseIdentifier(q, 'a value in brackets'));
  p.expectClose(open, 'PIVOT');
  return { kind: 'PivotTable', source, aggregate, column, values, alias: parseAlias(p), span: p.spanFrom(start) };
}

/** `UNPIVOT (value FOR name IN (a, b)) AS u`; UNPIVOT is next. */
export function parseUnpivot(p: Cursor, start: number, source: TableReference): UnpivotTable {
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen, 'after UNPIVOT');
  const value = parseIdentifier(p, 'a column name');
  p.expect('FOR', 'in UNPIVOT');
  const column = parseIdentifier(p, 'a column name');
  p.expect('IN', 'in UNPIVOT');
  const columns = parenthesized(p, 'the columns of UNPIVOT', parseColumn);
  p.expectClose(open, 'UNPIVOT');
  return { kind: 'UnpivotTable', source, value, column, columns, alias: parseAlias(p), span: p.spanFrom(start) };
}
