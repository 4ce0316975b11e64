import { allowedFolder, folderObjects } from '@ferry/cloud';
import type { Objects } from '@ferry/cloud';
import type { JobPayload } from '@ferry/jobs';
import { AppError } from '@ferry/kernel';
import { targets } from '@ferry/registry/engines';
import type { WorkerContext } from '../context';

/** A folder for artifacts; nothing for one that is gone, or is not allowed any more. */
async function folderOf(context: WorkerContext, path: string): Promise<Objects | undefined> {
  try {
    return folderObjects(await allowedFolder(path, context.artifactsFolders, 'FERRY_ARTIFACTS_FOLDERS'));
  } catch (thrown) {
    // What is not there needs no cleaning up.
    if (!(thrown instanceof AppError)) throw thrown;
    context.log('warn', 'a folder for artifacts was not cleaned up', { folder: path, why: thrown.message });
    return undefined;
  }
}

/** Frees what lies in the object store and in other folders for artifacts under some prefixes, and drops embedded databases. */
export async function deleteObjects(payload: JobPayload<'delete'>, context: WorkerContext): Promise<void> {
  const others = await Promise.all(payload.folders.map((path) => folderOf(context, path)));
  const buckets = payload.buckets.map(({ uri, roleArn }) => context.aws.objects(uri, roleArn));
  for (const objects of [context.objects, ...others, ...buckets]) for (const prefix of payload.prefixes) await objects?.removeAll(prefix);
  if (context.sandboxUrl === undefined) return;
  for (const name of payload.databases) for (const { server } of targets) await server?.dropDatabase(context.sandboxUrl, name);
}
