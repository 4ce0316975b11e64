import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../scripts/try.mjs', import.meta.url));
const run = promisify(execFile);

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-try-'));
  file = join(folder, 'one.sql');
  await writeFile(file, 'CREATE TABLE dbo.t (id int NOT NULL PRIMARY KEY, price money NULL);\nGO\nCREATE VIEW dbo.v AS SELECT price * 2 AS twice FROM dbo.t;\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run try -- file.sql --stage', () => {
  it.each([
    ['tokens', /^3:1 +Reserved +CREATE$/m],
    ['tree', /^CreateViewStatement .*@3:1$/m],
    ['bound', /^3:29 +price \* 2 +money NULL$/m],
    ['pg', /^AlterTable$[\s\S]*^ {2}actions\[0\]: .*do="ADD CONSTRAINT"/m],
    ['sql', /^CREATE VIEW dbo\.v AS$/m],
  ])('%s', async (stage, expected) => {
    const { stdout } = await run(process.execPath, [script, file, '--stage', stage]);
    expect(stdout).toMatch(expected);
  });
}, 60_000);
