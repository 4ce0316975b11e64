import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderObjects } from '@ferry/cloud';
import type { Catalog } from '@ferry/catalog';
import type { Verifier } from '@ferry/conversion';
import { AppError, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { findPair } from '@ferry/registry/engines';
import { openStore, sharedWork } from '@ferry/store';
import { unpackCatalog } from './catalog-file';
import { pieceWorker, roundFolder } from './pieces';
import type { PieceWorker, RoundTask } from './pieces';
import type { HelpResult, HelpTask } from './protocol';

/** Milliseconds between two looks for a piece, and between two signs of life. */
const lookEvery = 30;
const touchEvery = 2000;
/** How long a helper waits for the leader to begin, in milliseconds. */
const beginPatience = 20_000;

const noSandbox = (): AppError => new AppError('unavailable', { public: 'This worker has no server for proving (FERRY_SANDBOX_URL), so it cannot help with a conversion that is proved. Set it up like the others.' });

/** Takes pieces of the request's round until its leader has ended it. */
export async function helpConversion({ sharing, sandboxUrl }: HelpTask, run: Run): Promise<HelpResult> {
  const { databaseUrl, objectsFolder, projectId, requestId, secret } = sharing;
  const store = openStore(databaseUrl, 2);
  const objects = folderObjects(objectsFolder, false);
  const self = randomUUID();
  const signs = setInterval(() => {
    sharedWork.touch(store, self).catch((thrown: unknown) => run.log('warn', 'a sign of life could not be given', { error: String(thrown) }));
  }, touchEvery);
  let worker: PieceWorker | undefined;
  let of: string | undefined;
  let pieces = 0;
  try {
    const begun = Date.now();
    for (;;) {
      checkCancelled(run);
      const round = await sharedWork.round(store, requestId);
      if (round === undefined || (of !== undefined && of !== round.id)) {
        if (of !== undefined || Date.now() - begun > beginPatience) return { pieces };
        await sleep(lookEvery * 5);
        continue;
      }
      if (worker === undefined) {
        of = round.id;
        const task = JSON.parse(round.task) as RoundTask;
        const catalog: Catalog = unpackCatalog(await objects.get(task.catalogKey));
        const { target } = findPair(task.source, task.target);
        const join = (invitation: string): Promise<Verifier> => {
          if (sandboxUrl === undefined || target.joinVerifier === undefined) throw noSandbox();
          return target.joinVerifier(sandboxUrl, invitation, secret);
        };
        worker = pieceWorker(task, catalog, { store, objects, projectId, folder: roundFolder(projectId, round.id) }, join);
      }
      for (let piece = await sharedWork.take(store, round.id, self); piece !== undefined; piece = await sharedWork.take(store, round.id, self)) {
        await worker.work(piece, run);
        if (await sharedWork.finish(store, piece, self)) pieces++;
        checkCancelled(run);
      }
      await sleep(lookEvery);
    }
  } finally {
    clearInterval(signs);
    await sharedWork.release(store, self);
    await worker?.close();
    await store.close();
  }
}
