import { driftOf } from '@ferry/conversion';
import { quietRun } from '@ferry/kernel';
import { converted, edits } from '@ferry/store';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { acceptedStatements, withAllEdits } from './target-code';
import { targetAddress, targetServer } from './targets';

/** Differences that are given one by one. */
const most = 1000;
/** In milliseconds. */
const patience = 60_000;

export const targetDriftHandlers: Pick<Handlers, 'DescribeTargetDrift'> = {
  DescribeTargetDrift: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const server = targetServer(project);
    const address = await targetAddress(context, project);
    const { db } = context.store;
    const support = (await converted.supportOf(db, project.id)).filter((s) => !s.refused).map((s) => s.statement);
    const units = server.units(support, acceptedStatements(withAllEdits(await converted.load(db, project.id), await edits.list(db, project.id))));
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
