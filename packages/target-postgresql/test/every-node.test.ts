import { quietRun } from '@ferry/kernel';
import { describe, expect, test } from 'vitest';
import { parseStatements, pg, printText } from '../src';
import type { Block, PlStatement, Statement } from '../src';
import { expressions, fromItems, inBlock, plStatements, statements } from './samples';

const statementOf = (node: Statement) => ({ ...printText(node), creates: { kind: 'TABLE', schema: 'app', name: 't' }, phase: 0, needs: [] });

async function refusals(nodes: readonly Statement[]): Promise<readonly string[]> {
  const printed = nodes.map(statementOf);
  const proofs = await parseStatements(printed, quietRun());
  return printed.flatMap((p, i) => (proofs[i]?.level === 'parsed' ? [] : [`${proofs[i]?.refusal?.message} at ${proofs[i]?.refusal?.offset} in:\n${p.sql}`]));
}

const routine = (block: Block): Statement => ({ kind: 'CreateFunction', name: pg.name('f'), parameters: [{ kind: 'RoutineParameter', name: 'p', type: pg.type('integer') }], returns: pg.type('integer'), body: block });

describe('what is printed, PostgreSQL parses', () => {
  test.each(Object.entries(statements))('%s', async (_kind, samples) => {
    expect(await refusals(samples)).toEqual([]);
  });
  test.each(Object.entries(expressions))('%s', async (_kind, samples) => {
    expect(await refusals(samples.map((e) => pg.select([pg.item(e, 'x')])))).toEqual([]);
  });
  test.each(Object.entries(fromItems))('%s', async (_kind, samples) => {
    expect(await refusals(samples.map((f) => pg.select([pg.item(pg.star())], { from: [f] })))).toEqual([]);
  });
  test.each(Object.entries(plStatements))('%s', async (kind, samples) => {
    const wrapped = (s: PlStatement): PlStatement =>
      kind === 'GetStackedDiagnostics' ? { kind: 'Block', body: [], handlers: [{ kind: 'ExceptionHandler', conditions: [{ name: 'others' }], body: [s] }] } : s;
    expect(await refusals(samples.map((s) => routine(inBlock([wrapped(s), { kind: 'Return', value: pg.number(1) }]))))).toEqual([]);
  });
});
