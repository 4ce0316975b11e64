import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** One case of a file in `cases/`: a title, T-SQL, and what is printed about it. */
interface Case {
  readonly title: string;
  readonly sql: string;
  readonly expected: string;
}

const readCases = (text: string): Case[] =>
  text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [head = '', expected = ''] = block.split(/^---\n/m);
      const [title = '', ...sql] = head.split('\n');
      return { title, sql: sql.join('\n').trimEnd(), expected: expected.trimEnd() };
    });

/**
 * Runs every case of `cases/<name>.txt`; UPDATE_FIXTURES=1 writes what is printed now: read the difference.
 * @param print what to tell of a piece of T-SQL, in lines
 */
export function checkCases(name: string, print: (sql: string) => readonly string[]): void {
  const file = path.join(import.meta.dirname, 'cases', `${name}.txt`);
  const text = readFileSync(file, 'utf8');
  const cases = readCases(text);
  describe(name, () => {
    it.each(cases.map((c) => [c.title, c] as const))('%s', (_, { sql, expected }) => {
      if (process.env.UPDATE_FIXTURES !== '1') expect(print(sql).join('\n')).toBe(expected);
    });
    it('stands in its file as it is printed', () => {
      const now = `${text.slice(0, text.indexOf('=== '))}${cases.map(({ title, sql }) => `=== ${title}\n${sql}\n---\n${print(sql).join('\n')}\n`).join('\n')}`;
      if (process.env.UPDATE_FIXTURES === '1') writeFileSync(file, now);
      else expect(text).toBe(now);
    });
  });
}
