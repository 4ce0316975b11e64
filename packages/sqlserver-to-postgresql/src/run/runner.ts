import type { BatchOutcome, OpenRunner, RunOptions, ScriptSession, TargetSession } from '@ferry/conversion';
import { lineMap } from '@ferry/kernel';
import { expandSqlcmd, parseBatch, splitBatches, variableMap, walk } from '@ferry/source-sqlserver';
import type { GotoStatement, LabelStatement, Statement } from '@ferry/source-sqlserver';
import { quoteIdentifier } from '@ferry/target-postgresql';
import { errorAt, fail } from './failures';
import { closeFrame, openFrame } from './frames';
import { runStatements } from './interpret';
import type { Machine } from './machine';
import { openSchema } from './schema';
import type { Schema } from './schema';
import { keepRows, refillRows } from './table-variables';
import { rollbackAll } from './transactions';

/** A session of SQL Server before its first batch. */
function newMachine(session: TargetSession, schema: Schema, mostRows: number | undefined): Machine {
  const machine: Machine = {
    session, schema, mostRows, temporary: new Map(), cursors: new Map(), prepared: new Map(), tableVariables: [], functions: [],
    options: { nocount: false, xactAbort: false, implicitTransactions: false, rowLimit: 0, dateFirst: 7, quotedIdentifier: true, ansiNulls: true, noExec: false, parseOnly: false, identityInsert: undefined },
    depth: 0, doomed: false, before: undefined, changedSchema: false, savepoints: [], error: 0, rowCount: 0, fetchStatus: 0, identity: null, shapes: 0,
    keep: () => keepRows(machine),
    refill: (kept) => refillRows(machine, kept),
    dropTemporary: async (name) => {
      await session.execute(`DROP TABLE IF EXISTS pg_temp.${quoteIdentifier(schema.conversion().shared.names.local(`tmp_${name.replace(/^#+/, '')}`))}`);
      machine.temporary.delete(name);
      machine.shapes++;
    },
    results: [], items: [], sent: new Map(),
  };
  return machine;
}

/** Statements that must be alone in their batch keep its whole text as their definition. */
async function* runScript(machine: Machine, text: string): AsyncIterable<BatchOutcome> {
  const { schema } = machine;
  const source = schema.growth.addSource('script', text);
  const lines = lineMap(text);
  let batch = 0;
  for (const { span, repeat } of splitBatches(text).batches) {
    for (let round = 0; round < repeat; round++) {
      batch++;
      machine.results = [];
      machine.items = [];
      machine.sent.clear();
      const start = span.start + (/^\s*/.exec(text.slice(span.start, span.end))?.[0].length ?? 0);
      // The line of the batch is that of its first character; SQL Server counts from where the batch begins.
      const firstLine = lines.positionAt(text.charCodeAt(span.start) === 13 || text.charCodeAt(span.start) === 10 ? Math.min(span.start + 1, text.length) : span.start).line;
      await runBatch(machine, { text, source, lines, firstLine, span });
      yield { batch, line: lines.positionAt(start).line, results: machine.results, items: machine.items, sent: [...machine.sent.values()] };
    }
  }
  await rollbackAll(machine);
}

/** A GOTO whose label is nowhere in the batch. */
function lostLabel(statements: readonly Statement[]): GotoStatement | undefined {
  const labels = new Set<string>();
  const jumps: GotoStatement[] = [];
  for (const statement of statements)
    walk(statement, (n) => {
      if (n.kind === 'LabelStatement') labels.add((n as LabelStatement).label.name.toLowerCase());
      if (n.kind === 'GotoStatement') jumps.push(n as GotoStatement);
    });
  return jumps.find((j) => !labels.has(j.label.name.toLowerCase()));
}

async function runBatch(machine: Machine, at: { readonly text: string; readonly source: number; readonly lines: ReturnType<typeof lineMap>; readonly firstLine: number; readonly span: { readonly start: number; readonly end: number } }): Promise<void> {
  const parsed = parseBatch(at.text, at.span, { quotedIdentifier: machine.options.quotedIdentifier });
  const frame = openFrame(machine, { ...at, statements: parsed.statements, nesting: 0, tries: 0 });
  const wrong = parsed.diagnostics.find((d) => d.severity === 'error');
  const lost = lostLabel(parsed.statements);
  if (lost !== undefined) await fail(frame, errorAt(frame, lost, 133, `A GOTO statement references the label '${lost.label.name}' but the label has not been declared.`, 15), { ends: true });
  else if (wrong !== undefined) await fail(frame, errorAt(frame, { kind: '', span: wrong.span }, 102, wrong.message, 15), { ends: true });
  else if (!machine.options.parseOnly || parsed.statements.some((s) => s.kind === 'SetOptionStatement')) await runStatements(frame, parsed.statements);
  await closeFrame(frame);
  for (const name of machine.functions.splice(0)) await machine.session.execute(`DROP FUNCTION IF EXISTS pg_temp.${quoteIdentifier(name)}`);
  if (machine.doomed) {
    machine.results.push({ type: 'error', ...errorAt(frame, { kind: '', span: at.span }, 3998, 'Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.') });
    await rollbackAll(machine);
  }
}


/** Runs T-SQL on PostgreSQL: see `docs/architecture.md`, "Running scripts". */
export const openRunner: OpenRunner = async (options: RunOptions) => {
  const schema = openSchema(options, options.databaseName, options.known);
  const given = variableMap(options.variables);
  return {
    begin(session): ScriptSession {
      const machine = newMachine(session, schema, options.mostRows);
      return { run: (text) => runScript(machine, /\$\(|^\s*:[a-z]/im.test(text) ? expandSqlcmd(text, given, new Map()).text : text) };
    },
  };
};
