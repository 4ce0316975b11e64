import type { ObjectKind } from '@ferry/catalog';
import { AppError, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { ScriptText } from '../script';
import { columnsQuery, generatedAs, writeColumn } from './columns';
import { checksQuery, foreignKeyColumnsQuery, foreignKeysQuery, writeCheck, writeForeignKey, writeInlineCheck } from './constraints';
import { propertiesQuery, writeProperty } from './descriptions';
import { addIndexColumn, holdsTable, indexColumnsQuery, indexesQuery, isHeap, noColumns, tablePlace, writeIndex, writeInlineIndex, writeKey } from './indexes';
import type { IndexColumns, IndexRow } from './indexes';
import { databaseTriggersQuery, moduleKind, modulesQuery, writeModule } from './modules';
import * as other from './other-objects';
import * as clr from './clr';
import * as jobs from './jobs';
import { queryAbout } from './query';
import type { Ask, CatalogQuery, Output, RowOf } from './query';
import * as security from './security';
import type { ServerFacts } from './server';
import { columnBindingsQuery, newParts, tablesQuery, tableTypesQuery, writeBinding, writeTable, writeTableType } from './tables';
import type { TableParts, TableRow, TableTypeRow } from './tables';
import { aliasTypesQuery, typeBindingsQuery, writeAliasType } from './types';
import { batches, literal, qualified, quoted } from './write';

/** What is known while a database is read; rows are folded into it one by one, so that memory goes with the script, not with the rows. */
interface Draft {
  readonly server: ServerFacts;
  readonly ask: Ask;
  readonly run: Run;
  readonly scripts: ScriptText[];
  readonly tables: Map<number, TableRow>;
  readonly tableTypes: Map<number, TableTypeRow>;
  /** Views, whose indexes and full-text indexes come after them. */
  readonly views: Map<number, { readonly name: string; readonly path: string; readonly statements: string[] }>;
  readonly parts: Map<number, TableParts>;
  asked: number;
}

/** How many questions a database is asked, about; for progress only. */
const questions = 37;

function add(draft: Draft, path: string, statements: readonly string[]): void {
  if (statements.length > 0) draft.scripts.push({ path: `${path}.sql`, text: batches(statements) });
}

/** Asks one query. @throws AppError `cancelled` */
async function ask<C extends Readonly<Record<string, Output>>>(draft: Draft, query: CatalogQuery<C>, onRow: (row: RowOf<C>) => void): Promise<void> {
  checkCancelled(draft.run);
  if (query.since <= draft.server.version)
    await draft.ask(query, onRow).catch((thrown: unknown) => {
      // What is beside the database may be closed to this login; the database itself is not the poorer for it.
      if (query.optional !== true || !(thrown instanceof AppError) || thrown.code !== 'access-denied') throw thrown;
      draft.run.log('info', `The ${query.name} were not read: ${thrown.message}`, { module: 'loader' });
    });
  draft.asked++;
  draft.run.progress({ step: 'Reading', done: Math.min(draft.asked, questions), total: questions, object: query.name });
}

const partsOf = (draft: Draft, id: number | null): TableParts | undefined => (id === null ? undefined : draft.parts.get(id));
const tableName = (draft: Draft, id: number | null): string | undefined => {
  const row = id === null ? undefined : draft.tables.get(id);
  return row === undefined ? undefined : qualified(row.schema ?? '', row.name ?? '');
};

async function readTables(draft: Draft): Promise<void> {
  await ask(draft, tablesQuery, (row) => {
    draft.tables.set(row.id ?? 0, row);
    draft.parts.set(row.id ?? 0, newParts());
  });
  await ask(draft, tableTypesQuery, (row) => {
    draft.tableTypes.set(row.id ?? 0, row);
    draft.parts.set(row.id ?? 0, newParts());
  });
  await ask(draft, columnsQuery, (row) => {
    const parts = partsOf(draft, row.object);
    // The columns that a graph table has of its own are made by AS NODE and AS EDGE.
    if (parts === undefined || row.graph !== null) return;
    parts.elements.push(writeColumn(row, draft.server.collation));
    const as = generatedAs[row.generated ?? 0];
    if (as === 'ROW START') parts.period.start = row.name ?? '';
    if (as === 'ROW END') parts.period.end = row.name ?? '';
  });
}

async function readIndexes(draft: Draft): Promise<void> {
  const columns = new Map<string, IndexColumns>();
  const keyOf = (row: { object: number | null; index: number | null }): string => `${row.object}.${row.index}`;
  await ask(draft, indexColumnsQuery, (row) => {
    const known = columns.get(keyOf(row)) ?? { keys: [], included: [], partitions: [] };
    columns.set(keyOf(row), known);
    addIndexColumn(known, row);
  });
  await ask(draft, indexesQuery, (row) => readIndex(draft, row, columns.get(keyOf(row)) ?? noColumns));
}

function readIndex(draft: Draft, row: IndexRow, columns: IndexColumns): void {
  const view = draft.views.get(row.object ?? 0);
  if (view !== undefined) {
    if (!isHeap(row)) view.statements.push(...writeIndex(row, columns, view.name));
    return;
  }
  const parts = partsOf(draft, row.object);
  if (parts === undefined) return;
  if (holdsTable(row) && row.scheme !== null) parts.place = tablePlace(row, columns);
  if (isHeap(row)) return;
  const table = draft.tables.get(row.object ?? 0);
  if (row.constraintType !== null) parts.elements.push(writeKey(row, columns));
  else if (table === undefined || table.memoryOptimized === true) parts.elements.push(writeInlineIndex(row, columns));
  else parts.after.push(...writeIndex(row, columns, qualified(table.schema ?? '', table.name ?? '')));
}

async function readConstraints(draft: Draft): Promise<void> {
  await ask(draft, checksQuery, (row) => {
    const parts = partsOf(draft, row.object);
    const name = tableName(draft, row.object);
    if (name === undefined) parts?.elements.push(writeInlineCheck(row));
    else parts?.after.push(...writeCheck(row, name));
  });
  const columns = new Map<number, { name: string; referenced: string }[]>();
  await ask(draft, foreignKeyColumnsQuery, (row) => {
    const known = columns.get(row.id ?? 0) ?? [];
    columns.set(row.id ?? 0, known);
    known.push({ name: row.name ?? '', referenced: row.referenced ?? '' });
  });
  await ask(draft, foreignKeysQuery, (row) => {
    const [table, referenced] = [tableName(draft, row.object), tableName(draft, row.referenced)];
    if (table !== undefined && referenced !== undefined) partsOf(draft, row.object)?.after.push(...writeForeignKey(row, table, referenced, columns.get(row.id ?? 0) ?? []));
  });
  await ask(draft, columnBindingsQuery, (row) => {
    const table = tableName(draft, row.table);
    if (table !== undefined) partsOf(draft, row.table)?.after.push(writeBinding(row, `${table}.${quoted(row.column ?? '')}`));
  });
}

async function readFullText(draft: Draft): Promise<void> {
  await ask(draft, other.fullTextCatalogsQuery, (row) => add(draft, `Full-text catalogs/${row.name}`, [other.writeFullTextCatalog(row)]));
  const rows = new Map<number, RowOf<typeof other.fullTextIndexesQuery.outputs>[]>();
  await ask(draft, other.fullTextIndexesQuery, (row) => rows.set(row.object ?? 0, [...(rows.get(row.object ?? 0) ?? []), row]));
  for (const [id, list] of rows) {
    const view = draft.views.get(id);
    const on = tableName(draft, id) ?? view?.name;
    if (on !== undefined) (partsOf(draft, id)?.after ?? view?.statements)?.push(...other.writeFullTextIndex(list, on));
  }
}

async function readTypes(draft: Draft): Promise<void> {
  const bindings = new Map<number, string[]>();
  const later: { readonly path: string; readonly id: number; readonly statements: string[] }[] = [];
  await ask(draft, aliasTypesQuery, (row) => {
    const name = qualified(row.schema ?? '', row.name ?? '');
    later.push({ path: `Schemas/${row.schema}/Types/${row.name}`, id: row.id ?? 0, statements: [writeAliasType(row)] });
    bindings.set(row.id ?? 0, [name]);
  });
  await ask(draft, typeBindingsQuery, (row) => later.find((l) => l.id === row.type)?.statements.push(writeBinding(row, bindings.get(row.type ?? 0)?.[0] ?? '')));
  for (const { path, statements } of later) add(draft, path, statements);
}

async function readStorage(draft: Draft): Promise<void> {
  await ask(draft, other.schemasQuery, (row) => add(draft, `Schemas/${row.name}`, [`CREATE SCHEMA ${quoted(row.name ?? '')}`]));
  const collections: { schema: string; name: string }[] = [];
  await ask(draft, other.xmlCollectionsQuery, (row) => collections.push({ schema: row.schema ?? '', name: row.name ?? '' }));
  if (collections.length > 0)
    await ask(draft, other.xmlTextsQuery(collections), (row) =>
      add(draft, `Schemas/${row.schema}/XML schema collections/${row.name}`, [`CREATE XML SCHEMA COLLECTION ${qualified(row.schema ?? '', row.name ?? '')} AS ${literal(row.definition ?? '')}`]),
    );
  await ask(draft, other.sequencesQuery, (row) => add(draft, `Schemas/${row.schema}/Sequences/${row.name}`, [other.writeSequence(row)]));
  await ask(draft, other.synonymsQuery, (row) => add(draft, `Schemas/${row.schema}/Synonyms/${row.name}`, [other.writeSynonym(row)]));
}

async function readPartitions(draft: Draft): Promise<void> {
  const values = new Map<number, (string | null)[]>();
  await ask(draft, other.partitionValuesQuery, (row) => values.set(row.id ?? 0, [...(values.get(row.id ?? 0) ?? []), row.value]));
  await ask(draft, other.partitionFunctionsQuery, (row) => add(draft, `Partition functions/${row.name}`, [other.writePartitionFunction(row, values.get(row.id ?? 0) ?? [])]));
  const schemes = new Map<string, { functionName: string; spaces: string[] }>();
  await ask(draft, other.partitionSchemesQuery, (row) => {
    const known = schemes.get(row.name ?? '') ?? { functionName: row.functionName ?? '', spaces: [] };
    schemes.set(row.name ?? '', known);
    known.spaces.push(row.space ?? '');
  });
  for (const [name, { functionName, spaces }] of schemes) add(draft, `Partition schemes/${name}`, [other.writePartitionScheme(name, functionName, spaces)]);
}

async function readModules(draft: Draft): Promise<void> {
  await ask(draft, modulesQuery, (row) => {
    const kind = moduleKind(row.type);
    if (kind === undefined) return;
    const name = qualified(row.schema ?? '', row.name ?? '');
    const off = kind.word === 'TRIGGER' && row.disabled === true ? [`DISABLE TRIGGER ${name} ON ${qualified(row.parentSchema ?? '', row.parentName ?? '')}`] : [];
    const statements = [...writeModule(row, kind.word), ...off];
    const path = `Schemas/${row.schema}/${kind.folder}/${row.name}`;
    if (kind.word === 'VIEW') draft.views.set(row.id ?? 0, { name, path, statements });
    else add(draft, path, statements);
  });
  await ask(draft, databaseTriggersQuery, (row) => add(draft, `Database triggers/${row.name}`, [...writeModule({ ...row, schema: null }, 'TRIGGER'), ...(row.disabled === true ? [`DISABLE TRIGGER ${quoted(row.name ?? '')} ON DATABASE`] : [])]));
}

/** Code in assemblies: what it is called and takes; its body is no T-SQL. */
async function readAssemblies(draft: Draft): Promise<void> {
  await ask(draft, clr.assembliesQuery, (row) => add(draft, `Assemblies/${row.name}`, [clr.writeAssembly(row)]));
  const parameters = new Map<number, clr.ParameterRow[]>();
  await ask(draft, clr.parametersQuery, (row) => {
    const known = parameters.get(row.object ?? 0) ?? [];
    parameters.set(row.object ?? 0, known);
    known.push(row);
  });
  await ask(draft, clr.clrModulesQuery, (row) => {
    const written = clr.writeClrModule(row, parameters.get(row.id ?? 0) ?? []);
    if (written !== undefined) add(draft, `Schemas/${row.schema}/Code in assemblies/${row.name}`, [written]);
  });
}

async function readSecurity(draft: Draft): Promise<void> {
  const principals: string[] = [];
  await ask(draft, security.rolesQuery, (row) => principals.push(security.writePrincipal(row)));
  await ask(draft, security.membersQuery, (row) => principals.push(security.writeMember(row)));
  add(draft, 'Security/Roles and users', principals);
  const permissions: string[] = [];
  await ask(draft, security.permissionsQuery, (row) => permissions.push(...[security.writePermission(row)].filter((p) => p !== undefined)));
  add(draft, 'Security/Permissions', permissions);
  await ask(draft, security.linkedServersQuery, (row) => add(draft, `Linked servers/${row.name}`, [security.writeLinkedServer(row)]));
  const policies = new Map<number, RowOf<typeof security.policiesQuery.outputs>[]>();
  await ask(draft, security.policiesQuery, (row) => policies.set(row.id ?? 0, [...(policies.get(row.id ?? 0) ?? []), row]));
  for (const rows of policies.values()) add(draft, `Schemas/${rows[0]?.schema}/Security policies/${rows[0]?.name}`, [security.writePolicy(rows)]);
}

/** Jobs of SQL Server Agent that have a step in this database, where the login may see them. */
async function readJobs(draft: Draft): Promise<void> {
  const found = new Map<string, { readonly job: RowOf<typeof jobs.jobsQuery.outputs>; readonly statements: string[]; here: boolean }>();
  const here = draft.server.database.toLowerCase();
  await ask(draft, jobs.jobsQuery, (job) => found.set(job.id ?? '', { job, statements: [jobs.writeJob(job)], here: false }));
  if (found.size === 0) return;
  await ask(draft, jobs.jobStepsQuery, (row) => {
    const of = found.get(row.job ?? '');
    if (of === undefined) return;
    of.statements.push(jobs.writeJobStep(of.job, row));
    of.here ||= row.database?.toLowerCase() === here;
  });
  await ask(draft, jobs.jobSchedulesQuery, (row) => {
    const of = found.get(row.job ?? '');
    of?.statements.push(jobs.writeJobSchedule(of.job, row));
  });
  for (const { job, statements, here: ours } of found.values()) if (ours) add(draft, `Agent jobs/${job.name}`, statements);
}

async function readProperties(draft: Draft): Promise<void> {
  const other: string[] = [];
  await ask(draft, propertiesQuery, (row) => {
    const statement = writeProperty(row);
    if (statement === undefined) return;
    const ofTable = row.class === 1 || row.class === 7 ? partsOf(draft, row.object) : undefined;
    (ofTable?.after ?? other).push(statement);
  });
  add(draft, 'Extended properties', other);
}

const newDraft = (server: ServerFacts, ask: Ask, run: Run): Draft => ({ server, ask, run, scripts: [], tables: new Map(), tableTypes: new Map(), views: new Map(), parts: new Map(), asked: 0 });

/**
 * Reads a whole database as T-SQL scripts, one an object, as SSMS would script them: the script reader makes the catalogue of them, so
 * that a database and its scripts come to the same. A fixed number of queries, whatever the size. Nothing is written to the server.
 * @throws AppError `cancelled`, and what `ask` throws
 */
export async function readDatabase(server: ServerFacts, ask: Ask, run: Run): Promise<ScriptText[]> {
  const draft = newDraft(server, ask, run);
  if (server.collation !== null) add(draft, 'Database', [`ALTER DATABASE ${quoted(server.database)} COLLATE ${server.collation}`, `USE ${quoted(server.database)}`]);
  await readStorage(draft);
  await readPartitions(draft);
  await readTypes(draft);
  await readTables(draft);
  await readModules(draft);
  await readAssemblies(draft);
  await readIndexes(draft);
  await readConstraints(draft);
  await readFullText(draft);
  await readProperties(draft);
  for (const [id, row] of draft.tableTypes) add(draft, `Schemas/${row.schema}/Table types/${row.name}`, [writeTableType(row, draft.parts.get(id) ?? newParts())]);
  for (const [id, row] of draft.tables) add(draft, `Schemas/${row.schema}/Tables/${row.name}`, writeTable(row, draft.parts.get(id) ?? newParts()));
  for (const { path, statements } of draft.views.values()) add(draft, path, statements);
  await readSecurity(draft);
  await readJobs(draft);
  return draft.scripts;
}

/**
 * Reads one object as `readDatabase` does: for a person who opens it before the rest is read. Its triggers are objects of their own.
 * @param object its `object_id`
 * @param kind decides what is asked: about code nobody has to ask for indexes
 * @throws AppError `cancelled`, and what `ask` throws
 */
export async function readObject(server: ServerFacts, ask: Ask, object: number, kind: ObjectKind, run: Run): Promise<ScriptText[]> {
  const about: Ask = async (query, onRow) => {
    const own = queryAbout(query, object);
    if (own !== undefined) await ask(own, onRow);
  };
  const draft = newDraft(server, about, run);
  if (kind === 'TABLE') {
    await readTables(draft);
    await readIndexes(draft);
    await readConstraints(draft);
    await readFullText(draft);
  } else if (kind === 'SYNONYM' || kind === 'SEQUENCE') await readStorage(draft);
  else {
    await readModules(draft);
    if (kind === 'VIEW') {
      await readIndexes(draft);
      await readFullText(draft);
    } else await readAssemblies(draft);
  }
  await readProperties(draft);
  const table = draft.tables.get(object);
  if (table !== undefined) add(draft, `Schemas/${table.schema}/Tables/${table.name}`, writeTable(table, draft.parts.get(object) ?? newParts()));
  for (const { path, statements } of draft.views.values()) add(draft, path, statements);
  return draft.scripts;
}
