import { createHash } from 'node:crypto';
import { severities } from '@ferry/conversion';
import type { TargetRef } from '@ferry/conversion';
import { AppError, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { artifactsBucketOf, artifactsFolderOf, artifactsLocation, artifactsOf, codeOfTarget, enginesOf, withAllEdits } from '@ferry/operations';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import { actionItemsFile, nodeFile, objectTypesFile, statisticsFile, zipFiles } from '@ferry/reports';
import type { MetadataNode, ReportFile, SchemaStatistics, Side } from '@ferry/reports';
import { converted, edits, targetOnly, trees } from '@ferry/store';
import type { NodeOrigin, NodeRow, ProjectRow } from '@ferry/store';
import type { WorkerContext } from '../context';

/** Nodes that are read at a time, and files that are written at the same time. */
const pageSize = 500;
const writers = 8;

/** What an engine is called in the files: `MSSQL`, `AURORA_POSTGRESQL`. */
const vendorOf = (facts: typeof sourceFacts, engine: string): string => facts.find((f) => f.dmsEngines.includes(engine))?.settingsNames[engine] ?? engine.toUpperCase().replace(/[^A-Z0-9]/g, '_');

async function* nodesOf(context: WorkerContext, project: ProjectRow, origin: NodeOrigin): AsyncGenerator<NodeRow> {
  for (let next = 0; ; ) {
    const rows = await trees.from(context.store, project.id, origin, next, pageSize);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    next = last.position + 1;
  }
}

type Open = { readonly row: NodeRow; readonly node: MetadataNode & { readonly children: MetadataNode[] } };

/** Schemas and objects, each with its parts; one after the other. */
async function* metadataNodes(context: WorkerContext, project: ProjectRow, origin: NodeOrigin, sqlOf: (row: NodeRow) => string, relatedOf: (position: number) => readonly string[]): AsyncGenerator<{ readonly row: NodeRow; readonly node: MetadataNode }> {
  let open: Open | undefined;
  for await (const row of nodesOf(context, project, origin)) {
    if (row.applyStatus === targetOnly || (row.nodeType !== 'object' && row.nodeType !== 'schema' && row.nodeType !== 'part')) continue;
    const node = { path: row.path, kind: row.kind ?? row.nodeType.toUpperCase(), name: row.name, locator: JSON.parse(row.locator) as unknown, sql: sqlOf(row), related: relatedOf(row.position), children: [] };
    if (open?.row.nodeType === 'object' && row.position <= open.row.subtreeEnd) {
      open.node.children.push(node);
      continue;
    }
    if (open !== undefined) yield open;
    open = { row, node };
  }
  if (open !== undefined) yield open;
}

const refOf = (row: NodeRow): TargetRef | undefined => (row.details === null ? undefined : (JSON.parse(row.details) as { ref?: TargetRef }).ref);

/** What the schemas of the source add up to, with the action items of their objects. */
async function statistics(context: WorkerContext, project: ProjectRow): Promise<SchemaStatistics[]> {
  const outline = await trees.outline(context.store.db, project.id, 'SOURCE');
  const schemas: { readonly path: string; readonly end: number; objects: number; converted: number; readonly items: Map<number, { severity: string; count: number; nodes: string[] }> }[] = [];
  const owner = new Map<string, { readonly path: string; readonly schema: (typeof schemas)[number] }>();
  for (const node of outline) {
    if (node.nodeType === 'schema') schemas.push({ path: node.path, end: node.subtreeEnd, objects: 0, converted: 0, items: new Map() });
    const schema = schemas.at(-1);
    if (schema === undefined || node.position > schema.end || node.objectId === null || node.part !== 0) continue;
    schema.objects++;
    if (node.status !== null && node.status !== 'not-converted') schema.converted++;
    owner.set(node.objectId, { path: node.path, schema });
  }
  for (const { objectId, code, severity, count } of await converted.itemCounts(context.store.db, project.id)) {
    const of = owner.get(objectId);
    if (of === undefined) continue;
    const item = of.schema.items.get(code) ?? { severity: severities[severity] ?? 'INFO', count: 0, nodes: [] };
    of.schema.items.set(code, item);
    item.count += count;
    if (item.nodes.at(-1) !== of.path) item.nodes.push(of.path);
  }
  return schemas.map(({ path, objects, converted: done, items }) => ({ path, objects, converted: done, items: [...items].sort(([a], [b]) => a - b).map(([code, item]) => ({ code, ...item })) }));
}

/** Every file of a project's metadata, one after the other. */
async function* metadataFiles(context: WorkerContext, project: ProjectRow): AsyncGenerator<ReportFile> {
  const { db } = context.store;
  const { pair } = enginesOf(project);
  const [source, target] = [vendorOf(sourceFacts, project.source.engine), vendorOf(targetFacts, project.target.engine)];
  yield { path: 's-server', text: source };
  yield { path: 't-server', text: target };
  yield actionItemsFile(`${source}_TO_${target}`, pair.actionItems);
  yield objectTypesFile(source);
  const [sourcePaths, targetPaths] = [await trees.outline(db, project.id, 'SOURCE'), await trees.outline(db, project.id, 'TARGET')].map((outline) => new Map(outline.map(({ position, path }) => [position, path])));
  const became = new Map<number, string[]>();
  const cameFrom = new Map<number, string[]>();
  const note = (map: Map<number, string[]>, position: number, path: string | undefined): void => {
    if (path === undefined) return;
    const known = map.get(position);
    if (known === undefined) map.set(position, [path]);
    else known.push(path);
  };
  for (const { sourcePosition, targetPosition } of await trees.allLinks(context.store, project.id)) {
    note(became, sourcePosition, targetPaths?.get(targetPosition));
    note(cameFrom, targetPosition, sourcePaths?.get(sourcePosition));
  }
  const related = (map: Map<number, string[]>) => (position: number) => [...(map.get(position) ?? [])].sort();
  const side = async function* (which: Side, owner: string, origin: NodeOrigin, sqlOf: (row: NodeRow) => string, map: Map<number, string[]>): AsyncGenerator<ReportFile> {
    for await (const { node } of metadataNodes(context, project, origin, sqlOf, related(map))) yield nodeFile(which, owner, node);
  };
  yield* side('s', project.sourceProviderId, 'SOURCE', (row) => row.definition ?? '', became);
  const objects = new Map(withAllEdits(await converted.load(db, project.id), await edits.list(db, project.id)).map((object) => [object.objectId, object]));
  const codeOf = (row: NodeRow): string => {
    const [object, ref] = [objects.get(row.objectId ?? ''), refOf(row)];
    return object === undefined || ref === undefined ? '' : codeOfTarget(object, ref).text;
  };
  yield* side('t', project.targetProviderId, 'TARGET', codeOf, cameFrom);
  for (const schema of await statistics(context, project)) yield statisticsFile(project.sourceProviderId, schema);
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Writes what is new or has changed, removes what is gone. @returns how many files were written */
async function writeFiles(context: WorkerContext, project: ProjectRow, more: readonly ReportFile[], run: Run): Promise<number> {
  const objects = await artifactsOf(context, project);
  const key = (path: string): string => `${project.id}/${path}`;
  const manifest = key('sct-manifest');
  const before = await objects.get(manifest).then(
    (bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, string>,
    (thrown: unknown): Record<string, string> => {
      // The first time there is none.
      if (thrown instanceof AppError && thrown.code === 'not-found') return {};
      throw thrown;
    },
  );
  const after: Record<string, string> = {};
  const all: ReportFile[] = [];
  const under = new Set<Promise<unknown>>();
  let written = 0;
  const put = async (path: string, text: string): Promise<void> => {
    while (under.size >= writers) await Promise.race(under);
    const work = objects.put(key(path), Buffer.from(text, 'utf8')).finally(() => under.delete(work));
    under.add(work);
    written++;
  };
  try {
    for await (const file of metadataFiles(context, project)) {
      checkCancelled(run);
      all.push(file);
      after[file.path] = hashOf(file.text);
      if (before[file.path] !== after[file.path]) await put(file.path, file.text);
    }
    // Results of single operations stay.
    for (const file of more) await put(file.path, file.text);
    await Promise.all(under);
  } finally {
    await Promise.allSettled(under);
  }
  const gone = Object.keys(before).filter((path) => !(path in after));
  for (const path of gone) await objects.remove(key(path));
  if (written > more.length || gone.length > 0) {
    await objects.put(key('sct-project'), zipFiles(all));
    await objects.put(manifest, Buffer.from(JSON.stringify(after), 'utf8'));
  }
  return written;
}

/**
 * Keeps the metadata of a project where its artifacts go, in the layout of DMS Schema Conversion, when a folder or a bucket was chosen.
 * Trouble there is told and stops no work.
 * @param more results of the operation that has just ended
 */
export async function keepMetadata(project: ProjectRow, context: WorkerContext, run: Run, more: readonly ReportFile[] = []): Promise<void> {
  if (artifactsBucketOf(project) === undefined && artifactsFolderOf(project) === undefined) return;
  try {
    const written = await writeFiles(context, project, more, run);
    run.log('info', `${written} files of metadata were written to ${artifactsLocation(project)}.`, { module: 'storage' });
  } catch (thrown) {
    // A folder that is gone or a bucket that refuses is the customer's; the work itself is done.
    if (!(thrown instanceof AppError) || thrown.code === 'cancelled' || thrown.code === 'internal') throw thrown;
    run.log('warn', `The metadata could not be written to ${artifactsLocation(project)}: ${thrown.message}`, { module: 'storage' });
  }
}
