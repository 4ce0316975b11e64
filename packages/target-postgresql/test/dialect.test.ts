import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import { describe, expect, test } from 'vitest';
import { phases, pg, postgresql, printStatement } from '../src';
import type { TargetStatement } from '@ferry/conversion';

const ref = (kind: string, schema: string, name: string, parent?: string) => ({ kind, schema, name, ...(parent === undefined ? {} : { parent }) });

test('files have a place of their own on every file system', () => {
  const path = postgresql.filePath;
  expect(path(ref('TABLE', 'sales', 'order_lines'))).toBe('sales/tables/order_lines');
  expect(path(ref('TRIGGER', 'sales', 'tr', 'orders'))).toBe('sales/triggers/orders.tr');
  expect(path(ref('SCHEMA', '', 'sales'))).toBe('sales/schema');
  expect(path(ref('EXTENSION', '', 'citext'))).toBe('_database/extensions/citext');
  const hostile = ['../../etc/passwd', '..', '.', '', 'a/b', 'a\\b', 'CON', 'con', 'nul.txt', 'a b', 'Order', 'order', 'x'.repeat(200), `${'x'.repeat(200)}y`, 'é', '%', ' a', 'a.', 'a:b', '\0'];
  const paths = hostile.map((name) => path(ref('TABLE', name, name)));
  expect(new Set(paths).size).toBe(paths.length);
  for (const p of paths) {
    expect(p.split('/')).toHaveLength(3);
    for (const segment of p.split('/')) expect(segment).toMatch(/^(?!\.)(?!con$|nul\.)[a-z0-9_%. ~-]{1,210}(?<![. ])$/);
  }
});

const parsed = async (statements: readonly TargetStatement[]) => postgresql.parse(statements, quietRun());

test('parse proves each statement, and places refusals in UTF-16 code units', async () => {
  const at = { creates: ref('TABLE', 'a', 'b'), phase: 0, needs: [], links: [] };
  const proofs = await parsed([
    { ...at, sql: 'SELECT 1;' },
    { ...at, sql: "SELECT '😀', fro from from;" },
    { ...at, sql: 'SELECT 1; SELECT 2;' },
    { ...at, sql: 'SELECT 1\0;' },
    { ...at, sql: '' },
    { ...at, sql: 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETUR 1; END $$;' },
    { ...at, sql: 'DO $$ BEGIN LOOP END; $$;' },
  ]);
  expect(proofs.map((p) => p.level)).toEqual(['parsed', 'none', 'none', 'none', 'none', 'none', 'none']);
  expect(proofs[0]?.by).toMatch(/^libpg-query 18\.\d+$/);
  expect("SELECT '😀', fro from from;".slice(proofs[1]?.refusal?.offset)).toBe('from;');
});

const psql = spawnSync('psql', ['--version']).status === 0;

describe.skipIf(!psql)(psql ? 'the script under psql' : 'the script under psql (skipped: psql is not installed)', () => {
  test('hostile text runs nothing, and stays what it is', async () => {
    const database = await testDatabase(18);
    const folder = mkdtempSync(join(tmpdir(), 'ferry-script-'));
    try {
      const witness = join(folder, 'witness');
      const hostile = `\\! touch ${witness}\n\\! touch ${witness}\n\\q\n:HOST :'HOST' '\n\\i x\n$$`;
      const place = (phase: number) => ({ creates: ref('TABLE', 'app', 't'), phase });
      const commented = { leadingComments: [hostile, `/* ${hostile} */`], trailingComment: hostile };
      const name = `t\n\\! touch ${witness}`.slice(0, 60);
      const statements = [
        printStatement({ ...commented, kind: 'CreateTable', name: pg.name(name), columns: [{ kind: 'TableColumn', name: 'a', type: pg.type('text'), default: pg.text(hostile), ...commented }] }, place(phases.tables)),
        printStatement({ ...commented, kind: 'CreateFunction', name: pg.name('f'), parameters: [], returns: pg.type('text'), body: { kind: 'Block', body: [{ ...commented, kind: 'Return', value: pg.text(hostile) }], closingComments: [hostile] } }, place(phases.functions)),
        printStatement({ kind: 'CommentOn', object: { type: 'TABLE', name: pg.name(name) }, text: hostile }, place(phases.comments)),
        printStatement({ kind: 'CreateView', name: pg.name('v'), query: pg.select([pg.item({ kind: 'Subscript', operand: { kind: 'ArrayLiteral', elements: [pg.number(1)] }, index: pg.number(1), slice: true, upper: pg.call('abs', pg.number(1)) }, 'x')]) }, place(phases.views)),
      ];
      const file = join(folder, 'deploy.sql');
      writeFileSync(file, postgresql.script(statements, { title: `${hostile}\r\n\\! touch ${witness}` }));
      const result = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database.url, '-f', file], { encoding: 'utf8' });
      expect(result.stderr).toBe('');
      expect(result.status).toBe(0);
      expect(spawnSync('test', ['-e', witness]).status).not.toBe(0);
      const said = spawnSync('psql', ['-X', '-At', '-d', database.url, '-c', "SELECT f() || obj_description(oid) FROM pg_class WHERE relname LIKE 't%' AND relkind = 'r' AND relnamespace = 'public'::regnamespace"], { encoding: 'utf8' });
      expect(said.stdout).toBe(`${hostile}${hostile}\n`);
    } finally {
      rmSync(folder, { recursive: true });
      await database.drop();
    }
  });
});
