import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { allowedFolder } from '@ferry/cloud';
import { AppError } from '@ferry/kernel';
import { isScriptName } from '@ferry/intake';
import type { OperationContext } from './context';
import type { Handlers } from './handlers';

/** At most so many folders are listed. */
const most = 1000;
export const sourceFoldersVariable = 'FERRY_SOURCE_FOLDERS';

/** The real path of a folder that scripts may be read from. @throws AppError */
export const sourceFolder = (context: Pick<OperationContext, 'sourceFolders'>, path: string): Promise<string> => allowedFolder(path, context.sourceFolders, sourceFoldersVariable);

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (thrown) {
    // The system refuses a folder by throwing.
    throw new AppError('access-denied', { public: `The folder ${folder} cannot be read. Check its permissions.`, cause: thrown });
  }
}

/** Whether the folder above may be looked at too. */
async function parentOf(context: OperationContext, folder: string): Promise<string | undefined> {
  const parent = dirname(folder);
  return parent === folder
    ? undefined
    : sourceFolder(context, parent).catch((thrown: unknown) => {
        if (!(thrown instanceof AppError)) throw thrown;
        return undefined;
      });
}

export const sourceFolderHandlers: Pick<Handlers, 'DescribeSourceFolders'> = {
  DescribeSourceFolders: async (input, context) => {
    if (input.FolderPath === undefined) return { Folders: context.sourceFolders.map((path) => ({ FolderPath: path, Name: basename(path) || path })), Scripts: 0 };
    const folder = await sourceFolder(context, input.FolderPath);
    const entries = await entriesOf(folder);
    const parent = await parentOf(context, folder);
    return {
      Folders: entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map((entry) => ({ FolderPath: join(folder, entry.name), Name: entry.name }))
        .sort((a, b) => a.Name.localeCompare(b.Name))
        .slice(0, most),
      Scripts: entries.filter((entry) => entry.isFile() && (isScriptName(entry.name) || entry.name.toLowerCase().endsWith('.zip'))).length,
      ...(parent === undefined ? {} : { ParentPath: parent }),
    };
  },
};
