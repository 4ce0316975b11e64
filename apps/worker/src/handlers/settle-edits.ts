import type { Run } from '@ferry/kernel';
import { codeHash, codeOfTarget, mergeCode, tryCode } from '@ferry/operations';
import type { RequestOptions } from '@ferry/operations';
import { converted, edits } from '@ferry/store';
import type { Edit, LoadedObject, ProjectRow } from '@ferry/store';
import type { WorkerContext } from '../context';

type Settled = 'same' | 'merged' | 'conflict';

const nameOf = ({ ref }: Edit): string => (ref.schema === '' ? ref.name : `${ref.schema}.${ref.name}`);

/** One edit against the text that the converter writes now. What cannot be merged or read stays as the person wrote it. */
async function settle(project: ProjectRow, edit: Edit, object: LoadedObject | undefined, context: WorkerContext, run: Run): Promise<Settled> {
  if (object === undefined || object.assessedOnly) return 'same';
  const now = codeOfTarget(object, edit.ref).text;
  if (now === '' || codeHash(now) === edit.baseHash) return 'same';
  if (edit.baseText === undefined) return 'conflict';
  const merged = mergeCode(edit.text, edit.baseText, now);
  if (merged.conflicts > 0) {
    run.log('warn', `The edit of ${nameOf(edit)} and the newly converted code changed the same lines (${merged.conflicts} places): the edit stays. Compare them at the object.`, { module: 'converter' });
    return 'conflict';
  }
  const trial = await tryCode(context, project, { object, ref: edit.ref, edit }, merged.text);
  const broken = trial.statements.length === 0 || (trial.proof.refusal !== undefined && edit.proof.refusal === undefined);
  if (broken) {
    run.log('warn', `The edit of ${nameOf(edit)} could be merged with the newly converted code, but the server refuses the result: the edit stays. ${trial.proof.refusal?.message ?? ''}`, { module: 'converter' });
    return 'conflict';
  }
  const last = await edits.lastVersion(context.store, project.id, edit.ref);
  await edits.save(context.store, project.id, { objectId: edit.objectId, ref: edit.ref, text: merged.text, statements: trial.statements, baseHash: codeHash(now), baseText: now, proof: trial.proof }, last, 'merged');
  run.log('info', `The edit of ${nameOf(edit)} was merged with the newly converted code.`, { module: 'converter' });
  return 'merged';
}

/** Hand edits are merged with what was converted, or stay in front of it; or go, when the request says so. */
export async function settleEdits(project: ProjectRow, selected: ReadonlySet<string>, options: RequestOptions, context: WorkerContext, run: Run): Promise<void> {
  const own = (await edits.list(context.store.db, project.id)).filter((edit) => selected.has(edit.objectId));
  if (own.length === 0) return;
  if (options.overwriteEdits === true) {
    await edits.remove(context.store, project.id, own.map((edit) => edit.keyHash), 'overwritten');
    run.log('warn', `${own.length} hand edits were replaced by the converter's text; their texts are kept among the versions of the objects.`, { module: 'converter' });
    return;
  }
  const objects = new Map((await converted.load(context.store.db, project.id, [...new Set(own.map((edit) => edit.objectId))])).map((object) => [object.objectId, object]));
  const counts: Record<Settled, number> = { same: 0, merged: 0, conflict: 0 };
  for (const edit of own) counts[await settle(project, edit, objects.get(edit.objectId), context, run)]++;
  run.log(counts.conflict > 0 ? 'warn' : 'info', `${own.length} objects keep their hand edits: ${counts.merged} were merged with newly converted code, ${counts.conflict} have to be compared by a person.`, { module: 'converter' });
}
