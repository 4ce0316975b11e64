import { allowedFolder, folderObjects } from '@ferry/cloud';
import type { Objects } from '@ferry/cloud';
import { AppError } from '@ferry/kernel';
import type { ProjectRow } from '@ferry/store';

export const artifactsFoldersVariable = 'FERRY_ARTIFACTS_FOLDERS';

/** What operations and worker have to reach artifacts. */
export interface ArtifactsContext {
  readonly objects: Objects;
  readonly artifactsFolders: readonly string[];
}

type Place = Pick<ProjectRow, 'artifactsFolder'> & { readonly instanceProfile: Pick<ProjectRow['instanceProfile'], 'name' | 'artifactsFolder'> };

/** The folder that a project's artifacts go to: its own, else its instance profile's; nothing is Ferry's data folder. */
export const artifactsFolderOf = (project: Place): string | undefined => project.artifactsFolder ?? project.instanceProfile.artifactsFolder ?? undefined;

/** For people. */
export const artifactsLocation = (project: Place): string => artifactsFolderOf(project) ?? "Ferry's data folder";

/** A folder that a profile or project names, as it is kept: empty goes back to the default. @throws AppError */
export async function artifactsColumn(context: ArtifactsContext, path: string | undefined): Promise<{ artifactsFolder?: string | null }> {
  if (path === undefined) return {};
  return { artifactsFolder: path === '' ? null : await allowedFolder(path, context.artifactsFolders, artifactsFoldersVariable) };
}

/**
 * Where artifacts of a project are written and read.
 * @throws AppError when its folder is gone: it is not made again in silence, because it may be a disk that is not there
 */
export async function artifactsOf(context: ArtifactsContext, project: Place): Promise<Objects> {
  const folder = artifactsFolderOf(project);
  if (folder === undefined) return context.objects;
  try {
    return folderObjects(await allowedFolder(folder, context.artifactsFolders, artifactsFoldersVariable));
  } catch (thrown) {
    // Worded for the person who set the folder.
    if (!(thrown instanceof AppError) || thrown.code !== 'not-found') throw thrown;
    throw new AppError('unavailable', { public: `The folder for artifacts ${folder} is not there any more. Make it again, or choose another one in the ${project.artifactsFolder === null ? `instance profile "${project.instanceProfile.name}"` : 'project'}.`, cause: thrown });
  }
}
