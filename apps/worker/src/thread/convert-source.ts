import { idOf } from '@ferry/catalog';
import { convertCatalog } from '@ferry/conversion';
import type { Verifier } from '@ferry/conversion';
import { breathe, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { findPair } from '@ferry/registry/engines';
import { placer, syntaxCounter } from '@ferry/reports';
import { storedObjectId } from '@ferry/store';
import type { StoredObject } from '@ferry/store';
import { unpackCatalog } from './catalog-file';
import type { ConvertResult, ConvertTask } from './protocol';
import { storedObject } from './stored-object';

/** Objects that are saved together, in one transaction. */
const batchSize = 100;

/**
 * Converts and proves the whole catalogue: what an object becomes and whether the server takes it depends on the others. Only the
 * wanted objects are given back.
 * @param emit takes batches of finished objects
 */
export async function convertSource(task: ConvertTask, emit: (objects: readonly StoredObject[]) => void, run: Run): Promise<ConvertResult> {
  const { source, target, pair } = findPair(task.source, task.target);
  const catalog = unpackCatalog(task.catalog);
  let verifier: Verifier | undefined;
  if (task.sandboxUrl === undefined) run.log('warn', 'No server is set up for proving: the converted code is parsed, not tried.', { module: 'prover' });
  else verifier = await target.openVerifier(task.sandboxUrl, { version: task.targetVersion });
  try {
    if (verifier !== undefined) run.log('info', `The converted code is proved on ${verifier.server}.`, { module: 'prover' });
    const result = await convertCatalog(pair, target, catalog, { settings: task.settings, targetVersion: task.targetVersion, ...(verifier === undefined ? {} : { verifier }) }, run);
    const refused = new Set(result.refused.map((r) => r.statement));
    for (const { statement, proof } of result.refused)
      run.log('error', `The server refused ${statement.creates.kind} ${statement.creates.schema}.${statement.creates.name}: ${proof.refusal?.message ?? 'no reason given'}`, { module: 'prover' });
    const options = { registry: pair.actionItems, refused, inputsHash: task.inputsHash, assessedOnly: task.assessedOnly, countSyntax: syntaxCounter(source, catalog, pair.actionItems), place: placer(catalog) };
    const byId = new Map(result.objects.map((object) => [object.id, object]));
    let batch: StoredObject[] = [];
    for (const object of catalog.objects) {
      const proved = byId.get(idOf(object));
      if (proved === undefined || !task.wanted.has(storedObjectId(idOf(object)))) continue;
      batch.push(storedObject(object, proved, options));
      if (batch.length < batchSize) continue;
      checkCancelled(run);
      emit(batch);
      batch = [];
      await breathe();
    }
    if (batch.length > 0) emit(batch);
    return { support: result.support.map((statement) => ({ statement, refused: refused.has(statement) })), ...(verifier === undefined ? {} : { server: verifier.server }) };
  } finally {
    await verifier?.close();
  }
}
