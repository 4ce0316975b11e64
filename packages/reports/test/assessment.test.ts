import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { stringify } from 'csv-stringify/sync';
import { defineActionItems } from '@ferry/conversion';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessmentCsv, assessmentCsvFiles, assessmentPdf, summarise, summaryRows } from '../src';
import type { AssessmentReport, ListedItem, ListedPart } from '../src';

const registry = defineActionItems([
  { code: 30001, family: 'toys', severity: 'HIGH', complexity: 'Medium', title: 'A thing is odd', message: () => 'odd', recommendedAction: 'Look at it.', effort: { learning: 3, occurrence: 2 } },
]);
const item = (message: string, line = 7): ListedItem => ({ code: 30001, severity: 'HIGH', complexity: 'Medium', title: 'A thing is odd', message, recommendedAction: 'Look at it.', file: 'a.sql', line, column: 3 });
const part = (ref: ListedPart['ref'], items: readonly ListedItem[] = []): ListedPart => ({
  ref,
  targets: [],
  status: items.length > 0 ? 'converted-with-items' : 'converted',
  proof: { level: 'created' },
  items,
  lines: 4,
  syntax: { total: 2, automatic: items.length > 0 ? 1 : 2 },
});

const reportOf = (parts: readonly ListedPart[]): AssessmentReport => ({
  database: 'Shop',
  source: 'Toy Server',
  target: 'Toy Target',
  targetVersion: 1,
  sourceServer: 'src',
  targetHost: 'tgt',
  generatedAt: new Date('2026-01-02T03:04:05Z'),
  parts,
  registry,
  categories: [
    { name: 'Tables', holds: (ref) => ref.kind === 'TABLE' },
    { name: 'Views', holds: (ref) => ref.kind === 'VIEW' },
    { name: 'Procedures', holds: (ref) => ref.kind === 'PROCEDURE' },
  ],
});

const shop = reportOf([
  part({ kind: 'SCHEMA', schema: 'dbo', name: 'dbo' }),
  part({ kind: 'TABLE', schema: 'dbo', name: 'Orders' }),
  part({ kind: 'COLUMN', schema: 'dbo', parent: 'Orders', name: 'a' }, [item('column a')]),
  part({ kind: 'PRIMARY_KEY', schema: 'dbo', parent: 'Orders', name: 'PK' }),
  part({ kind: 'CHECK', schema: 'dbo', parent: 'Orders', columns: ['a', 'b'] }, [item('check')]),
  part({ kind: 'VIEW', schema: 'dbo', name: 'V' }),
  part({ kind: 'INDEX', schema: 'dbo', parent: 'V', name: 'IX' }, [item('index')]),
  part({ kind: 'PROCEDURE', schema: 'sales', name: 'P' }, [item('here'), item('there', 9)]),
]);

const sized: AssessmentReport = { ...shop, sizes: [{ schema: 'dbo', name: 'Orders', rows: 1_234_567, kilobytes: 2_621_440 }, { schema: 'dbo', name: '=cmd()', rows: 0, kilobytes: 16 }] };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-assessment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Tables of a zip as Python's own zip and CSV readers see them: another judge than the libraries that wrote them. */
async function readZip(zip: Readable): Promise<Record<string, string[][]>> {
  const path = join(folder, 'a.zip');
  await writeFile(path, zip);
  const program = "import zipfile,csv,io,json,sys\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps({n:list(csv.reader(io.StringIO(z.read(n).decode('utf-8-sig'),newline=''))) for n in z.namelist()}))";
  const { stdout, stderr, status } = spawnSync('python3', ['-c', program, path], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as Record<string, string[][]>;
}
const has = (program: string): boolean => spawnSync(program, ['-v']).error === undefined;

const mainHeader = 'Category,Occurrence,Action item,Subject,Group,Description,Documentation references,Recommended action,Filtered,Estimated complexity,Line,Position,Source,Target,Server IP address and port,Database name,Schema name,AI/ML Recommendation';
const itemsHeader = 'Schema,Action item,Number of occurrences,Learning curve efforts,Efforts to convert an occurrence of the action item,Action item description,Recommended action';
const summaryHeader = 'Category,Number of objects,Objects automatically converted,Objects with simple actions,Objects with medium-complexity actions,Objects with complex actions,Total lines of code';

describe('CSV export', () => {
  it('names its files and heads its columns as DMS Schema Conversion does', () => {
    expect(assessmentCsvFiles(shop).map((f) => [f.path, stringify([f.headers as string[]]).trim()])).toEqual([
      ['src/tgt/tgt.csv', mainHeader],
      ['src/tgt/tgt_Action_Items_Summary.csv', itemsHeader],
      ['src/tgt/tgt_Summary.csv', summaryHeader],
    ]);
  });

  it('places parts in their table, also where the table has a description', () => {
    const described = reportOf([part({ kind: 'TABLE', schema: 'dbo', name: 'Orders' }), part({ kind: 'COMMENT', schema: 'dbo', name: 'Orders' }), part({ kind: 'COLUMN', schema: 'dbo', parent: 'Orders', name: 'a' }, [item('odd')])]);
    const [row] = [...(assessmentCsvFiles(described)[0]?.rows() ?? [])];
    expect(row?.slice(0, 2)).toEqual(['table-column', 'Schemas.dbo.Tables.Orders.Columns.a']);
  });

  it('has a table of sizes where they are known', () => {
    const table = assessmentCsvFiles(sized).at(-1);
    expect([table?.path, table?.headers, [...(table?.rows() ?? [])]]).toEqual(['src/tgt/tgt_Table_Sizes.csv', ['Schema', 'Table', 'Rows', 'Kilobytes'], [['dbo', 'Orders', 1_234_567, 2_621_440], ['dbo', '=cmd()', 0, 16]]]);
  });

  it.skipIf(!has('python3'))('makes a zip that other programs read (needs python3)', async () => {
    const tables = await readZip(assessmentCsv(shop));
    const main = tables['src/tgt/tgt.csv'] ?? [];
    expect(main.slice(1).map((row) => [row[0], row[1], row[5], row[10], row[16]])).toEqual([
      ['table-column', 'Schemas.dbo.Tables.Orders.Columns.a', 'column a', '7', 'dbo'],
      ['table-constraint', 'Schemas.dbo.Tables.Orders.Constraints.(a, b)', 'check', '7', 'dbo'],
      ['view-index', 'Schemas.dbo.Views.V.Indexes.IX', 'index', '7', 'dbo'],
      ['procedure', 'Schemas.sales.Procedures.P', 'here', '7', 'sales'],
      ['procedure', 'Schemas.sales.Procedures.P', 'there', '9', 'sales'],
    ]);
    expect(main.every((row) => row.length === 18)).toBe(true);
    expect(tables['src/tgt/tgt_Action_Items_Summary.csv']?.slice(1)).toEqual([
      ['dbo', '30001', '3', '3', '2', 'A thing is odd', 'Look at it.'],
      ['sales', '30001', '2', '3', '2', 'A thing is odd', 'Look at it.'],
    ]);
    const { storage, code } = summarise(summaryRows(shop.parts));
    const rows = new Map((tables['src/tgt/tgt_Summary.csv'] ?? []).map((row) => [row[0], row.slice(1)]));
    expect(rows.get('Table')).toEqual(['1', '0', '0', '1', '0', '4']);
    expect(rows.get('Storage_objects_count')?.slice(0, 2)).toEqual([String(storage.total), String(storage.automatic)]);
    expect(rows.get('Code_objects_count')?.slice(0, 2)).toEqual([String(code.total), String(code.automatic)]);
    expect(rows.get('SQL_syntax_elements_number')).toEqual(['16', '12', '', '', '', '28']);
  });

  it.skipIf(!has('python3'))('disarms hostile texts (needs python3)', async () => {
    const names = ['=HYPERLINK("http://x")', '+1', '-1', '@a', '\t=1', '\u0000\u001b[31m', '\ud800', 'a","b\r\nc', '\u202egpj'];
    const report = { ...reportOf(names.map((name) => part({ kind: 'TABLE', schema: name, name }, [item(name)]))), sourceServer: '../../..', targetHost: '=x/../CON' };
    const tables = await readZip(assessmentCsv(report));
    for (const path of Object.keys(tables)) expect(path.split('/').every((s) => s !== '..' && s !== '.' && s !== '')).toBe(true);
    for (const row of Object.values(tables).flat())
      for (const cell of row) {
        if (!/^-?\d/.test(cell)) expect(cell).not.toMatch(/^[=+@\t\r-]/);
        expect(cell).not.toMatch(/[^\P{Cc}\n]|\p{Cs}|\u202e/u);
      }
  });
});

async function pdfText(report: AssessmentReport): Promise<string> {
  const path = join(folder, 'a.pdf');
  await writeFile(path, assessmentPdf(report));
  const { stdout, status } = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
  expect(status).toBe(0);
  return stdout;
}

describe('PDF', () => {
  it('is a PDF, the same twice', async () => {
    const [first, second] = await Promise.all([buffer(assessmentPdf(shop)), buffer(assessmentPdf(shop))]);
    expect(first.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(first.equals(second)).toBe(true);
  });

  it.skipIf(!has('pdftotext'))('has its chapters, and an entry with its line for every object (needs pdftotext)', async () => {
    const shown = await pdfText(shop);
    for (const words of ['Executive summary', 'Database objects with conversion actions', 'Detailed recommendations', 'Table dbo.Orders', 'a.sql, line 9, column 3', 'Recommended action: Look at it.']) expect(shown).toContain(words);
    expect(shown).not.toContain('Size of the source');
    const large = await pdfText(sized);
    expect(large).toContain('2 tables hold 1,234,567 rows in 2.5 GB, with their indexes.');
    expect(large).toMatch(/dbo +Orders +1,234,567 +2\.5 GB/);
    const { storage } = summarise(summaryRows(shop.parts));
    expect(shown).toContain(`Of ${storage.total} database storage objects, ${storage.automatic}`);
  });

  it.skipIf(!has('pdftotext'))('shows other scripts, marks what its font lacks, survives hostile names (needs pdftotext)', async () => {
    const names = ['Заказы', 'Παραγγελίες', 'Größe', '注文', '\u0000\u001b]0;x', 'x'.repeat(50_000), '\ud83d', ''];
    const shown = await pdfText(reportOf(names.map((name) => part({ kind: 'TABLE', schema: 'dbo', name }, [item(`${name} `.repeat(3))]))));
    expect(shown).toContain('Заказы');
    expect(shown).toContain('Παραγγελίες');
    expect(shown).toContain('[U+6CE8]');
  });

  it.skipIf(!has('pdftotext'))('tells in a long report on which page each chapter begins (needs pdftotext)', async () => {
    const parts = Array.from({ length: 120 }, (_, i) => part({ kind: 'TABLE', schema: 'dbo', name: `T${i}` }, [item(`message ${i}`)]));
    const pages = (await pdfText(reportOf(parts))).split('\f');
    const contents = [...(pages[0] ?? '').matchAll(/^(.+?)[ .]+ (\d+)$/gm)].map(([, title, number]) => [title?.trim(), Number(number)] as const).filter(([title]) => title === 'Executive summary' || title?.startsWith('Detailed') || title?.startsWith('How'));
    expect(contents.map(([title]) => title)).toEqual(['Executive summary', 'Detailed recommendations', 'How this is counted']);
    for (const [title = '', number] of contents) expect(pages[number - 1]).toMatch(new RegExp(`^${title}$`, 'm'));
    expect(await pdfText(shop)).not.toContain('Contents');
  });

  it('is made with an empty report', async () => {
    expect((await buffer(assessmentPdf(reportOf([])))).length).toBeGreaterThan(1000);
    expect((await buffer(assessmentCsv(reportOf([])))).length).toBeGreaterThan(100);
  });

  it('takes time in proportion to its items', async () => {
    const measure = async (objects: number): Promise<number> => {
      const parts = Array.from({ length: objects }, (_, i) => part({ kind: 'TABLE', schema: 'dbo', name: `T${i}` }, [item(`message ${i}`)]));
      const start = performance.now();
      await buffer(assessmentPdf(reportOf(parts)));
      return performance.now() - start;
    };
    await measure(50);
    const few = await measure(100);
    const many = await measure(400);
    // Four times the work; a square would be sixteen.
    expect(many).toBeLessThan(few * 9 + 500);
  });
});
