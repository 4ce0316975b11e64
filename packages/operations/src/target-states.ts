import type { ApplyUnit, TargetRef } from '@ferry/conversion';
import { applied, converted, edits, forgetTargetStates, inTransaction, saveTargetStates, targetOnly, trees } from '@ferry/store';
import type { Database, Edit, LoadedObject, NodeOutline, ProjectRow, Store, TargetNode, TargetState } from '@ferry/store';
import { jointStatus, positionFinder, rowsByKey } from './apply-state';
import { enginesOf } from './context';
import { acceptedStatements, withAllEdits } from './target-code';
import { targetKindOf } from './targets';

const refOf = (node: TargetNode): TargetRef | undefined => (node.details === null ? undefined : (JSON.parse(node.details) as { ref?: TargetRef }).ref);
const refKey = (ref: TargetRef): string => JSON.stringify([ref.kind, ref.schema, ref.parent ?? '', ref.name]);

/** What each node of the target tree shows of edits and applying; counts are added up from the leaves, children stand behind parents. */
function targetStates(outline: readonly NodeOutline[], nodes: readonly TargetNode[], objects: readonly LoadedObject[], own: readonly Edit[], unitsOf: ReadonlyMap<number, readonly ApplyUnit[]>, rows: Parameters<typeof jointStatus>[1]): TargetState[] {
  const edited = new Map(own.map((edit) => [refKey(edit.ref), edit]));
  const byPosition = new Map(nodes.map((node) => [node.position, node]));
  const byObject = new Map(objects.map((object) => [object.objectId, object]));
  const states = outline.map((line) => {
    const node = byPosition.get(line.position);
    const ref = node === undefined ? undefined : refOf(node);
    const edit = ref === undefined ? undefined : edited.get(refKey(ref));
    const proof = edit?.proof ?? byObject.get(line.objectId ?? '')?.parts[line.part ?? 0]?.proof;
    const applyStatus = line.applyStatus === targetOnly ? targetOnly : jointStatus(unitsOf.get(line.position) ?? [], rows);
    return {
      position: line.position,
      ...(proof === undefined ? {} : { proofLevel: proof.level, ...(proof.by === undefined ? {} : { proofBy: proof.by }) }),
      edited: edit !== undefined,
      ...(applyStatus === undefined ? {} : { applyStatus }),
      editedCount: edit === undefined ? 0 : 1,
      appliedCount: applyStatus === 'applied' ? 1 : 0,
      applyFailedCount: applyStatus === 'failed' || applyStatus === 'kept' ? 1 : 0,
    };
  });
  const statesAt = new Map(states.map((state) => [state.position, state]));
  for (let index = states.length - 1; index >= 0; index--) {
    const state = states[index];
    const parent = statesAt.get(outline[index]?.parentPosition ?? -1);
    if (state === undefined || parent === undefined) continue;
    parent.editedCount += state.editedCount;
    parent.appliedCount += state.appliedCount;
    parent.applyFailedCount += state.applyFailedCount;
  }
  return states;
}

/**
 * Counts anew what edits and applying mean for the target tree. A virtual target has nothing applied.
 * @param db the transaction in which the tree was made, or the store
 * @param fresh objects without their statements, when the tree has just been made of them: with no edit it is right as it is, unless it also tells what is not applied to the target yet
 */
export async function saveStatesOfTarget(db: Database, project: ProjectRow, fresh?: readonly LoadedObject[]): Promise<void> {
  const { target } = enginesOf(project);
  const own = await edits.list(db, project.id);
  const counted = target.server !== undefined && targetKindOf(project.target) !== 'virtual';
  if (fresh !== undefined && !counted && own.length === 0) return forgetTargetStates(db, project.id);
  const [outline, nodes, objects] = [
    await trees.outline(db, project.id, 'TARGET'),
    await trees.targets(db, project.id),
    counted ? await converted.load(db, project.id) : (fresh ?? (await converted.outlines(db, project.id))),
  ];
  const unitsOf = new Map<number, ApplyUnit[]>();
  const rows = await applied.list(db, project.id);
  if (target.server !== undefined && counted) {
    const support = await converted.supportOf(db, project.id);
    const find = positionFinder(nodes);
    const all = target.server.units(support.filter((s) => !s.refused).map((s) => s.statement), acceptedStatements(withAllEdits(objects, own)));
    for (const unit of all) {
      const position = unit.support ? undefined : find(unit.ref);
      if (position === undefined) continue;
      const list = unitsOf.get(position);
      if (list) list.push(unit);
      else unitsOf.set(position, [unit]);
    }
    await applied.place(db, project.id, rows.map(({ keyHash, support: isSupport, ref }) => ({ keyHash, position: isSupport ? undefined : find(ref) })));
  }
  await saveTargetStates(db, project.id, targetStates(outline, nodes, objects, own, unitsOf, rowsByKey(rows)));
}

/** The same after an edit, when the tree stays as it is. */
export const refreshNodeStates = (context: { readonly store: Store }, project: ProjectRow): Promise<void> => inTransaction(context.store, (db) => saveStatesOfTarget(db, project));
