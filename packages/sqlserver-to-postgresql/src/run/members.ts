import type { Statement } from '@ferry/source-sqlserver';
import { errorOfItems, fail } from './failures';
import type { Frame, Signal } from './machine';
import { next } from './machine';
import { bindNow, procedural, ready, send } from './statements';
import { take } from './step';

/** SET @x.modify('...') and EXEC @v = dbo.a_function: as a routine has them. */
export async function runAsRoutine(frame: Frame, node: Extract<Statement, { kind: 'SetMemberStatement' | 'ExecuteStatement' }>): Promise<Signal> {
  const lowered = await ready(frame, node, node, () => {
    bindNow(frame, node);
    return procedural(frame, node);
  });
  if ('items' in lowered) {
    take(frame, lowered.items);
    return fail(frame, errorOfItems(frame, node, lowered.items).error);
  }
  const sent = await send(frame, node, lowered);
  if ('signal' in sent) return sent.signal;
  const [row] = sent.answer.rows;
  (sent.step.targets ?? []).forEach((t, i) => {
    const held = frame.variables.get(t);
    if (held !== undefined) held.value = row?.[i + 1] ?? null;
  });
  return next;
}
