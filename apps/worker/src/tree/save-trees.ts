import { enginesOf, saveStatesOfTarget } from '@ferry/operations';
import { converted, inTransaction, replaceLinks, replaceTree, saveNodeStates, trees } from '@ferry/store';
import type { ProjectRow, Store } from '@ferry/store';
import { nodeStates } from './node-states';
import { targetServerName } from './server-name';
import { targetTree } from './target-tree';

/** Builds the target tree anew from what is converted, and counts both trees up. Readers see the old or the new, never a mix. */
export async function saveTrees(store: Store, project: ProjectRow): Promise<void> {
  await inTransaction(store, async (db) => {
    const outline = await trees.outline(db, project.id, 'SOURCE');
    const objects = await converted.outlines(db, project.id);
    const items = await converted.itemCounts(db, project.id);
    const { nodes, links } = targetTree(objects, outline, enginesOf(project).target, targetServerName(project));
    await replaceTree(db, project.id, 'TARGET', nodes, nodeStates(nodes, objects, items));
    await replaceLinks(db, project.id, links);
    await saveNodeStates(db, project.id, 'SOURCE', nodeStates(outline, objects, items));
    await saveStatesOfTarget(db, project, objects);
  });
}
