import type { ApplyUnit, ServerMessage, TargetRef } from '@ferry/conversion';
import { targetAddress, unitsOfProject } from '@ferry/operations';
import { applied } from '@ferry/store';
import type { NewApplied } from '@ferry/store';
import { saveTrees } from '../tree/save-trees';
import type { RequestHandler } from './handler';
import { otherObjects } from './other-objects';

/** In place of the hash of a text: what the target has differs from everything we know. */
const anotherForm = 'changed in the target';
const foreign: ServerMessage = { sqlstate: '42710', message: 'The target has an object of this name that was not made by applying changes.', hint: 'Drop or rename it in the target, then apply.' };

/** "Refresh from database" of the target: looks what of the converted code is there, and how, and what else is. Nothing is changed in the target. */
export const importTarget: RequestHandler = async ({ request, project, progress }, context, run) => {
  const { units, server } = await unitsOfProject(context, project);
  progress({ step: 'LOADING_METADATA', label: 'Looking at the target', percent: 20, done: 0, total: units.length });
  const applier = await server.openApplier(await targetAddress(context, project));
  let extras: readonly TargetRef[];
  try {
    const states = await applier.inspect(units, run);
    const known = new Map((await applied.list(context.store.db, project.id)).map((row) => [row.keyHash, row]));
    const row = ({ key, ref, support, hash }: ApplyUnit, status: string): NewApplied => ({ key, ref, support, hash, status, requestId: request.id });
    const rows: NewApplied[] = [];
    const gone: string[] = [];
    for (const unit of units) {
      const before = known.get(applied.keyHash(unit.key));
      switch (states.get(unit.key)) {
        case 'applied':
          if (before?.hash !== unit.hash || (before.status !== 'applied' && before.status !== 'unchanged')) rows.push(row(unit, 'unchanged'));
          break;
        case 'changed':
          // What failed the last time keeps its message. Else the target has another form of it than what was applied.
          if (before?.status !== 'failed') rows.push({ ...row(unit, 'unchanged'), hash: anotherForm });
          break;
        case 'foreign':
          rows.push({ ...row(unit, 'kept'), text: unit.text, message: foreign });
          break;
        default:
          if (before !== undefined && before.status !== 'failed') gone.push(unit.key);
      }
    }
    await applied.save(context.store, project.id, rows);
    await applied.forget(context.store, project.id, gone);
    extras = await otherObjects(applier, units, run);
    const there = [...states.values()].filter((state) => state === 'applied').length;
    run.log('info', `The target (${applier.server}) has ${there} of ${units.length} parts of the converted code as they are here.`, { module: 'apply' });
  } finally {
    await applier.close();
  }
  progress({ step: 'LOADING_METADATA', label: 'Building the target tree', percent: 90, done: units.length, total: units.length });
  await saveTrees(context.store, project, extras);
  return {};
};
