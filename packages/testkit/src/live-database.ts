import type { Catalog } from '@ferry/catalog';
import { resolveSettings } from '@ferry/conversion';
import type { Pair, RunResult, TargetDialect } from '@ferry/conversion';
import { createTables, fill, redirect, systemRows } from './system-catalogue';
import type { SystemColumns } from './system-catalogue';
import { startTdsServer } from './tds/server';
import type { TdsAnswer, TdsRows } from './tds/server';

const tdsType = (sourceType: string): 'int' | 'bit' | 'nvarchar' => (/^bit\b/i.test(sourceType) ? 'bit' : /^(int|smallint|tinyint)\b/i.test(sourceType) ? 'int' : 'nvarchar');

/** What a converted query came to, as SQL Server would send it. */
function answerOf(results: readonly RunResult[]): TdsAnswer {
  const error = results.find((r) => r.type === 'error');
  if (error?.type === 'error') return { number: error.number, message: error.message };
  return results.flatMap((r): TdsRows[] => {
    if (r.type !== 'rows') return [];
    const columns = r.columns.map((c) => ({ name: c.name, type: tdsType(c.sourceType) }));
    return [{ columns, rows: r.rows.map((row) => row.map((value, i) => (columns[i]?.type === 'bit' && value !== null ? value === '1' : value))) }];
  });
}

export interface LiveDatabase {
  readonly port: number;
  /** Every question so far, in order. */
  readonly asked: readonly string[];
  /** From now on what matches is refused, as to a login without the right. */
  closeToLogin(what: RegExp | undefined): void;
  close(): Promise<void>;
}

export interface LiveOptions {
  readonly pair: Pair;
  readonly target: TargetDialect;
  /** An empty database for the tables that stand for the system views. */
  readonly databaseUrl: string;
  /** The system views and their columns, as the introspection lists them. */
  readonly views: SystemColumns;
  /** What the database holds. */
  readonly catalog: Catalog;
  readonly databaseName: string;
}

/**
 * A server that speaks TDS and holds the catalogue of a database: it answers questions about system views by running them, converted by
 * our own converter, on tables in PostgreSQL.
 */
export async function startLiveDatabase({ pair, target, databaseUrl, views, catalog, databaseName }: LiveOptions): Promise<LiveDatabase> {
  if (target.openSession === undefined || pair.openRunner === undefined) throw new Error('the pair cannot run scripts');
  const session = await target.openSession(databaseUrl);
  const runner = await pair.openRunner({ settings: resolveSettings(pair.settings, {}).settings, targetVersion: 18, databaseName: 'master', variables: {} });
  const converted = runner.begin(session);
  const execute = async (sql: string): Promise<RunResult[]> => {
    const results: RunResult[] = [];
    for await (const batch of converted.run(sql)) results.push(...batch.results);
    return results;
  };
  const refused = (await execute(createTables(views))).find((r) => r.type === 'error');
  if (refused?.type === 'error') throw new Error(refused.message);
  for (const { sql, values } of fill(views, systemRows(catalog))) {
    const { refusal } = await session.execute(sql, values);
    if (refusal !== undefined) throw new Error(`${sql}: ${refusal.message}`);
  }
  const facts: TdsRows = {
    columns: [{ name: 'version', type: 'nvarchar' }, { name: 'edition', type: 'int' }, { name: 'database', type: 'nvarchar' }, { name: 'collation', type: 'nvarchar' }, { name: 'compatibility', type: 'int' }],
    rows: [['16.0.4135.4', 3, databaseName, catalog.database.collation ?? null, 160]],
  };
  const asked: string[] = [];
  let refusing: RegExp | undefined;
  // Several connections may ask; the session behind them answers one at a time.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const own = last.then(work, work);
    // Whoever asked learns of it; the next one asks all the same.
    last = own.catch(() => undefined);
    return own;
  };
  const server = await startTdsServer({
    answer: async (sql) => {
      asked.push(sql);
      if (refusing?.test(sql) === true) return { number: 229, message: 'The SELECT permission was denied on the object.' };
      return sql.includes('SERVERPROPERTY') ? [facts] : inTurn(async () => answerOf(await execute(redirect(sql))));
    },
  });
  let closed: Promise<void> | undefined;
  return {
    port: server.port,
    asked,
    closeToLogin: (what) => {
      refusing = what;
    },
    close: () => (closed ??= server.close().then(() => session.close())),
  };
}
