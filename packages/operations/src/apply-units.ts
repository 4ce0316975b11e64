import type { ApplyUnit, TargetRef, TargetServer } from '@ferry/conversion';
import { converted, edits, trees } from '@ferry/store';
import type { ProjectRow, Store } from '@ferry/store';
import { positionFinder } from './apply-state';
import { nodesOfRules } from './nodes';
import { parseRules } from './selection';
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

/** The nodes of the target tree that units belong to. */
export interface UnitNodes {
  readonly positions: readonly number[];
  readonly positionOf: (unit: TargetRef) => number | undefined;
}

export async function nodesOfUnits({ store }: WithStore, project: ProjectRow): Promise<UnitNodes> {
  const nodes = await trees.targets(store.db, project.id);
  return { positions: nodes.map((node) => node.position), positionOf: positionFinder(nodes) };
}

/** Keys of the units that selected nodes of the target tree stand for. Support code belongs to no node: it comes along where it is needed. */
export async function chosenUnits(context: WithStore, project: ProjectRow, rules: string, units: readonly ApplyUnit[], { positions, positionOf }: UnitNodes): Promise<ReadonlySet<string>> {
  const { flags } = await nodesOfRules(context, project, 'TARGET', parseRules(rules));
  const all = positions.every((position) => flags[position] === 1);
  return new Set(units.filter((unit) => all || (!unit.support && flags[positionOf(unit.ref) ?? -1] === 1)).map((unit) => unit.key));
}
