import { pg } from '@ferry/target-postgresql';
import type { Argument, Call, Expression } from '@ferry/target-postgresql';
import type { SupportFunction } from '../functions/support';
import type { Lowering } from './lowering';
import { atLeast } from './lowering';

export const support = (low: Lowering, helper: SupportFunction, args: readonly Argument[]): Expression => supportCall(low, helper, args);

/** A call of a helper function; asks for it to be created. */
export function supportCall(low: Lowering, helper: SupportFunction, args: readonly Argument[]): Call {
  low.ctx.requireSupport(helper.piece).forEach(low.ctx.need);
  atLeast(low, helper.volatility);
  return pg.callIn(low.ctx.choices.supportSchema, helper.name, ...args);
}
