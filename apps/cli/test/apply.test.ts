import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/program';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-apply-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function ferry(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal = { out: (t: string) => void (out += t), err: (t: string) => void (err += t), live: false, columns: 80 };
  const code = await runCommandLine(argv, terminal, new AbortController().signal);
  return { code, out, err };
}

const secret = 'a-secret-password';

describe('ferry apply', () => {
  it('says what is wrong with its input, and never the password', async () => {
    const none = await ferry('apply', join(folder, 'nowhere'), '--target', `postgres://u:${secret}@localhost:1/d`);
    expect([none.code, none.err]).toEqual([2, expect.stringMatching(/deploy\.sql cannot be read\. Give the output folder of ferry convert/)]);
    const url = await ferry('apply', folder, '--target', `mysql://u:${secret}@localhost/d`);
    expect([url.code, url.err]).toEqual([2, expect.stringMatching(/--target takes a connection string such as postgres:/)]);
    const missing = await ferry('apply', folder);
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('--target <url>')]);
    expect(none.err + url.err).not.toContain(secret);
  });

  it('refuses a deploy.sql that was changed', async () => {
    await mkdir(join(folder, 'in'));
    const script = join(folder, 'in', 'a.sql');
    await writeFile(script, 'CREATE TABLE dbo.Good (id int NOT NULL PRIMARY KEY);');
    const out = join(folder, 'changed');
    expect(await ferry('convert', script, '--out', out, '--verify', 'none', '--quiet')).toMatchObject({ code: 0 });
    await writeFile(join(out, 'deploy.sql'), `${await readFile(join(out, 'deploy.sql'), 'utf8')}-- mine\n`);
    const ran = await ferry('apply', out, '--target', 'postgres://u@localhost:1/d', '--json');
    expect([ran.code, JSON.parse(ran.out)]).toEqual([2, { error: { code: 'invalid-input', message: expect.stringContaining('deploy.sql was changed') as string } }]);
  });
});

describe('ferry --help', () => {
  it('tells every command, and the exit codes', async () => {
    const { code, out } = await ferry('--help');
    expect(code).toBe(0);
    for (const command of ['assess', 'convert', 'apply', 'parse']) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(out).toContain('Exit codes: 0 done');
  });
});
