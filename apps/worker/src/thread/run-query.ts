import type { QueryBatch, QueryResult } from '@ferry/contract';
import type { BatchOutcome, Pair, RunResult, TargetSession } from '@ferry/conversion';
import { AppError, breathe, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { QueryOutcome } from '@ferry/operations';
import { findPair } from '@ferry/registry/engines';
import { wordItem } from '@ferry/reports';
import { unpackCatalog } from './catalog-file';
import type { QueryTask } from './protocol';

/** Milliseconds that one statement may take. */
const statementTimeout = 300_000;
/** Characters of values that one script may bring from the target, and statements that it may send: a loop without an end stops there. */
const mostCharacters = 32_000_000;
const mostStatements = 200_000;

function shownResult(result: RunResult): QueryResult {
  switch (result.type) {
    case 'rows':
      return { Type: 'rows', Columns: result.columns.map((c) => ({ Name: c.name, SourceType: c.sourceType })), Rows: result.rows.map((row) => [...row]), ...(result.total === undefined ? {} : { TotalRows: result.total }) };
    case 'count': return { Type: 'count', Count: result.count };
    case 'message': return { Type: 'message', Text: result.text, Severity: result.severity };
    case 'error': {
      const { number, severity, state, procedure, line, message } = result;
      return { Type: 'error', Number: number, Severity: severity, State: state, Line: line, Message: message, ...(procedure === null ? {} : { Procedure: procedure }) };
    }
  }
}

function shownBatch(batch: BatchOutcome, pair: Pair): QueryBatch {
  return {
    Batch: batch.batch,
    Line: batch.line,
    Statements: batch.sent.map(({ sql, values }) => ({ Sql: sql, Values: [...values] })),
    Results: batch.results.map(shownResult),
    Items: batch.items.map((item) => {
      const { severity, title, message, recommendedAction } = wordItem(item, pair.actionItems);
      return { Code: item.code, Severity: severity, Title: title, Message: message, RecommendedAction: recommendedAction };
    }),
  };
}

/** A session that ends the script when it is cancelled or has had its share. */
function bounded(session: TargetSession, run: Run): TargetSession {
  let characters = 0;
  let statements = 0;
  const enough = (what: string): AppError => new AppError('too-large', { public: `The script was stopped: ${what}.` });
  return {
    ...session,
    async execute(sql, values, options) {
      // What answers at once would keep the thread from hearing that it is to stop.
      if (++statements % 100 === 0) await breathe();
      checkCancelled(run);
      if (statements > mostStatements) throw enough(`it sent more than ${mostStatements.toLocaleString('en')} statements`);
      const answer = await session.execute(sql, values, options);
      checkCancelled(run);
      for (const row of answer.rows) for (const value of row) characters += (value ?? '').length + 1;
      if (characters > mostCharacters) throw enough(`it brought more than ${mostCharacters / 1_000_000} million characters of rows`);
      return answer;
    },
  };
}

/**
 * Runs a script of the source on the target. Unless changes are allowed the session is read only and rolled back.
 * @throws AppError when the target cannot be reached; `cancelled`
 */
export async function runQuery(task: QueryTask, run: Run): Promise<QueryOutcome> {
  const { target, pair } = findPair(task.source, task.target);
  const { openSession } = target;
  const { openRunner } = pair;
  if (openSession === undefined || openRunner === undefined) throw new AppError('invalid-input', { public: `Scripts of ${task.source} cannot be run on ${target.label}.` });
  const known = unpackCatalog(task.catalog);
  const session = await openSession(task.address, { readOnly: !task.allowChanges, statementTimeout });
  const cancel = (): void => {
    session.cancel().catch((thrown: unknown) => run.log('warn', 'The running statement could not be stopped; it ends with its connection.', { module: 'worker', internal: String(thrown) }));
  };
  run.signal.addEventListener('abort', cancel, { once: true });
  const batches: QueryBatch[] = [];
  const outcome = (stopped?: string): QueryOutcome => ({ Server: session.server, Batches: batches, ...(stopped === undefined ? {} : { Stopped: stopped }) });
  try {
    const runner = await openRunner({ settings: task.settings, rules: task.rules, targetVersion: task.targetVersion, databaseName: known.database.name, variables: {}, known, mostRows: task.mostRows });
    for await (const batch of runner.begin(bounded(session, run)).run(task.script)) batches.push(shownBatch(batch, pair));
    return outcome();
  } catch (thrown) {
    // What came before the limit was met is worth showing.
    if (thrown instanceof AppError && thrown.code === 'too-large') return outcome(thrown.message);
    throw thrown;
  } finally {
    run.signal.removeEventListener('abort', cancel);
    await session.close();
  }
}
