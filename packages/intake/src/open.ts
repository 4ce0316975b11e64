import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { addBytes, addProject, countEntry, finish, largestProject, reserve } from './gather';
import { defaultLimits, isScriptName, newGathering } from './input';
import type { Gathering, Intake, IntakeOptions, StreamedText } from './input';
import { byName } from './order';
import { isProjectName, viewProjects } from './project';
import { addStreamed, streamedFrom } from './stream';
import { addZip, isZip } from './zip';

/** Folders that never hold the user's scripts. */
const toolFolders = new Set(['.git', '.svn', '.hg', '.vs', 'node_modules']);

const isZipName = (path: string): boolean => path.toLowerCase().endsWith('.zip');

async function addContent(into: Gathering, path: string, bytes: Uint8Array, run: Run): Promise<void> {
  if (isZip(bytes) || (isZipName(path) && bytes.length === 0)) await addZip(into, path, bytes, run);
  else if (isZipName(path)) into.problems.push({ path, message: 'The file is named .zip but is none. Copy or pack it again.' });
  else await addBytes(into, path, bytes);
}

async function addFile(into: Gathering, file: string, path: string, run: Run): Promise<void> {
  const { size } = await stat(file);
  if (into.visit !== undefined && size > streamedFrom && (await addStreamed(into, file, path, size, run))) return;
  if (reserve(into, path, size)) await addContent(into, path, await readFile(file), run);
}

/** Walks a folder in the order of names; symbolic links to folders are not followed, so that no circle can be entered. */
async function addFolder(into: Gathering, folder: string, path: string, run: Run): Promise<void> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => byName(a.name, b.name));
  for (const entry of entries) {
    checkCancelled(run);
    const inner = `${path}/${entry.name}`;
    const file = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (toolFolders.has(entry.name)) into.passedOver.push({ path: inner, reason: 'a folder of a tool' });
      else await addFolder(into, file, inner, run);
      continue;
    }
    countEntry(into, path);
    const regular = entry.isFile() || (entry.isSymbolicLink() && into.limits.links !== 'ignore' && (await stat(file).then((s) => s.isFile(), () => false)));
    if (!regular) into.passedOver.push({ path: inner, reason: 'not a regular file' });
    else if (isProjectName(entry.name) && (await stat(file)).size <= largestProject) {
      // Who visits has met the projects before.
      if (into.visit === undefined) addProject(into, inner, await readFile(file));
    }
    else if (isScriptName(entry.name) || isZipName(entry.name)) await addReadable(into, file, inner, run);
    else into.passedOver.push({ path: inner, reason: 'not a script by its name' });
  }
}

/** A file inside a folder that cannot be read is one problem among its good siblings. */
async function addReadable(into: Gathering, file: string, path: string, run: Run): Promise<void> {
  try {
    await addFile(into, file, path, run);
  } catch (thrown) {
    // The operating system refuses a file: told, and the others are read.
    const code = systemCode(thrown);
    if (code === undefined) throw thrown;
    into.problems.push({ path, message: `The file cannot be read (${code}). Check its permissions.` });
  }
}

const systemCode = (thrown: unknown): string | undefined => (thrown instanceof Error && 'code' in thrown && 'syscall' in thrown ? String(thrown.code) : undefined);

/** A path as a person would want to read it in a message: without the leading way to it. */
const shown = (path: string): string => basename(path) || path;

async function addPath(into: Gathering, path: string, run: Run): Promise<void> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) await addFolder(into, path, shown(path), run);
    else if (found.isFile() && isProjectName(path)) await addFolder(into, dirname(path), shown(dirname(path)), run);
    else if (found.isFile()) await addFile(into, path, shown(path), run);
    else throw new AppError('invalid-input', { public: `${path}: neither a file nor a folder. Give a .sql file, a folder or a .zip.` });
  } catch (thrown) {
    // The operating system's answer about one path of the command line, put into words.
    const code = systemCode(thrown);
    if (code === undefined) throw thrown;
    const why = code === 'ENOENT' ? 'no such file or folder. Check the spelling' : `cannot be read (${code}). Check its permissions`;
    throw new AppError('invalid-input', { public: `${path}: ${why}.`, cause: thrown });
  }
}

/**
 * Opens what a user names on the command line: files, folders (searched through, in the order of names) and .zip archives.
 * @throws AppError `invalid-input` when a path does not exist or no script is found, `too-large` beyond the limits
 */
export async function openPaths(paths: readonly string[], run: Run, options: IntakeOptions = defaultLimits): Promise<Intake> {
  const into = newGathering(options);
  for (const path of paths) {
    checkCancelled(run);
    await addPath(into, path, run);
  }
  return finish(into, paths);
}

/**
 * Reads what a user names on the command line script by script, so that never more than one is held, and of a large one only
 * a part; such a file may be of any size. `texts` of the result is empty.
 * @throws AppError as `openPaths`; what `visit` throws
 */
export async function visitPaths(paths: readonly string[], visit: (script: StreamedText) => Promise<void>, run: Run, options: IntakeOptions = defaultLimits): Promise<Intake> {
  const ahead = newGathering(options);
  for (const path of paths) await findProjects(ahead, path, run);
  const projects = viewProjects(ahead.projects);
  const into = newGathering(options, (script) => visit({ ...script, built: projects.built(script.path), variables: projects.variables(script.path) }));
  into.projects.push(...ahead.projects);
  into.passedOver.push(...ahead.passedOver);
  for (const path of paths) {
    checkCancelled(run);
    await addPath(into, path, run);
  }
  return finish(into, paths);
}

/** Reads the project files in a path of the command line; what cannot be looked at is told when its scripts are visited. */
async function findProjects(into: Gathering, path: string, run: Run): Promise<void> {
  // The operating system's refusal is put into words by `addPath`.
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) await findProjectsIn(into, path, shown(path), run);
  else if (found?.isFile() && isProjectName(path)) await findProjectsIn(into, dirname(path), shown(dirname(path)), run);
}

async function findProjectsIn(into: Gathering, folder: string, path: string, run: Run): Promise<void> {
  checkCancelled(run);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory() && !toolFolders.has(entry.name)) await findProjectsIn(into, file, `${path}/${entry.name}`, run);
    else if (entry.isFile() && isProjectName(entry.name) && (await stat(file)).size <= largestProject) addProject(into, `${path}/${entry.name}`, await readFile(file));
  }
}

/**
 * Opens uploaded content: each item a script or a .zip, under the name that the user gave it.
 * @throws AppError as `openPaths`
 */
export async function openContents(items: readonly { readonly name: string; readonly bytes: Uint8Array }[], run: Run, options: IntakeOptions = defaultLimits): Promise<Intake> {
  const into = newGathering(options);
  for (const { name, bytes } of items) {
    checkCancelled(run);
    if (reserve(into, name, bytes.length)) await addContent(into, name, bytes, run);
  }
  return finish(into, items.map((item) => item.name));
}
