import type { CodeObject } from '@ferry/catalog';
import type { ObjectContext } from '../context';
import { boundRoutine, procedureForm, returnsCode } from './bound-routines';
import { routineState } from './routine-state';

/** Parameters of ours, after those of the source: the return code, then the result sets. */
export interface AddedParameters {
  readonly returnCode?: string;
  readonly cursors: readonly string[];
  /** One array for all result sets. */
  readonly sets?: string;
}

/** A procedure that returns a code gives it in a parameter, one with several result sets each in a cursor. */
export function addedParameters(ctx: ObjectContext, object: CodeObject): AddedParameters {
  const form = object.kind === 'PROCEDURE' ? procedureForm(ctx, object) : undefined;
  if (form === undefined || form.form === 'function' || form.form === 'unknown') return { cursors: [] };
  const taken = new Set([...boundRoutine(ctx, object).environment.variables.values()].map((v) => ctx.names.local(v.name.replace(/^@+/, ''))));
  const free = (plain: string, suffix: string): string => (taken.has(plain) ? `${plain}${suffix}` : plain);
  return {
    ...(returnsCode(ctx, object) ? { returnCode: free('return_code', '_value') } : {}),
    cursors: form.form !== 'cursors' ? [] : Array.from({ length: form.count }, (_, i) => free(form.count === 1 ? 'result_set' : `result_set_${i + 1}`, '_cursor')),
    ...(form.form === 'many' ? { sets: free('result_sets', '_cursors') } : {}),
  };
}

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
