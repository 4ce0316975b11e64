import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTdsServer } from '@ferry/testkit/tds';
import type { TdsAnswer, TdsOptions, TdsServer } from '@ferry/testkit/tds';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

// A server and a driver that err in the same way would not notice: FreeTDS is neither.
const missing = spawnSync('tsql', ['-C']).error !== undefined;
const password = 'Sw0rdfish';
let servers: TdsServer[] = [];
let folder: string;
let certificate: { key: string; cert: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-tsql-'));
  const made = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048, algorithm: 'sha256' });
  certificate = { key: made.private, cert: made.cert };
});
afterEach(async () => {
  await Promise.all(servers.map((s) => s.close()));
  servers = [];
});
afterAll(() => rm(folder, { recursive: true }));

/** What `tsql` prints for a script. */
async function tsql(options: Partial<TdsOptions>, script: string, encryption: 'off' | 'require' = 'off', user = 'reader'): Promise<string> {
  const server = await startTdsServer({ database: 'Shop', login: (login) => (login.user === 'reader' && login.password === password ? undefined : { number: 18456, message: `Login failed for user '${login.user}'.`, severity: 14 }), answer: async () => [], ...options });
  servers.push(server);
  const config = join(folder, `${server.port}.conf`);
  await writeFile(config, `[global]\n\ttext size = 1000000\n[test]\n\thost = 127.0.0.1\n\tport = ${server.port}\n\ttds version = 7.4\n\tencryption = ${encryption}\n\tclient charset = UTF-8\n`);
  return new Promise((resolve) => {
    const client = execFile('tsql', ['-S', 'test', '-U', user, '-P', password, '-o', 'fhq'], { env: { ...process.env, FREETDSCONF: config, LC_ALL: 'C.UTF-8' }, timeout: 15_000 }, (_error, out, problems) => resolve(out + problems));
    client.stdin?.end(script);
  });
}

const answer: TdsOptions['answer'] = async (sql): Promise<TdsAnswer> =>
  sql.includes('wrong')
    ? { number: 207, message: "Invalid column name 'wrong'.", severity: 16 }
    : [
        { columns: [{ name: 'id', type: 'int' }, { name: 'name', type: 'nvarchar' }, { name: 'on', type: 'bit' }], rows: [[1, 'ä€', true], [-2, null, false]] },
        { columns: [{ name: 'sql', type: 'nvarchar' }], rows: [[sql.trim()]] },
      ];

describe.skipIf(missing)(`FreeTDS${missing ? ' (skipped: tsql is not installed)' : ''}`, () => {
  it('logs in and reads several result sets', async () => {
    expect((await tsql({ answer }, 'SELECT 1\nGO\n')).split('\n').filter((line) => line !== '')).toEqual(['1\tä€\t1', '-2\tNULL\t0', 'SELECT 1']);
  });
  it('does so over an encrypted line', async () => {
    expect(await tsql({ answer, encryption: 'required', certificate }, 'SELECT 1\nGO\n', 'require')).toContain('SELECT 1');
  });
  it('reads errors, and goes on after one', async () => {
    const said = await tsql({ answer }, 'SELECT wrong\nGO\nSELECT 2\nGO\n');
    expect(said).toMatch(/Msg 207 \(severity 16/);
    expect(said).toContain("Invalid column name 'wrong'.");
    expect(said).toContain('SELECT 2');
  });
  it('is told that the login failed', async () => {
    expect(await tsql({ answer }, 'SELECT 1\nGO\n', 'off', 'stranger')).toContain("Login failed for user 'stranger'.");
  });
});
