import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lineMap } from '@ferry/kernel';
import { describe, expect, it } from 'vitest';
import { parseBatch } from '../../src/parser';
import { checkBatch } from './hostile';
import { trouble } from './parse';

/** `fixtures/<family>/{valid,invalid}.sql`, see the README there. UPDATE_FIXTURES=1 writes what the parser says now. */
const folder = path.join(import.meta.dirname, '../../fixtures');
const scoreFile = path.join(folder, 'score.json');
const updating = process.env.UPDATE_FIXTURES === '1';

interface Score {
  batches: number;
  statements: number;
  /** Statements that could not be read. */
  unparsed: number;
  diagnostics: number;
}

const batchesOf = (file: string): string[] => readFileSync(file, 'utf8').split(/^GO\n/m);
const expectation = /^-- expect .*\n/gm;

/** `line:column code message` of every diagnostic, the line counted from the first after the expectations. */
function findings(sql: string): string[] {
  const lines = lineMap(sql);
  return trouble(parseBatch(sql, undefined, { lines }).diagnostics).map((d) => {
    const { line, column } = lines.positionAt(d.span.start);
    return `${line}:${column} ${d.code} ${d.message.replace(/\s+/g, ' ')}`;
  });
}

function scoreOf(batches: readonly string[]): Score {
  const score: Score = { batches: batches.length, statements: 0, unparsed: 0, diagnostics: 0 };
  for (const text of batches) {
    const batch = parseBatch(text.replace(expectation, ''));
    checkBatch(batch, text.replace(expectation, ''));
    score.statements += batch.statements.length;
    score.unparsed += batch.statements.filter((statement) => statement.kind === 'UnparsedStatement').length;
    score.diagnostics += trouble(batch.diagnostics).length;
  }
  return score;
}

const families = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
const scores: Record<string, Score> = {};

describe('fixtures of the parser', () => {
  it.each(families)('%s: every valid batch is read without a diagnostic', (family) => {
    const batches = batchesOf(path.join(folder, family, 'valid.sql'));
    scores[`${family}/valid.sql`] = scoreOf(batches);
    for (const sql of batches) expect(findings(sql), sql).toEqual([]);
  });

  it.each(families)('%s: every invalid batch has the diagnostics it names', (family) => {
    const file = path.join(folder, family, 'invalid.sql');
    const batches = batchesOf(file);
    scores[`${family}/invalid.sql`] = scoreOf(batches);
    const found = batches.map((text) => {
      const sql = text.replace(expectation, '');
      return `${findings(sql).map((finding) => `-- expect ${finding}\n`).join('')}${sql}`;
    });
    if (updating) writeFileSync(file, found.join('GO\n'));
    else expect(found).toEqual(batches);
    for (const text of found) expect(text, 'an invalid batch without a diagnostic').toMatch(/^-- expect /);
  });

  it('the score is the one in score.json', () => {
    const sorted = Object.fromEntries(Object.entries(scores).sort(([a], [b]) => (a < b ? -1 : 1)));
    const lines = Object.entries(sorted).map(([file, score]) => `  ${JSON.stringify(file)}: ${JSON.stringify(score)}`);
    const text = `{\n${lines.join(',\n')}\n}\n`;
    if (updating) writeFileSync(scoreFile, text);
    expect(existsSync(scoreFile) ? readFileSync(scoreFile, 'utf8') : '').toBe(text);
  });
});
