import { PutBack, isRequestJobKind, jobs } from '@ferry/jobs';
import type { JobPayload, Queue, RequestJobKind, TakenJob } from '@ferry/jobs';
import { toAppError } from '@ferry/kernel';
import { projects, requests } from '@ferry/store';
import type { ProjectRow, RequestRow } from '@ferry/store';
import type { WorkerContext } from './context';
import { requestHandlers } from './handlers';
import { deleteObjects } from './handlers/delete';
import { lendHand } from './handlers/help';
import { jobSeconds, tookTooLong } from './limits';
import { requestWriter } from './request-writer';

/** Milliseconds between two looks at whether a request is to be cancelled. */
const cancelInterval = 700;

type StopReason = 'cancel' | 'shutdown' | 'timeout' | 'lost';

/** Joins everything that can end a request early into one signal that remembers why. */
function stopper(request: RequestRow, kind: RequestJobKind, job: TakenJob, shutdown: AbortSignal, context: WorkerContext): { signal: AbortSignal; reason: () => StopReason | undefined; release: () => void } {
  const controller = new AbortController();
  let reason: StopReason | undefined;
  const stop = (why: StopReason) => (): void => {
    reason ??= why;
    controller.abort();
  };
  const onShutdown = stop('shutdown');
  const onLost = stop('lost');
  shutdown.addEventListener('abort', onShutdown, { once: true });
  job.signal.addEventListener('abort', onLost, { once: true });
  if (shutdown.aborted) onShutdown();
  const limit = setTimeout(stop('timeout'), jobSeconds(kind) * 1000);
  const watch = setInterval(() => {
    requests.cancelRequested(context.store, request.id).then(
      (wanted) => {
        if (wanted) stop('cancel')();
      },
      (thrown: unknown) => context.log('warn', 'the wish to cancel could not be read', { error: thrown instanceof Error ? thrown.message : String(thrown) }),
    );
  }, cancelInterval);
  const release = (): void => {
    clearTimeout(limit);
    clearInterval(watch);
    shutdown.removeEventListener('abort', onShutdown);
    job.signal.removeEventListener('abort', onLost);
  };
  return { signal: controller.signal, reason: () => reason, release };
}

/** How a request ends that was stopped. */
async function endStopped(reason: StopReason, kind: RequestJobKind, request: RequestRow, context: WorkerContext): Promise<void> {
  switch (reason) {
    case 'cancel':
      await requests.finish(context.store, request.id, { status: 'CANCELED' });
      return;
    case 'timeout':
      await requests.finish(context.store, request.id, { status: 'FAILED', error: tookTooLong(kind) });
      return;
    case 'shutdown':
    case 'lost':
      if (jobs[kind].retries === 0) {
        await requests.finish(context.store, request.id, { status: 'FAILED', error: 'The worker was stopped while it ran. What it had committed stays; the rest was undone.' });
        return;
      }
      await requests.putBack(context.store, request.id);
      throw new PutBack();
  }
}

async function runRequest(kind: RequestJobKind, request: RequestRow, project: ProjectRow, job: TakenJob, shutdown: AbortSignal, context: WorkerContext): Promise<void> {
  const stop = stopper(request, kind, job, shutdown, context);
  const writer = requestWriter(request.id, project.id, context);
  if (job.attempt > 0) writer.log('warn', `The operation is taken up again (its worker had stopped), attempt ${job.attempt + 1}.`, { module: 'worker' });
  try {
    const run = { signal: stop.signal, progress: () => undefined, log: writer.log };
    const end = await requestHandlers[kind]({ request, project, progress: writer.progress }, context, run);
    await writer.flush();
    await requests.finish(context.store, request.id, { status: 'SUCCESS', ...end });
  } catch (thrown) {
    const error = toAppError(thrown);
    const reason = stop.reason();
    if (reason !== undefined) {
      writer.log('info', reason === 'cancel' ? 'The operation was cancelled.' : `The operation was stopped (${reason}).`, { module: 'worker' });
      await writer.flush();
      await endStopped(reason, kind, request, context);
      return;
    }
    writer.log('error', `Failed: ${error.message}`, { module: 'worker', internal: error.internal });
    await writer.flush();
    await requests.finish(context.store, request.id, { status: 'FAILED', error: error.message });
  } finally {
    stop.release();
  }
}

/** Does one job of the queue. A request that has ended, or whose project is gone, is nothing to do. @throws PutBack to give it back */
export async function runJob(job: TakenJob, shutdown: AbortSignal, context: WorkerContext): Promise<void> {
  const { kind, payload } = job;
  if (kind === 'help') {
    await lendHand(payload as JobPayload<'help'>, AbortSignal.any([shutdown, job.signal]), context);
    return;
  }
  if (!isRequestJobKind(kind)) {
    await deleteObjects(payload as JobPayload<'delete'>, context);
    return;
  }
  const request = await requests.find(context.store, (payload as JobPayload<RequestJobKind>).requestId);
  if (request === null) return;
  if (request.cancelRequested) {
    await requests.finish(context.store, request.id, { status: 'CANCELED' });
    return;
  }
  const project = await projects.find(context.store, { id: request.projectId });
  if (project === null || !(await requests.start(context.store, request.id))) return;
  context.log('info', `${kind} of ${project.name} begins`, { requestId: request.id, attempt: job.attempt });
  await runRequest(kind, request, project, job, shutdown, context);
  context.log('info', `${kind} of ${project.name} ended`, { requestId: request.id });
}

/**
 * Mends what crashes left between the rows of requests and the queue: a request that never reached the queue is handed over again,
 * one whose job failed for good (its workers died again and again) ends as failed.
 */
export async function mendRequests(queue: Queue, context: WorkerContext): Promise<void> {
  for (const request of await requests.unfinished(context.store)) {
    // A console that is just writing both is not to be overtaken.
    if (Date.now() - request.createdAt.getTime() < 10_000 || !isRequestJobKind(request.kind)) continue;
    const state = await queue.state(request.id);
    if (state === 'missing') await queue.enqueue({ id: request.id, kind: request.kind, payload: { requestId: request.id, projectId: request.projectId }, group: request.projectId });
    else if (state === 'failed' || state === 'done')
      await requests.finish(context.store, request.id, request.cancelRequested ? { status: 'CANCELED' } : { status: 'FAILED', error: 'The worker stopped several times during this operation. Look at its log; then start the operation again: what is done is kept.' });
  }
}
