import { AppError, sizeText } from '@ferry/kernel';
import { decode } from './decode';
import type { Gathering, Intake } from './input';
import { applyProjects, projectVariables } from './project';

/** Counts an entry; more than the limit stops the whole intake. */
export function countEntry(into: Gathering, path: string): void {
  into.entries += 1;
  if (into.entries > into.limits.entries)
    throw new AppError('too-large', { public: `${path}: more than ${into.limits.entries} files; give a smaller folder or archive.` });
}

/** Reserves room for a file of this size before it is read; beyond the total the whole intake stops. */
export function reserve(into: Gathering, path: string, size: number): boolean {
  if (size > into.limits.fileSize) {
    into.problems.push({ path, message: `The file is larger than ${sizeText(into.limits.fileSize)} and was not read. Leave data out of the script, or split it.` });
    return false;
  }
  into.size += size;
  if (into.size > into.limits.totalSize)
    throw new AppError('too-large', { public: `${path}: the input is larger than ${sizeText(into.limits.totalSize)} in all. Leave data out of the scripts, or convert it in parts.` });
  return true;
}

/** Hands a script on: to whoever visits, or into the list. */
async function deliver(into: Gathering, path: string, bytes: number, text: string): Promise<void> {
  if (into.visit === undefined) {
    into.texts.push({ path, text });
    return;
  }
  into.visited += 1;
  await into.visit({ path, bytes, chunks: one(text) });
}

async function* one(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

/** Project files are small; a larger one is none. */
export const largestProject = 8 * 1024 * 1024;

/** Keeps a project file for the end, when all scripts are known. */
export function addProject(into: Gathering, path: string, bytes: Uint8Array): void {
  const decoded = decode(bytes);
  if ('text' in decoded) into.projects.push({ path, text: decoded.text });
  into.passedOver.push({ path, reason: 'a project; its build list counts' });
}

/** Decodes one file and adds it, or the reason why not. */
export async function addBytes(into: Gathering, path: string, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) {
    into.problems.push({ path, message: 'The file is empty (0 bytes). Script the database again, or leave the file out.' });
    return;
  }
  const decoded = decode(bytes, into.limits.encoding);
  if ('problem' in decoded) {
    into.problems.push({ path, message: `The file ${decoded.problem}. Give SQL scripts as text (UTF-8, UTF-16 or Windows-1252), or a .zip of them.` });
    return;
  }
  if (decoded.text.trim() === '') {
    into.problems.push({ path, message: 'The file holds nothing but blanks. Script the database again, or leave the file out.' });
    return;
  }
  if (decoded.warning !== undefined) into.problems.push({ path, message: `The file was read, but ${decoded.warning}. Save it again as UTF-8.` });
  await deliver(into, path, bytes.length, decoded.text);
}

/** At most this many problems are spelled out in one error. */
const problemsShown = 10;

/** The result; an error that names every reason when not a single script is left. */
export function finish(into: Gathering, given: readonly string[]): Intake {
  applyProjects(into);
  const { texts, passedOver, problems } = into;
  if (texts.length > 0 || into.visited > 0) return { texts, passedOver, problems, variables: projectVariables(into.projects) };
  if (problems.length > 0) {
    const lines = problems.slice(0, problemsShown).map((p) => `${p.path}: ${p.message}`);
    const more = problems.length > problemsShown ? [`... and ${problems.length - problemsShown} more files.`] : [];
    throw new AppError('invalid-input', { public: [...lines, ...more].join('\n') });
  }
  const seen = passedOver.length === 0 ? 'It holds no files' : `None of its ${passedOver.length} files ends in one of the endings of scripts (.sql, .ddl, .txt ...)`;
  throw new AppError('invalid-input', { public: `${given.join(', ')}: no SQL script found. ${seen}. Give a .sql file, a folder or a .zip that holds some.` });
}
