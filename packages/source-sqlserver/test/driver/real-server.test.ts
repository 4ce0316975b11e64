import { quietRun } from '@ferry/kernel';
import type { ServerAddress } from '@ferry/kernel/network';
import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../src/driver/read-catalog';
import { askOf, openSession } from '../../src/driver/session';
import { testConnection } from '../../src/driver/test-connection';
import { defineQuery, serverFacts, serverQuery, systemViews, text } from '../../src/introspection';
import type { ServerFacts } from '../../src/introspection';

/** `mssql://user:password@host:1433/database?tls=require`, for example the one of `docker compose --profile samples up`. */
const url = process.env['FERRY_TEST_SQLSERVER_URL'] ?? '';

function address(): ServerAddress {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const tls = (['none', 'require', 'verify-ca', 'verify-full'] as const).find((mode) => mode === searchParams.get('tls')) ?? 'require';
  return { host: hostname, port: Number(port || 1433), database: decodeURIComponent(pathname.slice(1)), user: decodeURIComponent(username), password: decodeURIComponent(password), tls };
}

describe.skipIf(url === '')(`a real SQL Server${url === '' ? ' (skipped: FERRY_TEST_SQLSERVER_URL is not set)' : ''}`, () => {
  it('passes the test of the connection', async () => {
    expect((await testConnection(address(), new AbortController().signal)).checks.filter((check) => !check.passed && check.optional !== true)).toEqual([]);
  });

  it('has every column that is asked for, for its version', async () => {
    const session = await openSession(address(), quietRun());
    let facts: ServerFacts | undefined;
    await askOf(session, 0)(serverQuery, (row) => {
      facts = serverFacts(row);
    });
    const version = facts?.version ?? 0;
    const missing: string[] = [];
    for (const [view, { columns, since }] of Object.entries(systemViews)) {
      if (since > version) continue;
      const asked = Object.entries(columns).filter(([, from]) => from <= version);
      const query = defineQuery({ name: view, since, outputs: Object.fromEntries(asked.map(([column]) => [column, text(`CONVERT(nvarchar(4000), v.[${column}])`)])), from: [`FROM ${view} AS v WHERE 1 = 0`] });
      await session.ask(query, version, () => undefined).catch((thrown: unknown) => missing.push(`${view}: ${String(thrown)}`));
    }
    await session.close();
    expect(version).toBeGreaterThanOrEqual(10);
    expect(missing).toEqual([]);
  });

  it('gives a catalogue without remarks of the reader', async () => {
    const catalog = await readCatalog(address(), quietRun());
    expect(catalog.objects.length).toBeGreaterThan(0);
    expect(catalog.diagnostics.map((d) => `${d.message} ${catalog.sources[d.source]?.text.slice(0, 300)}`)).toEqual([]);
  }, 120_000);
});
