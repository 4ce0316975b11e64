import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';

export interface OutputFile {
  /** Relative, with `/`; made of harmless segments. */
  readonly path: string;
  /** Its text, or what opens a stream of its bytes. */
  readonly text: string | (() => Readable);
}

/** Lists what Ferry wrote, so that the next run takes away only that. */
const manifestName = '.ferry.json';

const systemCode = (thrown: unknown): string | undefined => (thrown instanceof Error && 'code' in thrown && 'syscall' in thrown ? String(thrown.code) : undefined);

async function readManifest(folder: string): Promise<ReadonlySet<string>> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(folder, manifestName), 'utf8'));
    const files = typeof parsed === 'object' && parsed !== null && 'files' in parsed ? parsed.files : undefined;
    return new Set([manifestName, ...(Array.isArray(files) ? files.filter((f): f is string => typeof f === 'string') : [])]);
  } catch {
    // No manifest, or none of ours: nothing in the folder counts as written by Ferry.
    return new Set();
  }
}

async function filesIn(folder: string, prefix = ''): Promise<string[]> {
  const out: string[] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) out.push(...(await filesIn(folder, path)));
    else out.push(path);
  }
  return out;
}

async function existing(folder: string): Promise<string[] | undefined> {
  try {
    return await filesIn(folder);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

async function writeAll(folder: string, files: readonly OutputFile[], run: Run): Promise<void> {
  const made = new Set<string>();
  for (const file of files) {
    checkCancelled(run);
    const path = join(folder, file.path);
    if (!resolve(path).startsWith(`${resolve(folder)}${sep}`)) throw new Error(`output path escapes its folder: ${file.path}`);
    const parent = dirname(path);
    if (!made.has(parent)) await mkdir(parent, { recursive: true });
    made.add(parent);
    await writeFile(path, typeof file.text === 'string' ? file.text : file.text(), { flag: 'wx' });
  }
  await writeFile(join(folder, manifestName), `${JSON.stringify({ writtenBy: 'ferry', files: files.map((f) => f.path) })}\n`);
}

/** Takes away the folders that are empty now, innermost first. */
async function pruneFolders(folder: string, paths: Iterable<string>): Promise<void> {
  const folders = new Set<string>();
  for (const path of paths) for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) folders.add(parent);
  for (const inner of [...folders].sort((a, b) => b.length - a.length)) {
    try {
      await rmdir(join(folder, inner));
    } catch (thrown) {
      // Not empty: something in it is not ours. Gone: nothing to do.
      if (systemCode(thrown) === undefined) throw thrown;
    }
  }
}

/** Puts the new files among files of other people: theirs stay, the earlier output of Ferry goes. */
async function merge(fresh: string, folder: string, present: readonly string[], ours: ReadonlySet<string>, files: readonly OutputFile[]): Promise<void> {
  const others = new Set(present.filter((path) => !ours.has(path)));
  const clash = files.find((file) => others.has(file.path));
  if (clash)
    throw new AppError('already-exists', { public: `${join(folder, clash.path)} exists and was not written by ferry. Choose another folder with --out, or move the file away.` });
  const gone = present.filter((path) => ours.has(path));
  for (const path of gone) await rm(join(folder, path), { force: true });
  await pruneFolders(folder, gone);
  for (const path of [...files.map((f) => f.path), manifestName]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await rename(join(fresh, path), join(folder, path));
  }
}

async function putInPlace(fresh: string, folder: string, files: readonly OutputFile[]): Promise<void> {
  const present = await existing(folder);
  if (present === undefined || present.length === 0) {
    if (present !== undefined) await rm(folder, { recursive: true });
    await rename(fresh, folder);
    return;
  }
  const ours = await readManifest(folder);
  if (present.some((path) => !ours.has(path))) {
    await merge(fresh, folder, present, ours, files);
    return;
  }
  const old = `${fresh}-old`;
  await rename(folder, old);
  await rename(fresh, folder);
  await rm(old, { recursive: true, force: true });
}

/** Folders that a killed run left behind. */
async function removeLeftovers(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it lives, and belongs to someone else.
    return systemCode(thrown) === 'EPERM';
  }
}

/** The folder that a path means: links are followed, also when only its parent exists yet. */
async function realFolder(given: string): Promise<string> {
  const absolute = resolve(given);
  try {
    return await realpath(absolute);
  } catch (thrown) {
    if (systemCode(thrown) !== 'ENOENT') throw thrown;
    await mkdir(dirname(absolute), { recursive: true });
    return join(await realpath(dirname(absolute)), basename(absolute));
  }
}

/**
 * Writes the output whole or not at all: into a new folder beside `given`, which then takes its place. Files that Ferry did not
 * write are never touched.
 * @throws AppError `already-exists` when a file of someone else is in the way, `invalid-input` when the folder cannot be written
 */
export async function writeOutput(given: string, files: readonly OutputFile[], run: Run): Promise<void> {
  let fresh: string | undefined;
  try {
    const folder = await realFolder(given);
    const prefix = `.${basename(folder)}.ferry-`;
    await removeLeftovers(dirname(folder), prefix);
    // With the permissions that the user's umask gives, not those of a private temporary folder.
    const own = join(dirname(folder), `${prefix}${process.pid}-${randomUUID()}`);
    await mkdir(own);
    fresh = own;
    await writeAll(fresh, files, run);
    await putInPlace(fresh, folder, files);
  } catch (thrown) {
    // The operating system refuses the folder that the user named: told in words.
    const code = systemCode(thrown);
    if (code === undefined) throw thrown;
    throw new AppError('invalid-input', { public: `${given}: the output cannot be written there (${code}). Choose another folder with --out.`, cause: thrown });
  } finally {
    if (fresh !== undefined) await rm(fresh, { recursive: true, force: true });
  }
}
