import type { MergeStatement } from '@ferry/source-sqlserver';
import type { PlStatement } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { refuse } from './lowering';
import type { RoutineState } from './routine-state';

/** MERGE is not converted in this cut. */
export function lowerMerge(state: RoutineState, node: MergeStatement): readonly PlStatement[] {
  refuse(state.low, node, routineItems.merge, { reason: 'its clauses are not mapped yet' });
  return [];
}
