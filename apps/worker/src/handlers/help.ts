import { randomUUID } from 'node:crypto';
import { AppError, toAppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { JobPayload } from '@ferry/jobs';
import { requests, sharedWork } from '@ferry/store';
import type { WorkerContext } from '../context';
import type { Sharing } from '../thread/protocol';
import { runTask } from '../thread/run-task';
import { requestWriter } from '../request-writer';

/** From so many objects on a conversion is shared out, unless FERRY_SHARE_FROM says otherwise: below, reading the project once more takes as long as is won. */
const usuallyWorthHelp = 1000;
/** Most workers that help with one operation. */
const mostHelpers = 7;
/** Milliseconds between two looks whether another project waits for this worker, and whether the leader lives. */
const courtesyEvery = 1000;

type Payload = JobPayload<'help'>;

const sharingOf = ({ projectId, requestId }: Payload, context: WorkerContext): Sharing => ({ ...context.reach, projectId, requestId, secret: context.keyring.derive('scratch databases') });

async function ask(payload: Payload, context: WorkerContext): Promise<void> {
  const id = randomUUID();
  // Behind everything that people have asked for; a group of its own, because the project's is taken.
  await context.queue.enqueue({ id, kind: 'help', payload, group: `help ${id}`, priority: -1 });
}

/**
 * Asks for helpers from as many objects on as FERRY_SHARE_FROM says, 0 for never: one more for each such number of objects.
 * @returns what the leading thread needs to share its work
 */
export async function askForHelp(payload: Payload, objects: number, catalogKey: string, context: WorkerContext): Promise<{ sharing?: Sharing & { readonly catalogKey: string } }> {
  const worthHelp = Number(process.env['FERRY_SHARE_FROM'] ?? usuallyWorthHelp);
  if (!(worthHelp > 0) || objects < worthHelp) return {};
  for (let i = 0; i < Math.min(mostHelpers, Math.floor(objects / worthHelp)); i++) await ask(payload, context);
  return { sharing: { ...sharingOf(payload, context), catalogKey } };
}

/**
 * Does pieces of a running request until there are none, and makes room when another project's request waits (then it asks anew and
 * comes back when there is time) or when the leader is gone. What goes wrong in it is no trouble of the request's: its leader does the piece.
 */
export async function lendHand(payload: Payload, signal: AbortSignal, context: WorkerContext): Promise<void> {
  const request = await requests.find(context.store, payload.requestId);
  if (request === null || request.status !== 'IN_PROGRESS') return;
  const leaving = new AbortController();
  let wanted = false;
  const look = setInterval(() => {
    Promise.all([sharedWork.othersWait(context.store, payload.projectId), context.queue.state(payload.requestId)]).then(
      ([waits, state]) => {
        // A leader that died is followed by whoever is free: perhaps by nobody but this worker.
        if (!waits && state === 'running') return;
        wanted = waits;
        leaving.abort();
      },
      (thrown: unknown) => context.log('warn', 'could not see who waits', { error: String(thrown) }),
    );
  }, courtesyEvery);
  const writer = requestWriter(payload.requestId, payload.projectId, context);
  const run: Run = { signal: AbortSignal.any([signal, leaving.signal]), progress: () => undefined, log: writer.log };
  try {
    const { pieces } = await runTask({ task: 'help', sharing: sharingOf(payload, context), ...(context.sandboxUrl === undefined ? {} : { sandboxUrl: context.sandboxUrl }) }, { progress: () => undefined }, run);
    if (pieces > 0) writer.log('info', `Another worker helped with ${pieces} pieces of the work.`, { module: 'worker' });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!(thrown instanceof AppError && thrown.code === 'cancelled')) context.log('warn', `a helper ended: ${error.message}`, { requestId: payload.requestId, internal: error.internal });
  } finally {
    clearInterval(look);
    await writer.flush();
  }
  if (wanted && !signal.aborted) await ask(payload, context);
}
