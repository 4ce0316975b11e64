import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLogFile } from '../../src/launch/log-file';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-log-file-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a log file', () => {
  it('begins anew when it is full, and keeps the one before', async () => {
    const log = openLogFile(join(folder, 'a.log'), 10);
    for (const text of ['one\n', 'two\n', 'three\n']) log.write(text);
    log.close();
    expect([await readFile(join(folder, 'a.log.1'), 'utf8'), await readFile(join(folder, 'a.log'), 'utf8')]).toEqual(['one\ntwo\n', 'three\n']);
  });

  it.skipIf(!existsSync('/dev/full'))('does not end what is logged when the disk is full (needs /dev/full)', () => {
    const log = openLogFile('/dev/full');
    log.write('one\ntwo\n');
    expect(log.lastLines(1)).toBe('two');
    log.close();
  });
});
