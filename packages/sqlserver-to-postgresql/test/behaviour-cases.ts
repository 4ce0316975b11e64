import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResult, ScriptRunner, TargetSession } from '@ferry/conversion';

/** One case: a batch of T-SQL and what SQL Server answers. */
export interface BehaviourCase {
  readonly file: string;
  readonly line: number;
  /** The page of documentation, or the public record, that says so. */
  readonly source: string;
  readonly batch: string;
  readonly expected: readonly string[];
}

const ownFolder = join(import.meta.dirname, '..', 'fixtures-behaviour');

/**
 * Reads `fixtures-behaviour/<family>.txt`.
 *
 * `# https://...` names the source of the cases that follow. `expression -> value` is a case of one value. `{`, a batch, `}` and lines
 * that begin with `=>` are a case of a batch: each line is a row (values apart by ` | `), `error <number>`, `message <text>` or
 * `count <n>` (counts are compared only where the case names one). A value is written as it is; `NULL` is NULL, `«...»` keeps blanks.
 */
export function readCases(folder = ownFolder): BehaviourCase[] {
  const out: BehaviourCase[] = [];
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.txt')).sort()) {
    let source = '';
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i] ?? '';
      if (line.trim() === '') continue;
      if (line.startsWith('#')) {
        source = line.slice(1).trim();
        continue;
      }
      if (line === '{') {
        const from = i + 1;
        const end = lines.indexOf('}', i);
        const batch = lines.slice(i + 1, end).join('\n');
        const expected: string[] = [];
        for (i = end + 1; (lines[i] ?? '').startsWith('=>'); i++) expected.push((lines[i] ?? '').slice(2).trim());
        i--;
        out.push({ file, line: from, source, batch, expected });
        continue;
      }
      const at = line.lastIndexOf(' -> ');
      if (at < 0) throw new Error(`${file}:${i + 1}: neither a case nor a comment`);
      const expected = line.slice(at + 4).trim();
      out.push({ file, line: i + 1, source, batch: `SELECT ${line.slice(0, at).trim()}`, expected: [expected] });
    }
  }
  return out;
}

const shown = (value: string | null): string => (value === null ? 'NULL' : value === '' || value !== value.trim() || value === 'NULL' ? `«${value}»` : value);

/** What a batch came to, in the words of the cases. */
export function answer(results: readonly RunResult[], counts: boolean): string[] {
  return results.flatMap((r) => {
    switch (r.type) {
      case 'rows': return r.rows.map((row) => row.map(shown).join(' | '));
      case 'count': return counts ? [`count ${r.count}`] : [];
      case 'message': return [`message ${r.text}`.trimEnd()];
      case 'error': return [`error ${r.number}`];
    }
  });
}

/** Runs cases in one session, each as a batch of its own. @returns the answer to each */
export async function runCases(runner: ScriptRunner, session: TargetSession, cases: readonly BehaviourCase[]): Promise<Map<BehaviourCase, readonly string[]>> {
  const out = new Map<BehaviourCase, readonly string[]>();
  const places = new Map<number, BehaviourCase>();
  const script: string[] = [];
  for (const c of cases) {
    const from = script.length + 1;
    script.push(...c.batch.split('\n'), 'GO');
    for (let line = from; line <= script.length; line++) places.set(line, c);
  }
  for await (const batch of runner.begin(session).run(`${script.join('\n')}\n`)) {
    const c = places.get(batch.line);
    if (c === undefined) continue;
    out.set(c, [...(out.get(c) ?? []), ...answer(batch.results, c.expected.some((e) => e.startsWith('count ')))]);
  }
  return out;
}
