import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testDatabase, testMajors } from '@ferry/embedded-postgresql/testing';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');

test.each(testMajors)('npm run data: rows of the sample arrive, and 200 that SQL Server rejects stay out (PostgreSQL %i)', { timeout: 180_000 }, async (major) => {
  const database = await testDatabase(major);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'scripts', 'data.mjs'), '--count', '200', '--target', database.url], { cwd: root });
    expect(stdout).toMatch(/0 statements refused; 14 tables, \d+ rows, \d+ columns compared, 0 differ; 200 rows that the source rejects \(.*\), 0 not rejected/);
  } finally {
    await database.drop();
  }
});
