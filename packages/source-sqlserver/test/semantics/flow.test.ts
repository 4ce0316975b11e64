import { parseBatch } from '../../src/parser';
import { eachStatement } from '../../src/semantics/flow-graph';
import { flowOf } from '../../src/semantics/flow';
import { walk } from '../../src/syntax';
import type { NamedTable, Node, Statement } from '../../src/syntax';
import { checkCases } from './cases';

/** All that the flow of a routine tells, in lines. */
function tell(sql: string): string[] {
  const [first, ...rest] = parseBatch(sql).statements;
  const isRoutine = first?.kind === 'CreateProcedureStatement';
  const body = isRoutine ? first.body : first === undefined ? [] : [first, ...rest];
  const flow = flowOf(body, isRoutine ? first.parameters.map((p) => p.variable.name) : []);
  const text = (node: Node): string => sql.slice(node.span.start, node.span.end).replace(/\s+/g, ' ').slice(0, 50);
  const line = (node: Node): number => sql.slice(0, node.span.start).split('\n').length;
  const at = (node: Node): string => `${text(node)} (line ${line(node)})`;
  const list = (nodes: readonly Node[], outside: boolean): string => [...nodes.map(at), ...(outside ? ['from outside'] : [])].join('; ');
  const lines: string[] = [];
  for (const { variable, assigned } of flow.unassigned()) lines.push(`${variable.name} in line ${line(variable)} is ${assigned === 'never' ? 'never' : 'not always'} assigned before`);
  for (const read of flow.systemReads()) lines.push(`${read.name} in line ${line(read.node)} speaks of ${list(read.of, read.fromOutside)}`);
  for (const statement of body)
    walk(statement, (node) => {
      const reach = node.kind === 'NamedTable' ? flow.tableOf(node as NamedTable) : undefined;
      if (reach !== undefined) lines.push(`${text(node)} in line ${line(node)} is made by ${list(reach.definitions, reach.fromOutside)}`);
    });
  eachStatement(body, (node: Statement) => {
    if (node.kind !== 'BlockStatement' && !flow.isReached(node)) lines.push(`${at(node)} is never reached`);
    const covering = flow.tryOf(node);
    if (covering !== undefined && node.kind !== 'BlockStatement') lines.push(`${at(node)} is covered by the TRY of line ${line(covering)}`);
    const handling = flow.catchOf(node);
    if (handling !== undefined && node.kind !== 'BlockStatement') lines.push(`${at(node)} handles the TRY of line ${line(handling)}`);
  });
  for (const loop of flow.fetchLoops().values()) lines.push(`the loop of line ${line(loop.loop)} goes through the rows of ${loop.open.cursor.cursor.name}: ${loop.body.map(text).join('; ')}`);
  for (const jump of flow.jumps()) lines.push(`${at(jump.goto)}: ${jump.idiom}${jump.label === undefined ? '' : `, to line ${line(jump.label)}`}`);
  const { guards, nested, savepoints, begins, commits, rollbacks, xactAbort } = flow.transactions();
  if (begins.length + commits.length + rollbacks.length > 0) lines.push(`transactions: ${begins.length} begun, ${commits.length} committed, ${rollbacks.length} rolled back${xactAbort.length === 0 ? '' : `, XACT_ABORT ${xactAbort.map((on) => (on ? 'ON' : 'OFF')).join(', ')}`}`);
  for (const guard of guards) lines.push(`${guard.ends} in line ${line(guard.node)} only inside of a transaction, by ${guard.by}`);
  for (const begin of nested) lines.push(`begins only without a transaction of the caller (line ${line(begin.node)}), by ${begin.counter ?? '@@TRANCOUNT'}${begin.savepoint === undefined ? '' : ', else a savepoint'}${begin.ends.length === 0 ? '' : `; ends in lines ${begin.ends.map(line).join(', ')}`}`);
  for (const point of savepoints) lines.push(`savepoint ${point.name}: set ${point.saves.length}, gone back to ${point.rollbacks.length} times`);
  return lines;
}

checkCases('flow', tell);
