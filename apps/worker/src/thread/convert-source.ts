import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { idOf } from '@ferry/catalog';
import { itemDefinition, proofLevels, statusOf } from '@ferry/conversion';
import type { ConversionResult, Pair, Status, Verifier } from '@ferry/conversion';
import { convertAgain, packKept, unpackKept } from '@ferry/conversion/again';
import { breathe, checkCancelled, toAppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { findPair } from '@ferry/registry/engines';
import { placer, syntaxCounter } from '@ferry/reports';
import { storedObjectId } from '@ferry/store';
import type { StoredObject } from '@ferry/store';
import { unpackCatalog } from './catalog-file';
import { leadConversion } from './lead';
import type { ConvertResult, ConvertTask } from './protocol';
import { storedObject } from './stored-object';

/** Objects that are saved together, in one transaction. */
const batchSize = 100;

/** At most so many objects that were not converted are named one by one. */
const failuresShown = 200;

/** What converting, printing and proving came to, in the words that people search a log for. */
function tellResult(result: ConversionResult, pair: Pair, wanted: ReadonlySet<string>, run: Run): void {
  const objects = result.objects.filter((object) => wanted.has(storedObjectId(object.id)));
  const statuses = objects.map((object) => statusOf(object.parts[0], pair.actionItems));
  const count = (status: Status): number => statuses.filter((one) => one === status).length;
  const failed = objects.filter((_, index) => statuses[index] === 'not-converted');
  for (const object of failed.slice(0, failuresShown)) {
    const [item] = object.parts[0].items;
    run.log('warn', `Failed to convert ${object.parts[0].ref.kind} ${object.id}${item === undefined ? '.' : `: action item ${item.code}, ${itemDefinition(pair.actionItems, item.code).title}`}`, { module: 'converter' });
  }
  if (failed.length > failuresShown) run.log('warn', `${failed.length - failuresShown} more objects were not converted.`, { module: 'converter' });
  run.log('info', `${count('converted')} objects were converted, ${count('converted-with-items')} with action items, ${count('not-converted')} not.`, { module: 'converter' });
  const statements = objects.flatMap((object) => object.parts.flatMap((part) => part.statements));
  const characters = statements.reduce((sum, statement) => sum + statement.sql.length, 0);
  run.log('info', `${statements.length} statements were printed (${Math.ceil(characters / 1024)} kB), and ${result.support.length} of support code.`, { module: 'printer' });
  const levels = new Map<string, number>();
  for (const object of objects) for (const proof of object.proofs) levels.set(proof.level, (levels.get(proof.level) ?? 0) + 1);
  run.log('info', `Proof of ${objects.length} objects and their parts: ${proofLevels.flatMap((level) => (levels.has(level) ? [`${levels.get(level) ?? 0} ${level}`] : [])).join(', ')}; ${result.refused.length} statements were refused.`, { module: 'prover' });
  for (const { statement, proof } of result.refused)
    run.log('error', `The server refused ${statement.creates.kind} ${statement.creates.schema}.${statement.creates.name}: ${proof.refusal?.message ?? 'no reason given'}`, { module: 'prover' });
}

const warnUnproved = (run: Run): void => run.log('warn', 'No server is set up for proving: the converted code is parsed, not tried.', { module: 'prover' });

function resultOf(result: ConversionResult, server: string | undefined): ConvertResult {
  const refused = new Set(result.refused.map((r) => r.statement));
  return { support: result.support.map((statement) => ({ statement, refused: refused.has(statement) })), ...(server === undefined ? {} : { server }) };
}

/**
 * Converts and proves the whole catalogue: what an object becomes and whether the server takes it depends on the others. Only the
 * wanted objects are given back.
 * @param emit takes batches of finished objects; nothing when the work is shared, because each worker saves its own
 */
export async function convertSource(task: ConvertTask, emit: (objects: readonly StoredObject[]) => void, run: Run): Promise<ConvertResult> {
  const { source, target, pair } = findPair(task.source, task.target);
  const catalog = unpackCatalog(task.catalog);
  const { sharing, sandboxUrl } = task;
  if (sharing !== undefined) {
    const open = sandboxUrl === undefined ? undefined : (shared: boolean): Promise<Verifier> => target.openVerifier(sandboxUrl, { version: task.targetVersion, ...(shared ? { secret: sharing.secret } : {}) });
    if (open === undefined) warnUnproved(run);
    const { result, server } = await leadConversion({ ...task, sharing }, catalog, open, run);
    tellResult(result, pair, task.wanted, run);
    return resultOf(result, server);
  }
  let verifier: Verifier | undefined;
  if (task.sandboxUrl === undefined) warnUnproved(run);
  else verifier = await target.openVerifier(task.sandboxUrl, { version: task.targetVersion });
  try {
    if (verifier !== undefined) run.log('info', `The converted code is proved on ${verifier.server}.`, { module: 'prover' });
    const kept = task.last === undefined ? undefined : await unpackKept(Readable.from([task.last]));
    const again = await convertAgain(source, pair, target, catalog, { settings: task.settings, targetVersion: task.targetVersion, rules: task.rules, program: task.build, kept, ...(verifier === undefined ? {} : { verifier }) }, run);
    const { result, redone } = again;
    if (redone.size < catalog.objects.length) run.log('info', `${redone.size} of ${catalog.objects.length} objects changed, or use what changed; the others are kept as they were.`, { module: 'converter' });
    const refused = new Set(result.refused.map((r) => r.statement));
    tellResult(result, pair, task.wanted, run);
    const options = { registry: pair.actionItems, refused, inputsHash: task.inputsHash, assessedOnly: task.assessedOnly, countSyntax: syntaxCounter(source, catalog, pair.actionItems), sources: catalog.sources, place: placer(catalog) };
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
    return { ...resultOf(result, verifier?.server), kept: await buffer(packKept(again, 4)) };
  } finally {
    // What is left on the server is told in the log: it must neither hide why the conversion failed nor undo one that did not.
    await verifier?.close().catch((thrown: unknown) => run.log('warn', toAppError(thrown).message, { module: 'prover' }));
  }
}
