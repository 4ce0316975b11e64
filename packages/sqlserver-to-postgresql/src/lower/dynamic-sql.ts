import type { DynamicCondition, ExecuteStatement } from '@ferry/source-sqlserver';
import { dynamicSqlOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { lowerAlternatives } from './dynamic-alternatives';
import { lowerText, ranText } from './dynamic-texts';
import { refuse } from './lowering';
import { lowerCondition } from './predicates';
import type { RoutineState } from './routine-state';

/**
 * EXEC of a text and sp_executesql. What is known to the letter is written as if it stood in the routine. Where the text holds names
 * or values that are known at run time only, its statements are converted around them and run by EXECUTE: names are put in by
 * format() through a function that writes them as PostgreSQL wants them, values are passed with USING. A text with many forms is put
 * together as the source does it.
 */
export function lowerDynamic(state: RoutineState, node: ExecuteStatement): readonly PlStatement[] {
  const { low } = state;
  const sql = dynamicSqlOf(state.routine.body, { quotedIdentifier: state.routine.object.quotedIdentifier !== false }).get(node);
  const no = (reason: string): readonly PlStatement[] => (refuse(low, node, routineItems.dynamicSql, { reason }), []);
  if (sql === undefined) return no('the text is known only when it runs');
  if (sql.server !== undefined) return no('it runs on another server');
  if (sql.known === 'unknown' || sql.form === 'procedure') return no(sql.reason ?? 'the text is known only when it runs');
  if (sql.parameters === undefined) return no('its list of parameters is known only when it runs');
  const built = lowerAlternatives(state, node, sql);
  if (built !== undefined) return built;
  if (!sql.exhaustive) return no('not every text that may run is known');
  const written = sql.variants.map((variant) => ranText(state, lowerText(state, node, sql, variant)));
  const [only] = written;
  if (written.length === 1 && sql.mayBeNull !== true) return only ?? [];
  if (sql.variants.some((v) => v.conditions.some((c) => c.expression === undefined))) return no('which of several texts runs is decided where it cannot be asked again');
  const condition = (conditions: readonly DynamicCondition[]): Expression => {
    const all = conditions.map((c): Expression => {
      const holds = c.expression === undefined ? pg.boolean(true) : lowerCondition(low, c.expression);
      // A condition that is NULL does not hold.
      return c.holds ? holds : { kind: 'IsTest', operand: holds, test: 'TRUE', negated: true };
    });
    return all.length === 0 ? pg.boolean(true) : pg.and(...all);
  };
  const body = (i: number): readonly PlStatement[] => (written[i]?.length === 0 ? [{ kind: 'NullStatement' as const }] : (written[i] ?? []));
  // One of them runs, so the last needs no question; unless the text may be NULL, which runs nothing.
  const last = sql.mayBeNull === true ? sql.variants.length : sql.variants.length - 1;
  return [{ kind: 'If', branches: sql.variants.slice(0, last).map((v, i) => ({ condition: condition(v.conditions), body: body(i) })), otherwise: last < sql.variants.length ? body(last) : undefined }];
}
