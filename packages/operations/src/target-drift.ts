import { driftOf } from '@ferry/conversion';
import { quietRun } from '@ferry/kernel';
import { unitsOfProject } from './apply-units';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { targetAddress } from './targets';

/** Differences that are given one by one. */
const most = 1000;
/** In milliseconds. */
const patience = 60_000;

export const targetDriftHandlers: Pick<Handlers, 'DescribeTargetDrift'> = {
  DescribeTargetDrift: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const address = await targetAddress(context, project);
    const { units, server } = await unitsOfProject(context, project);
    const applier = await server.openApplier(address);
    try {
      const found = await driftOf(applier, units, quietRun(AbortSignal.timeout(patience)));
      const count = (kind: string): number => found.filter((one) => one.kind === kind).length;
      return {
        Server: applier.server,
        Looked: units.length,
        Drift: found.slice(0, most).map(({ kind, ref }) => ({ Kind: kind, ObjectType: ref.kind, Schema: ref.schema, ...(ref.parent === undefined ? {} : { Parent: ref.parent }), Name: ref.name })),
        Counts: { Missing: count('missing'), Changed: count('changed'), Foreign: count('foreign'), Extra: count('extra') },
      };
    } finally {
      await applier.close();
    }
  },
};
