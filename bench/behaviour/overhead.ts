import { parseArgs } from 'node:util';
import { sqlserverToPostgresql } from '@ferry/sqlserver-to-postgresql';
import { openSession } from '@ferry/target-postgresql';

/** What `ferry run` adds to the execution of a batch, warm, and its memory over many batches. */
const { values } = parseArgs({ options: { target: { type: 'string' }, batches: { type: 'string', default: '10000' } } });
if (values.target === undefined) {
  console.error('npx tsx bench/behaviour/overhead.ts --target postgres://... [--batches 10000]');
  process.exit(2);
}
const count = Number(values.batches);
const session = await openSession(values.target);
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
  if (done % Math.max(1, Math.floor(count / 5)) === 0) {
    global.gc?.();
    heaps.push(Math.round(process.memoryUsage().heapUsed / 1e6));
  }
}
const all = performance.now() - from;
console.log(`${done} batches: ${((all - executing) / (done - 200)).toFixed(2)} ms added to a batch, ${(executing / (done - 200)).toFixed(2)} ms on the server; heap in MB along the way: ${heaps.join(', ')}`);
await session.close();
