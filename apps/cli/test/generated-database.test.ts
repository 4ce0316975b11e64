import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedDatabase } from '@ferry/testkit/generated-database';
import { expect, test } from 'vitest';
import { runCommandLine } from '../src/program';

test('the generated database of benches and walks is converted and proved as it is meant to be', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ferry-generated-'));
  try {
    await mkdir(join(folder, 'in'));
    for (const { name, text } of generatedDatabase(0.2)) await writeFile(join(folder, 'in', name), text);
    let out = '';
    const terminal = { out: (t: string) => void (out += t), err: (t: string) => void (out += t), live: false, columns: 80 };
    expect(await runCommandLine(['convert', join(folder, 'in'), '--out', join(folder, 'out'), '--json'], terminal, new AbortController().signal)).toBe(0);
    const summary = JSON.parse(out) as { refused: number; notices: unknown[]; objects: { storage: { total: number; convertedAndProved: number }; code: { total: number } } };
    expect(summary).toMatchObject({ refused: 0, notices: [] });
    expect(summary.objects.code.total).toBe(11);
    expect(summary.objects.storage.convertedAndProved).toBeGreaterThan(0.9 * summary.objects.storage.total);
    expect(await readFile(join(folder, 'out', 'deploy.sql'), 'utf8')).toContain('fleet');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
