import { resolveSettings } from '@ferry/conversion';
import { AppError, checkCancelled } from '@ferry/kernel';
import { artifactsOf, enginesOf, parseRules, selectedNodes, storedListing, targetVersionOf, withAllEdits } from '@ferry/operations';
import { commentSeverity, objectsJson, scriptFiles, withComments, zipFiles } from '@ferry/reports';
import type { ReportFile, ScriptObject } from '@ferry/reports';
import { converted, edits, trees } from '@ferry/store';
import type { LoadedObject, NodeOutline, ProjectRow, StoredPart } from '@ferry/store';
import type { WorkerContext } from '../context';
import type { RequestHandler } from './handler';

const acceptedStatements = (part: StoredPart) => part.statements.filter((s) => s.refused !== true);

/** The converted objects of a selection, in the order in which the source defines them: the order that was proved. */
async function chosenObjects(context: WorkerContext, project: ProjectRow, chosen: ReadonlySet<string> | 'all'): Promise<LoadedObject[]> {
  const outline = await trees.outline(context.store.db, project.id, 'SOURCE');
  const heads = outline.filter((n) => n.part === 0 && n.objectId !== null).sort((a, b) => (a.sourceIndex ?? 0) - (b.sourceIndex ?? 0) || (a.spanStart ?? 0) - (b.spanStart ?? 0));
  const order = new Map(heads.map((node, index) => [node.objectId ?? '', index]));
  const all = withAllEdits(await converted.load(context.store.db, project.id), await edits.list(context.store.db, project.id));
  return all.filter((o) => !o.assessedOnly && (chosen === 'all' || chosen.has(o.objectId))).sort((a, b) => (order.get(a.objectId) ?? 0) - (order.get(b.objectId) ?? 0));
}

/**
 * `deploy.sql`, `sql/` and `objects.json` of what is converted. A selection of the whole target tree stands for the whole source: what
 * became nothing in the target has no node there, and is listed all the same.
 */
async function targetFiles(context: WorkerContext, project: ProjectRow, nodes: readonly NodeOutline[], whole: boolean): Promise<ReportFile[]> {
  const { source, target, pair } = enginesOf(project);
  const objects = await chosenObjects(context, project, whole ? 'all' : new Set(nodes.map((n) => n.objectId ?? '')));
  if (objects.length === 0) throw new AppError('not-found', { public: 'Nothing of the selection is converted yet. Convert it first, then save it as SQL.' });
  const support = (await converted.support(context.store, project.id)).filter((s) => !s.refused).map((s) => s.statement);
  const scripts = objects.map((object): ScriptObject => ({ parts: object.parts.map((part) => ({ targets: part.targets, statements: acceptedStatements(part) })) }));
  const items = await converted.items(context.store.db, project.id);
  const title = `${project.name}: ${source.label} to ${target.label} ${targetVersionOf(project)}`;
  const parts = storedListing(objects, items, pair.actionItems);
  const { settings } = resolveSettings(pair.settings, project.settings as Readonly<Record<string, unknown>>);
  return [...scriptFiles(target, withComments(scripts, parts, commentSeverity(pair, settings)), support, title), { path: 'objects.json', text: objectsJson(parts) }];
}

const plainName = (name: string): string => name.replace(/[^\p{L}\p{N} _.-]/gu, '_').replace(/^\.+/, '_').slice(0, 100) || '_';

/** The source's own SQL, a file an object, in folders like the tree. */
async function sourceFiles(context: WorkerContext, project: ProjectRow, nodes: readonly NodeOutline[]): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  const taken = new Set<string>();
  const rows = await trees.objects(context.store, project.id, [...new Set(nodes.map((n) => n.objectId ?? ''))]);
  const chosen = new Set(nodes.map((n) => n.position));
  for (const row of rows) {
    if (row.definition === null || !chosen.has(row.position)) continue;
    const folders = row.path.split('/').slice(4, -1).map((part) => plainName(decodeURIComponent(part)));
    let path = ['sql', ...folders, plainName(row.name)].join('/');
    while (taken.has(path.toLowerCase())) path = `${path}~`;
    taken.add(path.toLowerCase());
    files.push({ path: `${path}.sql`, text: `${row.definition}\nGO\n` });
  }
  return files;
}

/** "Save as SQL": a zip in the object store. */
export const exportScript: RequestHandler = async ({ request, project, progress }, context, run) => {
  progress({ step: 'COUNTING_OBJECTS', label: 'Choosing the objects', percent: 5, done: 0, total: 0 });
  // A folder that is gone is told before the work, not after it.
  const artifacts = await artifactsOf(context, project);
  const origin = request.origin === 'TARGET' ? 'TARGET' : 'SOURCE';
  const outline = await trees.outline(context.store.db, project.id, origin);
  const nodes = selectedNodes(outline, parseRules(request.selectionRules));
  const whole = nodes.length === outline.filter((node) => node.objectId !== null).length;
  const files = origin === 'TARGET' ? await targetFiles(context, project, nodes, whole) : await sourceFiles(context, project, nodes);
  checkCancelled(run);
  progress({ step: 'IN_PROGRESS', label: 'Packing the files', percent: 60, done: 0, total: files.length });
  const resultKey = `projects/${project.id}/exports/${request.id}.zip`;
  await artifacts.put(resultKey, zipFiles(files));
  run.log('info', `${files.length} files were packed.`, { module: 'export' });
  return { resultKey };
};
