import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../docker/load-sample.sh', import.meta.url));
const missing = spawnSync('bash', ['-c', 'exit 0']).error !== undefined;

/** Stands for sqlcmd and a server with one database: `state` is what it holds, `log` what was asked, `fail` the script that breaks. */
const standIn = `#!/bin/bash
here="$(dirname "$0")"
while [ $# -gt 0 ]; do
  case "$1" in -Q) query="$2"; shift 2 ;; -i) file="$2"; shift 2 ;; -d|-h|-S|-U) shift 2 ;; *) shift ;; esac
done
if [ -n "$file" ]; then
  echo "file $(basename "$file")" >> "$here/log"
  [ "$(cat "$here/fail" 2>/dev/null)" = "$(basename "$file")" ] && exit 1
  exit 0
fi
case "$query" in
  *DB_ID*) cat "$here/state" ;;
  *DROP\\ DATABASE*) echo none > "$here/state"; echo drop >> "$here/log" ;;
  CREATE\\ DATABASE*) [ "$(cat "$here/state")" = none ] || exit 1; echo broken > "$here/state"; echo create >> "$here/log" ;;
  *sp_addextendedproperty*) echo loaded > "$here/state"; echo mark >> "$here/log" ;;
  *) exit 1 ;;
esac
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-load-'));
  await writeFile(join(folder, 'sqlcmd'), standIn);
  await chmod(join(folder, 'sqlcmd'), 0o755);
  await mkdir(join(folder, 'scripts'));
  for (const name of ['02-code.sql', '01-storage.sql']) await writeFile(join(folder, 'scripts', name), 'SELECT 1');
  await writeFile(join(folder, 'state'), 'none\n');
});
afterAll(() => rm(folder, { recursive: true }));

const load = (): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => {
    execFile('bash', [script], { env: { ...process.env, SQLCMD: join(folder, 'sqlcmd'), SAMPLE_SCRIPTS: join(folder, 'scripts') } }, (error, out, problems) => resolve({ code: error === null ? 0 : 1, out: out + problems }));
  });
async function log(): Promise<string[]> {
  const lines = (await readFile(join(folder, 'log'), 'utf8')).trim().split('\n');
  await writeFile(join(folder, 'log'), '');
  return lines;
}

describe.skipIf(missing)(`loading the sample into a container${missing ? ' (skipped: bash is not installed)' : ''}`, () => {
  it('takes no half load for a whole one', async () => {
    await writeFile(join(folder, 'fail'), '02-code.sql');
    expect((await load()).code).toBe(1);
    expect(await log()).toEqual(['create', 'file 01-storage.sql', 'file 02-code.sql']);
    await writeFile(join(folder, 'fail'), '');
    const again = await load();
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('An earlier load broke off')]);
    expect(await log()).toEqual(['drop', 'create', 'file 01-storage.sql', 'file 02-code.sql', 'mark']);
    const third = await load();
    expect([third.code, third.out.trim()]).toEqual([0, 'The sample is loaded already.']);
  });

  it('says so when the server gives no answer, and when there is nothing to load', async () => {
    await writeFile(join(folder, 'state'), 'Sqlcmd: Error\n');
    expect((await load()).code).toBe(1);
    await writeFile(join(folder, 'state'), 'none\n');
    await rm(join(folder, 'scripts'), { recursive: true });
    await mkdir(join(folder, 'scripts'));
    const empty = await load();
    expect([empty.code, empty.out]).toEqual([1, expect.stringContaining('There are no scripts')]);
  });
});
