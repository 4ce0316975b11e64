import type { JobPayload } from '@ferry/jobs';
import type { WorkerContext } from '../context';

/** Frees what lies in the object store under some prefixes. */
export async function deleteObjects(payload: JobPayload<'delete'>, context: WorkerContext): Promise<void> {
  for (const prefix of payload.prefixes) await context.objects.removeAll(prefix);
}
