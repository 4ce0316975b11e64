import type { ApplyUnit, TargetServer } from '@ferry/conversion';
import { acceptedStatements, targetServer, withAllEdits } from '@ferry/operations';
import { converted, edits } from '@ferry/store';
import type { ProjectRow } from '@ferry/store';
import type { WorkerContext } from '../context';

/** Everything that a project would put into its target, hand edits in place of what they replace. */
export async function unitsOfProject(context: WorkerContext, project: ProjectRow): Promise<{ units: readonly ApplyUnit[]; server: TargetServer }> {
  const db = context.store.db;
  const server = targetServer(project);
  const objects = withAllEdits(await converted.load(db, project.id), await edits.list(db, project.id));
  const support = (await converted.support(context.store, project.id)).filter((s) => !s.refused).map((s) => s.statement);
  return { units: server.units(support, acceptedStatements(objects)), server };
}
