import type { Applier, ApplyUnit, TargetRef } from '@ferry/conversion';
import type { Run } from '@ferry/kernel';

/** Objects and parts of the target beyond the converted code that the tree shows at most. */
const most = 20_000;

/** What stands on the target and was not converted, for the target tree; the log tells when it is more than the tree shows. */
export async function otherObjects(applier: Applier, units: readonly ApplyUnit[], run: Run): Promise<readonly TargetRef[]> {
  const all = await applier.extras(units, 'database');
  if (all.length > most) run.log('warn', `The target has ${all.length} objects and parts beyond the converted code. The target tree shows the first ${most} of them.`, { module: 'apply' });
  return all.slice(0, most);
}
