import { defaultLimits, openContents, openPaths } from '@ferry/intake';
import type { Catalog } from '@ferry/catalog';
import type { IntakeOptions } from '@ferry/intake';
import { AppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { findSource } from '@ferry/registry/engines';
import { placer } from '@ferry/reports';
import type { ScriptStatistics } from '@ferry/reports';
import { sourceTree } from '../tree/source-tree';
import { packCatalog } from './catalog-file';
import type { ReadResult, ReadTask } from './protocol';

/** At most so many remarks of one kind go to the log one by one. */
const remarksShown = 200;
/** At most so many files that could not be read are named in the error itself. */
const problemsShown = 3;

/** Reads scripts; what could not be read or is not schema goes to the log. @throws AppError when no object was found */
export async function readSource(task: ReadTask, run: Run): Promise<ReadResult> {
  const source = findSource(task.source);
  const options: IntakeOptions = { ...defaultLimits, links: 'ignore', ...(task.encoding === undefined ? {} : { encoding: task.encoding }) };
  const intake = task.folder === undefined ? await openContents(task.files, run, options) : await openPaths([task.folder], run, options);
  for (const problem of intake.problems) run.log('warn', `${problem.path}: ${problem.message}`, { module: 'loader' });
  for (const passed of intake.passedOver.slice(0, remarksShown)) run.log('info', `${passed.path} was passed over: ${passed.reason}`, { module: 'loader' });
  const catalog = await source.readScripts(intake.texts, { databaseName: task.databaseName, variables: { ...intake.variables, ...task.variables } }, run);
  const place = placer(catalog);
  run.log('info', `${intake.texts.length === 1 ? 'One script was' : `${intake.texts.length} scripts were`} parsed: ${catalog.objects.length} objects, ${catalog.diagnostics.length} remarks, ${catalog.passedOver.length} places passed over.`, { module: 'parser' });
  const at = (where: Parameters<typeof place>[0]): string => {
    const { file, line, column } = place(where);
    return `${file}:${line}:${column}`;
  };
  for (const diagnostic of catalog.diagnostics.slice(0, remarksShown))
    run.log(diagnostic.severity === 'error' ? 'error' : diagnostic.severity === 'warning' ? 'warn' : 'info', `${at(diagnostic)} ${diagnostic.message}`, { module: 'parser' });
  if (catalog.diagnostics.length > remarksShown) run.log('warn', `${catalog.diagnostics.length - remarksShown} more remarks of the parser are not shown.`, { module: 'parser' });
  for (const passed of catalog.passedOver.slice(0, remarksShown))
    run.log('info', `${at(passed)} ${passed.count === 1 ? passed.statement : `${passed.count} x ${passed.statement}`} passed over: ${passed.reason}`, { module: 'loader' });
  if (catalog.passedOver.length > remarksShown) run.log('info', `${catalog.passedOver.length - remarksShown} more passed-over places are not shown.`, { module: 'loader' });
  if (catalog.objects.length === 0)
    throw new AppError('invalid-input', {
      public: ['No database objects were found in the uploaded scripts. Upload scripts that hold the CREATE statements of the database.', ...intake.problems.slice(0, problemsShown).map((p) => `${p.path}: ${p.message}`)].join(' '),
    });
  const { bytes, hash } = packCatalog(catalog);
  const errors = catalog.diagnostics.filter(({ severity }) => severity === 'error');
  const [problem] = intake.problems;
  const [error] = errors;
  const first = problem !== undefined ? `${problem.path}: ${problem.message}` : error === undefined ? undefined : `${at(error)} ${error.message}`;
  return { catalog: bytes, hash, nodes: sourceTree(catalog, source, task.server), objects: catalog.objects.length, scripts: scriptStatistics(catalog), ...(first === undefined ? {} : { unread: { places: intake.problems.length + errors.length, first } }) };
}

/** What each script gave: objects, and what of it could not be read. */
function scriptStatistics(catalog: Catalog): ScriptStatistics[] {
  const scripts = catalog.sources.map((source) => ({ file: source.path, objects: 0, errors: 0, firstError: '' }));
  for (const object of catalog.objects) {
    const script = scripts[object.definition.source];
    if (script !== undefined) script.objects++;
  }
  for (const { source, severity, message } of catalog.diagnostics) {
    const script = scripts[source];
    if (script === undefined || severity !== 'error') continue;
    if (script.errors === 0) script.firstError = message;
    script.errors++;
  }
  return scripts;
}
