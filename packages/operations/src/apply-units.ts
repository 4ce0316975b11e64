import type { ApplyUnit, TargetRef, TargetServer } from '@ferry/conversion';
import { converted, edits, trees } from '@ferry/store';
import type { ProjectRow, Store } from '@ferry/store';
import { nodeFinder } from './apply-state';
import { parseRules, selectedNodes } from './selection';
import { acceptedStatements, withAllEdits } from './target-code';
import { targetServer } from './targets';

interface WithStore {
  readonly store: Store;
}

/** Everything that a project would put into its target, hand edits in place of what they replace. */
export async function unitsOfProject({ store }: WithStore, project: ProjectRow): Promise<{ units: readonly ApplyUnit[]; server: TargetServer }> {
  const server = targetServer(project);
  const objects = withAllEdits(await converted.load(store.db, project.id), await edits.list(store.db, project.id));
  const support = (await converted.support(store, project.id)).filter((s) => !s.refused).map((s) => s.statement);
  return { units: server.units(support, acceptedStatements(objects)), server };
}

/** Keys of the units that selected nodes of the target tree stand for. Support code belongs to no node: it comes along where it is needed. */
export async function chosenUnits({ store }: WithStore, project: ProjectRow, rules: string, units: readonly ApplyUnit[]): Promise<ReadonlySet<string>> {
  const selected = new Set(selectedNodes(await trees.outline(store.db, project.id, 'TARGET'), parseRules(rules)).map((node) => node.position));
  const nodes = await trees.targets(store.db, project.id);
  const find = nodeFinder(
    nodes.flatMap(({ details, position }) => {
      const ref = details === null ? undefined : (JSON.parse(details) as { ref?: TargetRef }).ref;
      return ref === undefined ? [] : [{ ref, node: position }];
    }),
  );
  const all = selected.size === nodes.length;
  return new Set(units.filter((unit) => all || (!unit.support && selected.has(find(unit.ref) ?? -1))).map((unit) => unit.key));
}
