import type { CodeObject } from '@ferry/catalog';
import { collectSupport } from '../support/collector';
import { arrange } from '@ferry/conversion';
import type { ActionItem, SessionAnswer } from '@ferry/conversion';
import type { Expression as SourceExpression, ScalarType, SqlType, Statement } from '@ferry/source-sqlserver';
import { isScalar, scalar } from '@ferry/source-sqlserver';
import { pg, printText } from '@ferry/target-postgresql';
import type { Expression, Statement as TargetStatement } from '@ferry/target-postgresql';
import { collecting } from '../collecting';
import type { ObjectContext } from '../context';
import type { BoundRoutine } from '../lower/bound-routines';
import { newLowering, pgType } from '../lower/lowering';
import type { Lowering } from '../lower/lowering';
import { routineState } from '../lower/routine-state';
import type { RoutineState } from '../lower/routine-state';
import type { SupportPiece } from '../support/piece';
import type { Frame } from './machine';
import { batchFunction, batchGlobal } from './globals';

/** A value that goes along with a statement, looked up when it is sent. */
export type Parameter = () => string | null;

/** A statement of the source, ready to be sent. */
export interface Step {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** What a statement is lowered with: a routine of its own, whose variables are parameters `$n`. */
export interface Workshop {
  readonly state: RoutineState;
  readonly low: Lowering;
  readonly ctx: ObjectContext;
  readonly parameters: Parameter[];
  readonly pieces: SupportPiece[];
  /** A value of a type as a parameter. */
  readonly bind: (value: Parameter, type: ScalarType) => Expression;
}

const batchObject = (frame: Frame): CodeObject => ({
  kind: 'PROCEDURE', schema: 'dbo', name: '', definition: { source: frame.source, span: { start: 0, end: 0 } }, quotedIdentifier: frame.machine.options.quotedIdentifier, ansiNulls: frame.machine.options.ansiNulls,
});

/**
 * @param node what is lowered
 * @param named variables are written by their names, for a step in PL/pgSQL
 */
export function workshop(frame: Frame, node: Statement | undefined, named = false): Workshop {
  const { machine } = frame;
  const shared = machine.schema.conversion().shared;
  const pieces: SupportPiece[] = [];
  const object = batchObject(frame);
  const plain = collecting(shared, object);
  const ctx: ObjectContext = {
    ...plain,
    requireSupport: (piece) => {
      pieces.push(piece);
      return [];
    },
  };
  const parameters: Parameter[] = [];
  const known = new Map<string, number>();
  const bind = (value: Parameter, type: ScalarType): Expression => {
    parameters.push(value);
    return pg.cast({ kind: 'ParameterRef', index: parameters.length }, pgType(low, type));
  };
  const parsed = { statements: node === undefined ? [] : [node], diagnostics: [], tokens: { comments: [], text: frame.text }, statement: undefined } as unknown as BoundRoutine['parsed'];
  const routine: BoundRoutine = { object, parsed, binding: frame.binding, environment: frame.environment, body: [] };
  const variable = (name: string): Expression | undefined => {
    const key = name.toLowerCase();
    const held = frame.variables.get(key);
    if (held === undefined || !isScalar(held.type)) return undefined;
    const before = known.get(key);
    if (before !== undefined) return pg.cast({ kind: 'ParameterRef', index: before }, pgType(low, held.type));
    const written = bind(() => held.value, held.type);
    known.set(key, parameters.length);
    return written;
  };
  const base = routineState(routine, ctx, 'procedure');
  const low = newLowering(ctx, frame.binding, frame.source, 'routine', {
    qualify: true,
    variable: named ? base.low.variable : variable,
    globalVariable: (name) => batchGlobal(made, frame, name.toUpperCase()),
    local: (name, args) => batchFunction(made, frame, name, args),
  });
  const state: RoutineState = { ...base, low, ctx };
  const made: Workshop = { state, low, ctx, parameters, pieces, bind };
  return made;
}

/** Puts the support code on the target that a step calls. */
export async function installSupport(frame: Frame, pieces: readonly SupportPiece[]): Promise<SessionAnswer | undefined> {
  if (pieces.length === 0) return undefined;
  const { machine } = frame;
  const { shared } = machine.schema.conversion();
  const collector = collectSupport(shared.choices.supportSchema, shared);
  pieces.forEach((p) => collector.require(p));
  const missing = machine.schema.missingSupport(collector.statements());
  for (const statement of arrange(missing)) {
    const answer = await machine.session.execute(statement.sql, [], { support: true });
    if (answer.refusal !== undefined) return answer;
  }
  machine.schema.installed(collector.statements());
  return undefined;
}

/** Remembers what the target is sent, for people who read it beside the results. */
export function note(frame: Frame, sql: string, values: readonly (string | null)[] = []): void {
  const { sent } = frame.machine;
  if (!sent.has(sql)) sent.set(sql, { sql, values });
}

export const textOfStatement = (node: TargetStatement): string => printText({ ...node, leadingComments: undefined } as TargetStatement).sql;

/** Items of a step, once each. */
export function take(frame: Frame, items: readonly ActionItem[]): void {
  const { machine } = frame;
  for (const item of items) {
    const key = JSON.stringify(item);
    if (!machine.items.some((i) => JSON.stringify(i) === key)) machine.items.push(item);
  }
}

export const intType = scalar('int');
export const typeOfVariable = (frame: Frame, name: string): SqlType => frame.variables.get(name.toLowerCase())?.type ?? { kind: 'unknown' };
export const isPlain = (node: SourceExpression | undefined): boolean => node?.kind === 'IntegerLiteral' || node?.kind === 'StringLiteral' || node?.kind === 'NullLiteral';
