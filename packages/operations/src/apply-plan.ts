import type { PlannedUnit, TargetRef } from '@ferry/conversion';
import { quietRun } from '@ferry/kernel';
import { chosenUnits, nodesOfUnits, unitsOfProject } from './apply-units';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { targetAddress } from './targets';

/** Steps that are given one by one, and names of what needs something. */
const most = 1000;
const namesShown = 10;
/** In milliseconds. */
const patience = 60_000;

const nameOf = ({ schema, parent, name }: TargetRef): string => [schema, parent, name].filter((part) => part !== undefined && part !== '').join('.');

function shownStep({ unit: { ref }, action, message }: PlannedUnit) {
  if (action === 'none') return [];
  return [{ Action: action, Kind: ref.kind, Schema: ref.schema, ...(ref.parent === undefined ? {} : { Parent: ref.parent }), Name: ref.name, ...(message === undefined ? {} : { Message: message.message, ...(message.hint === undefined ? {} : { Hint: message.hint }) }) }];
}

export const applyPlanHandlers: Pick<Handlers, 'DescribeApplyPlan'> = {
  DescribeApplyPlan: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const address = await targetAddress(context, project);
    const { units, server } = await unitsOfProject(context, project);
    const chosen = await chosenUnits(context, project, input.SelectionRules, units, await nodesOfUnits(context, project));
    const applier = await server.openApplier(address);
    try {
      const { steps, lacks } = await applier.plan(
        units,
        { selected: server.withNeeded(units, chosen), ...(input.ExistingObjects === 'DROP_AND_CREATE' ? { recreate: chosen } : {}), ...(input.OverwriteExtensionPack === true ? { overwriteSupport: true } : {}) },
        quietRun(AbortSignal.timeout(patience)),
      );
      const count = (action: PlannedUnit['action']): number => steps.reduce((sum, step) => sum + (step.action === action ? 1 : 0), 0);
      return {
        Server: applier.server,
        Counts: { Create: count('create'), Replace: count('replace'), Recreate: count('recreate'), None: count('none'), Keep: count('keep') },
        Steps: steps.flatMap(shownStep).slice(0, most),
        Lacks: lacks.map(({ what, message, cure, neededBy }) => ({ What: what, Message: message, Cure: cure, NeededBy: neededBy.slice(0, namesShown).map(nameOf), NeededByCount: neededBy.length })),
      };
    } finally {
      await applier.close();
    }
  },
};
