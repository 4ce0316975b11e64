import type { TargetRef } from '@ferry/conversion';
import { enginesOf, saveStatesOfTarget, targetKindOf } from '@ferry/operations';
import { converted, inTransaction, refreshStatistics, renewTree, replaceLinks, saveNodeStates, trees } from '@ferry/store';
import type { Database, ProjectRow, Store } from '@ferry/store';
import { nodeStates } from './node-states';
import { targetServerName } from './server-name';
import { targetTree } from './target-tree';

/** What only the target has, as the tree that is there tells it. */
const lastFound = async (db: Database, project: ProjectRow): Promise<readonly TargetRef[]> =>
  targetKindOf(project.target) === 'virtual' ? [] : (await trees.onlyOnTarget(db, project.id)).map((details) => (JSON.parse(details) as { ref: TargetRef }).ref);

/**
 * Builds the target tree anew from what is converted, and counts both trees up. Readers see the old or the new, never a mix.
 * @param found what stands on the target beyond the converted code, when it has just been looked at; else what was found the last time stays
 */
export async function saveTrees(store: Store, project: ProjectRow, found?: readonly TargetRef[]): Promise<void> {
  await inTransaction(store, async (db) => {
    const extras = found ?? (await lastFound(db, project));
    const outline = await trees.outline(db, project.id, 'SOURCE');
    const objects = await converted.outlines(db, project.id);
    const items = await converted.itemCounts(db, project.id);
    const { nodes, links } = targetTree(objects, outline, enginesOf(project).target, targetServerName(project), extras);
    await renewTree(db, project.id, 'TARGET', nodes, nodeStates(nodes, objects, items));
    await replaceLinks(db, project.id, links);
    await saveNodeStates(db, project.id, 'SOURCE', nodeStates(outline, objects, items));
    await saveStatesOfTarget(db, project, objects);
  });
  await refreshStatistics(store);
}
