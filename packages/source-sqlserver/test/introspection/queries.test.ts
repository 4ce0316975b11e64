import { describe, expect, it } from 'vitest';
import { isSystemView, namesQuery, readDatabase, readObject, readSizes, serverQuery, systemViews, writeQuery } from '../../src/introspection';
import type { Ask, CatalogQuery } from '../../src/introspection';
import { parseBatch } from '../../src/parser';
import { walk } from '../../src/syntax';
import type { ColumnReference, NamedTable } from '../../src/syntax';

const run = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };

/** Everything that a server of a version is asked. */
async function questions(version: number): Promise<CatalogQuery[]> {
  const asked: CatalogQuery[] = [serverQuery, namesQuery];
  const ask: Ask = async (query, onRow) => {
    asked.push(query);
    // One collection, so that its text is asked for.
    if (query.name === 'XML schema collections') onRow({ id: 1, schema: 'dbo', name: 'Shapes' } as never);
    if (query.name === 'Agent jobs') onRow({ id: '1', name: 'Nightly', enabled: 1 } as never);
  };
  const server = { version, versionText: '', database: 'Shop', collation: null };
  await readDatabase(server, ask, run);
  await readSizes(ask, run);
  for (const kind of ['TABLE', 'VIEW', 'PROCEDURE', 'SYNONYM'] as const) await readObject(server, ask, 4711, kind, run);
  return asked;
}

/** Which views a query names, by alias, and which columns of them it uses. */
function uses(sql: string): { readonly view: string; readonly column: string }[] {
  const { statements, diagnostics } = parseBatch(sql, { start: 0, end: sql.length });
  expect(diagnostics, sql).toEqual([]);
  const views = new Map<string, string>();
  const columns: { alias: string; column: string }[] = [];
  for (const statement of statements)
    walk(statement, (node) => {
      if (node.kind === 'NamedTable') {
        const { name, alias } = node as NamedTable;
        views.set(alias?.name ?? '', name.parts.map((p) => p?.name ?? '').join('.'));
      } else if (node.kind === 'ColumnReference') {
        const [alias, column] = (node as ColumnReference).name.parts.map((p) => p?.name);
        if (alias !== undefined && column !== undefined) columns.push({ alias, column });
      }
    });
  return columns.flatMap(({ alias, column }) => {
    const view = views.get(alias);
    return view === undefined ? [] : [{ view, column }];
  });
}

describe.each([10, 11, 12, 13, 14, 15, 16])('questions to version %i', (version) => {
  it('use documented columns only, and only those that this version has', async () => {
    const asked = await questions(version);
    const unknown = asked.flatMap((query) =>
      uses(writeQuery(query, version)).flatMap(({ view, column }) => {
        if (!isSystemView(view)) return [`${query.name}: ${view} is not listed`];
        const since = (systemViews[view].columns as Readonly<Record<string, number>>)[column];
        return since === undefined ? [`${query.name}: ${view}.${column} is not listed`] : since > version ? [`${query.name}: ${view}.${column} comes with version ${since}`] : [];
      }),
    );
    expect(unknown).toEqual([]);
    expect(asked.length).toBeGreaterThan(25);
  });
});

describe('the list of columns', () => {
  it('names the documentation page of every view', () => {
    for (const [view, { page }] of Object.entries(systemViews)) {
      const { origin, pathname } = new URL(page);
      expect(`${origin}${pathname}`, view).toMatch(/^https:\/\/learn\.microsoft\.com\/sql\/relational-databases\/system-(catalog-views|tables)\/[a-z0-9-]+$/);
      // The page is that of this view, by its name.
      expect(pathname.replaceAll('-', ''), view).toContain((view.split('.').at(-1) ?? '').replaceAll('_', ''));
    }
  });


  it('holds nothing that is not asked for', async () => {
    const used = new Set((await questions(16)).flatMap((query) => uses(writeQuery(query, 16)).map(({ view, column }) => `${view}.${column}`)));
    const listed = Object.entries(systemViews).flatMap(([view, { columns }]) => Object.keys(columns).map((column) => `${view}.${column}`));
    expect(listed.filter((one) => !used.has(one))).toEqual([]);
  });
});
