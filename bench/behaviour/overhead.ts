import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEphemeralCluster } from '@ferry/embedded-postgresql';
import { sqlserverToPostgresql } from '@ferry/sqlserver-to-postgresql';
import { openSession } from '@ferry/target-postgresql';

/**
 * What `ferry run` adds to the execution of a batch, warm, and its memory over many batches; without a target on a server of its own.
 * Ends with 1 when a batch costs more than it may, or memory grows.
 */
const { values } = parseArgs({ options: { target: { type: 'string' }, batches: { type: 'string', default: '10000' } } });
/** Milliseconds that a batch may cost, and megabytes by which the second half of the run may need more than the first. */
const mostAdded = 5;
const mostGrowth = 10;
const count = Number(values.batches);
const folder = mkdtempSync(join(tmpdir(), 'ferry-overhead-'));
const server = values.target === undefined ? await startEphemeralCluster({ baseDir: folder }) : undefined;
const session = await openSession(values.target ?? server?.url ?? '');
let executing = 0;
const timed = {
  ...session,
  execute: async (sql: string, args: readonly (string | null)[] = []) => {
    const from = performance.now();
    const answer = await session.execute(sql, args);
    executing += performance.now() - from;
    return answer;
  },
};
const openRunner = sqlserverToPostgresql.openRunner as NonNullable<typeof sqlserverToPostgresql.openRunner>;
const runner = await openRunner({ settings: {}, targetVersion: 15, databaseName: 'master', variables: {} });
const batch = "INSERT INTO #t (v) VALUES ('x')\nDECLARE @n int = (SELECT COUNT(*) FROM #t WHERE v = 'y')\nIF @n = 0 SELECT TOP (1) a, v FROM #t ORDER BY a\nGO\n";
const script = `CREATE TABLE #t (a int IDENTITY, v varchar(10))\nGO\n${batch.repeat(count)}`;
let done = 0;
let from = 0;
const heaps: number[] = [];
for await (const outcome of runner.begin(timed).run(script)) {
  if (outcome.results.some((r) => r.type === 'error')) throw new Error(JSON.stringify(outcome.results));
  done++;
  if (done === 200) {
    from = performance.now();
    executing = 0;
  }
  if (done % Math.max(1, Math.floor(count / 10)) === 0) {
    global.gc?.();
    heaps.push(Math.round(process.memoryUsage().heapUsed / 1e6));
  }
}
const all = performance.now() - from;
const added = (all - executing) / (done - 200);
const half = Math.floor(heaps.length / 2);
const growth = Math.max(0, ...heaps.slice(half)) - Math.max(0, ...heaps.slice(0, half));
console.log(`${done} batches: ${added.toFixed(2)} ms added to a batch, ${(executing / (done - 200)).toFixed(2)} ms on the server; heap in MB along the way: ${heaps.join(', ')}`);
await session.close();
await server?.stop();
rmSync(folder, { recursive: true, force: true });
if (added > mostAdded || growth > mostGrowth) {
  console.log(`A batch may cost ${mostAdded} ms, and memory may grow by ${mostGrowth} MB between the halves of the run; it grew by ${growth} MB.`);
  process.exitCode = 1;
}
