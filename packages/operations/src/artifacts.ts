import { allowedFolder, folderObjects } from '@ferry/cloud';
import type { Aws, Objects } from '@ferry/cloud';
import { AppError } from '@ferry/kernel';
import type { ProjectRow } from '@ferry/store';

export const artifactsFoldersVariable = 'FERRY_ARTIFACTS_FOLDERS';

/** What operations and worker have to reach artifacts. */
export interface ArtifactsContext {
  readonly objects: Objects;
  readonly artifactsFolders: readonly string[];
  readonly aws: Aws;
}

type Kept = 'artifactsFolder' | 's3BucketPath' | 's3BucketRole';
type Place = Pick<ProjectRow, Kept> & { readonly instanceProfile: Pick<ProjectRow['instanceProfile'], 'name' | Kept> };

/** The project's own place goes before its instance profile's. */
const ownerOf = (project: Place): Pick<ProjectRow, Kept> => (project.artifactsFolder !== null || project.s3BucketPath !== null ? project : project.instanceProfile);

/** Where in S3 a project's artifacts go, when they do. */
export function artifactsBucketOf(project: Place): { readonly uri: string; readonly roleArn?: string } | undefined {
  const { artifactsFolder, s3BucketPath, s3BucketRole } = ownerOf(project);
  return artifactsFolder !== null || s3BucketPath === null ? undefined : { uri: s3BucketPath, ...(s3BucketRole === null ? {} : { roleArn: s3BucketRole }) };
}

/** The folder that a project's artifacts go to: its own, else its instance profile's; nothing is Ferry's data folder. */
export const artifactsFolderOf = (project: Place): string | undefined => ownerOf(project).artifactsFolder ?? undefined;

/** For people. */
export const artifactsLocation = (project: Place): string => artifactsFolderOf(project) ?? artifactsBucketOf(project)?.uri ?? "Ferry's data folder";

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
  const bucket = artifactsBucketOf(project);
  if (bucket !== undefined) return context.aws.objects(bucket.uri, bucket.roleArn);
  if (folder === undefined) return context.objects;
  try {
    return folderObjects(await allowedFolder(folder, context.artifactsFolders, artifactsFoldersVariable));
  } catch (thrown) {
    // Worded for the person who set the folder.
    if (!(thrown instanceof AppError) || thrown.code !== 'not-found') throw thrown;
    throw new AppError('unavailable', { public: `The folder for artifacts ${folder} is not there any more. Make it again, or choose another one in the ${project.artifactsFolder === null ? `instance profile "${project.instanceProfile.name}"` : 'project'}.`, cause: thrown });
  }
}
