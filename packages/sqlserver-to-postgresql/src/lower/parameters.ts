import type { CodeObject } from '@ferry/catalog';
import type { ScalarType } from '@ferry/source-sqlserver';
import { isScalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { PlStatement } from '@ferry/target-postgresql';
import type { ObjectContext } from '../context';
import { boundRoutine, procedureForm, returnsCode } from './bound-routines';
import { pgType } from './lowering';
import { routineState } from './routine-state';
import type { RoutineState } from './routine-state';

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

const sizedTexts: readonly ScalarType['base'][] = ['char', 'nchar', 'varchar', 'nvarchar'];

/** The text parameters of a routine that SQL Server cuts, by their names in the target; none unless the user wants their lengths kept. */
function sizedParameters(state: RoutineState): readonly { readonly name: string; readonly type: ScalarType; readonly length: number }[] {
  if (!state.ctx.choices.parameterLengths) return [];
  return [...state.routine.environment.variables.entries()].flatMap(([key, { role, type }]) => {
    const name = state.names.get(key);
    return role === 'parameter' && name !== undefined && isScalar(type) && sizedTexts.includes(type.base) && typeof type.length === 'number' ? [{ name, type, length: type.length }] : [];
  });
}

export const hasSizedParameters = (state: RoutineState): boolean => sizedParameters(state).length > 0;

/**
 * Cuts and pads what callers pass, as SQL Server does: parameters have no length in PostgreSQL, and an explicit cast cuts silently
 * (https://www.postgresql.org/docs/current/datatype-character.html).
 */
export const keepParameterLengths = (state: RoutineState): readonly PlStatement[] =>
  sizedParameters(state).map(({ name, type, length }) => {
    const to = pgType(state.low, type);
    const value = pg.variable(name);
    // citext has no length.
    return pg.assign(name, to.args === undefined || to.args.length === 0 ? pg.call('left', value, pg.number(length)) : pg.cast(value, to));
  });
