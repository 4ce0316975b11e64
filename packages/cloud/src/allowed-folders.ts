import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { AppError } from '@ferry/kernel';

/** Roots in an environment variable: absolute paths, separated as in PATH. */
export const folderList = (setting: string | undefined): readonly string[] =>
  (setting ?? '')
    .split(process.platform === 'win32' ? ';' : ':')
    .map((path) => path.trim())
    .filter((path) => path !== '' && isAbsolute(path));

const isInside = (path: string, root: string): boolean => {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
};

/** The system tells of a path that leads nowhere by throwing: that is an answer here. */
const real = async (path: string): Promise<string | undefined> => {
  try {
    return await realpath(path);
  } catch {
    // See above.
    return undefined;
  }
};

/**
 * A folder that a user named, when it lies in one of the allowed roots: with links followed first, so that none leads out of them.
 * @param what for people: the environment variable that allows
 * @returns the real path of the folder
 * @throws AppError `invalid-input` for a path outside (whether there is something or not is not told), `not-found` for one inside that is not there
 */
export async function allowedFolder(path: string, roots: readonly string[], what: string): Promise<string> {
  const outside = (): AppError =>
    new AppError('invalid-input', {
      public: roots.length === 0 ? `Folders of the server are switched off. Allow some with the environment variable ${what}.` : `The folder is not inside one of those that ${what} allows: ${roots.join(', ')}.`,
    });
  if (!isAbsolute(path) || path.includes('\0')) throw outside();
  const realRoots = (await Promise.all(roots.map(real))).filter((root) => root !== undefined);
  const found = await real(path);
  if (found === undefined) {
    if (!roots.some((root) => isInside(path, root))) throw outside();
    throw new AppError('not-found', { public: `There is no folder ${path} on the server.` });
  }
  if (!realRoots.some((root) => isInside(found, root))) throw outside();
  if (!(await stat(found)).isDirectory()) throw new AppError('invalid-input', { public: `${path} is not a folder.` });
  return found;
}
