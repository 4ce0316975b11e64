import type { CodeObject } from '@ferry/catalog';
import type { ObjectContext } from '../context';
import { boundRoutine, procedureForm } from './bound-routines';
import { routineState } from './routine-state';

const known = new WeakMap<object, Map<CodeObject, readonly string[]>>();

/** The target names of a routine's parameters: what calls by name use. */
export function parameterNames(ctx: ObjectContext, object: CodeObject): readonly string[] {
  const cache = known.get(ctx.names) ?? new Map<CodeObject, readonly string[]>();
  known.set(ctx.names, cache);
  const before = cache.get(object);
  if (before !== undefined) return before;
  const routine = boundRoutine(ctx, object);
  const form = object.kind === 'PROCEDURE' ? procedureForm(ctx, object) : undefined;
  const state = routineState(routine, ctx, 'procedure', form?.form === 'function' ? { result: form.columns } : {});
  const names = [...routine.environment.variables.entries()].filter(([, v]) => v.role === 'parameter').map(([key]) => state.names.get(key) ?? key);
  cache.set(object, names);
  return names;
}
