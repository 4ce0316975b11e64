import { T } from '../lexer';
import type { MergeClause, MergeStatement, NamedTable, QualifiedName, VariableTable, WithClause } from '../syntax';
import type { Cursor } from './cursor';
import { parseOutputs, parseSetClause } from './dml';
import { parseCondition } from './expressions';
import { commaList, parenthesized } from './lists';
import { nameOf, parseQualifiedName, takeIdentifier } from './names';
import { parseQueryHints, parseRow } from './queries';
import { parseTop } from './select';
import { parseAlias, parseTableReference, parseTargetTable } from './table-references';

/** MERGE; it is next, a WITH clause before it was read. */
export function parseMerge(p: Cursor, start: number, with_: WithClause | undefined): MergeStatement {
  p.advance();
  const top = p.at('TOP') ? parseTop(p) : undefined;
  p.accept('INTO');
  const target = parseMergeTarget(p);
  p.expect('USING', 'in MERGE');
  const using = parseTableReference(p);
  p.expect('ON', 'in MERGE');
  const on = parseCondition(p);
  const clauses: MergeClause[] = [];
  while (p.at('WHEN')) clauses.push(parseMergeClause(p));
  if (clauses.length === 0) p.expected('WHEN', 'in MERGE');
  const outputs = parseOutputs(p);
  const hints = p.at('OPTION') ? parseQueryHints(p) : [];
  return { kind: 'MergeStatement', with: with_, top, target, using, on, clauses, outputs, hints, span: p.spanFrom(start) };
}

function parseMergeTarget(p: Cursor): NamedTable | VariableTable {
  const start = p.start();
  const table = parseTargetTable(p);
  const alias = parseAlias(p);
  return { ...table, alias, span: p.spanFrom(start) };
}

function parseMergeClause(p: Cursor): MergeClause {
  const start = p.start();
  p.advance();
  const negated = p.accept('NOT');
  p.expect('MATCHED', 'after WHEN');
  let when: MergeClause['when'] = negated ? 'NOT MATCHED BY TARGET' : 'MATCHED';
  if (negated && p.accept('BY')) {
    if (p.accept('SOURCE')) when = 'NOT MATCHED BY SOURCE';
    else p.expect('TARGET', 'or SOURCE after BY');
  }
  const condition = p.accept('AND') ? parseCondition(p) : undefined;
  p.expect('THEN', 'in WHEN of MERGE');
  const action = parseMergeAction(p);
  return { kind: 'MergeClause', when, condition, action, span: p.spanFrom(start) };
}

function parseMergeAction(p: Cursor): MergeClause['action'] {
  const start = p.start();
  if (p.accept('DELETE')) return { kind: 'MergeDelete', span: p.spanFrom(start) };
  if (p.accept('UPDATE')) {
    p.expect('SET', 'after UPDATE');
    return { kind: 'MergeUpdate', set: commaList(p, parseSetClause), span: p.spanFrom(start) };
  }
  p.expect('INSERT', 'or UPDATE or DELETE in MERGE');
  const columns: QualifiedName[] = p.atKind(T.LeftParen) ? parenthesized(p, 'the column list of INSERT', (q) => (q.atKind(T.PseudoColumn) ? nameOf(takeIdentifier(q)) : parseQualifiedName(q, 'a column name'))) : [];
  if (p.acceptWords('DEFAULT', 'VALUES')) return { kind: 'MergeInsert', columns, values: undefined, span: p.spanFrom(start) };
  p.expect('VALUES', 'in INSERT of MERGE');
  return { kind: 'MergeInsert', columns, values: parseRow(p), span: p.spanFrom(start) };
}
