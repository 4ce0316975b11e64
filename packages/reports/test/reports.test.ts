import { buffer } from 'node:stream/consumers';
import { convertCatalog } from '@ferry/conversion';
import { quietRun } from '@ferry/kernel';
import { toyPair, toySource, toyTarget } from '@ferry/testkit';
import { describe, expect, it } from 'vitest';
import { listParts, objectsJson, readDeployment, scriptFiles, scriptObjects, summarise, summaryRows, weigh, workOf, zipFiles } from '../src';

async function convert(text: string, proved = true) {
  const run = quietRun();
  const catalog = await toySource.readScripts([{ path: 'a.toy', text }], { databaseName: 'toy', variables: {} }, run);
  const verifier = await toyTarget.openVerifier('', { version: 1 });
  const result = await convertCatalog(toyPair, toyTarget, catalog, { settings: { prefix: '' }, targetVersion: 1, ...(proved ? { verifier } : {}) }, run);
  return { catalog, result };
}

describe('listing', () => {
  it('lists every part with status, proof and the place of its items', async () => {
    const { catalog, result } = await convert('thing one\nthing bad\nthing explode\n');
    const parts = listParts(toySource, catalog, result.objects, toyPair.actionItems);
    expect(parts.map((p) => [p.ref.name, p.status, p.proof.level])).toEqual([
      ['one', 'converted', 'created'],
      ['bad', 'not-converted', 'none'],
      ['explode', 'not-converted', 'none'],
    ]);
    expect(parts[1]?.items[0]).toMatchObject({ code: 20001, severity: 'CRITICAL', file: 'a.toy', line: 2, column: 1 });
    const entries = JSON.parse(objectsJson(parts)) as { name: string; proof: string; provedBy?: string }[];
    expect(entries.map((e) => [e.name, e.proof, e.provedBy])).toEqual([
      ['one', 'created', 'Toy 1'],
      ['bad', 'none', entries[1]?.provedBy],
      ['explode', 'none', undefined],
    ]);
  });

  it('writes an empty listing that is still JSON', () => {
    expect(JSON.parse(objectsJson([]))).toEqual([]);
  });
});

describe('script files', () => {
  it('writes one ordered script and one file an object, with stand-ins for what was refused', async () => {
    const { result } = await convert('thing one\nthing bad\n');
    const files = scriptFiles(toyTarget, scriptObjects(result), result.support, 'toy');
    expect(files.map((f) => f.path)).toEqual(['deploy.sql', 'deploy.json', 'sql/toy/things/one.sql', 'sql/toy/things/bad.sql']);
    expect(files[0]?.text).toContain('make one;');
    expect(files[0]?.text).toContain('make loud_b_d;');
  });

  it('keeps paths inside the folder and apart', async () => {
    const { result } = await convert('thing one\nthing two\nthing three\n');
    const paths = ['../../etc/x', '../../ETC/x', 'a\\b/c:d'];
    let next = 0;
    const target = { ...toyTarget, filePath: () => paths[next++] ?? '' };
    const files = scriptFiles(target, scriptObjects(result), [], 'toy').map((f) => f.path);
    expect(files).toEqual(['deploy.sql', 'deploy.json', 'sql/_/_/etc/x.sql', 'sql/_/_/ETC/x~2.sql', 'sql/a_b/c_d.sql']);
  });

  it('makes the same zip twice', async () => {
    const files = [{ path: 'a/ü.sql', text: 'SELECT 1;\n' }];
    const [first, second] = await Promise.all([buffer(zipFiles(files)), buffer(zipFiles(files))]);
    expect(first.equals(second)).toBe(true);
    expect(first.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('deployment', () => {
  it('reads back what was written, statement by statement', async () => {
    const { result } = await convert('thing one\nthing two\n');
    const [script, json] = scriptFiles(toyTarget, scriptObjects(result), result.support, 'toy');
    const deployment = readDeployment(json?.text ?? '', script?.text ?? '');
    expect(deployment).toMatchObject({ target: 'toy-target', title: 'toy', support: result.support.map((s) => ({ sql: s.sql })) });
    const written = result.deployment.filter((s) => !result.support.includes(s));
    expect(deployment.statements.map(({ sql, creates, phase, needs }) => ({ sql, creates, phase, needs }))).toEqual(written.map(({ sql, creates, phase, needs }) => ({ sql, creates, phase, needs })));
    const [, last] = deployment.statements;
    expect(last && script?.text.split('\n')[(deployment.lineOf(last, 0) ?? 0) - 1]).toBe(last?.sql);
  });

  it('refuses what does not belong together, with a cure', async () => {
    const { result } = await convert('thing one\n');
    const [script, json] = scriptFiles(toyTarget, scriptObjects(result), [], 'toy');
    const read = (j: string, s: string) => () => readDeployment(j, s);
    expect(read(json?.text ?? '', `${script?.text} -- mine`)).toThrow(/deploy\.sql was changed.*psql/);
    expect(read('{', '')).toThrow(/not valid JSON/);
    expect(read('null', '')).toThrow(/this version of Ferry/);
    expect(read((json?.text ?? '').replace(/"at":\[\d+/, '"at":[-1'), script?.text ?? '')).toThrow(/cannot be read/);
  });
});

describe('summary', () => {
  it('adds up the syntax of parts that have no row of their own', () => {
    const unit = { status: 'converted', proof: 'created', items: [], lines: 1 } as const;
    const rows = weigh([
      { ...unit, key: 't', kind: 'TABLE', syntax: { total: 3, automatic: 3 } },
      { ...unit, key: 'c', owner: 't', kind: 'COLUMN', syntax: { total: 2, automatic: 1 } },
      { ...unit, key: 'lost', owner: 'nobody', kind: 'COLUMN', syntax: { total: 9, automatic: 0 } },
      { ...unit, key: 'i', owner: 't', kind: 'INDEX' },
    ]);
    expect(rows.map((row) => [row.key, row.syntax])).toEqual([
      ['t', { total: 5, automatic: 4 }],
      ['lost', { total: 9, automatic: 0 }],
      ['i', undefined],
    ]);
    expect(summarise(rows).syntax).toEqual({ total: 5, automatic: 4 });
  });

  it('lets what is uncounted weigh on its object', () => {
    const item = { code: 1, severity: 'HIGH', complexity: 'Complex', title: '', message: '', recommendedAction: '' } as const;
    const part = { targets: [], status: 'converted', proof: { level: 'created' }, items: [], lines: 3 } as const;
    const rows = summaryRows([
      { ...part, ref: { kind: 'TABLE', schema: 'dbo', name: 't' } },
      { ...part, ref: { kind: 'COLUMN', schema: 'dbo', parent: 't', name: 'a' }, status: 'converted-with-items', items: [item] },
      { ...part, ref: { kind: 'CHECK', schema: 'dbo', parent: 't', columns: [] } },
      { ...part, ref: { kind: 'TABLE', schema: 'dbo', name: 'u' } },
    ]);
    expect(rows.map((r) => [r.kind, r.status, workOf(r)])).toEqual([
      ['TABLE', 'converted-with-items', 'complex'],
      ['CHECK', 'converted', 'automatic'],
      ['TABLE', 'converted', 'automatic'],
    ]);
  });

  it('counts objects by the heaviest item that needs work, and leaves parts out', () => {
    const medium = { severity: 'HIGH', complexity: 'Medium' } as const;
    const info = { severity: 'INFO', complexity: 'Complex' } as const;
    const summary = summarise([
      { kind: 'TABLE', status: 'converted', proof: 'created', items: [info], lines: 10 },
      { kind: 'COLUMN', status: 'converted', proof: 'created', items: [], lines: 0 },
      { kind: 'PROCEDURE', status: 'converted-with-items', proof: 'checked', items: [medium], lines: 5 },
      { kind: 'PROCEDURE', status: 'not-converted', proof: 'none', items: [], lines: 7 },
    ]);
    expect(summary.storage).toMatchObject({ total: 1, automatic: 1, converted: 1, convertedAndProved: 1 });
    expect(summary.code).toMatchObject({ total: 2, medium: 1, complex: 1, converted: 0 });
    expect(summary.categories.map((c) => [c.category, c.total, c.lines])).toEqual([
      ['Table', 1, 10],
      ['Procedure', 2, 12],
    ]);
    expect(summary.lines).toBe(22);
    expect(summary.syntax).toBeUndefined();
    expect(workOf({ status: 'converted-with-items', items: [{ severity: 'MEDIUM', complexity: 'Info' }] })).toBe('simple');
  });
});
