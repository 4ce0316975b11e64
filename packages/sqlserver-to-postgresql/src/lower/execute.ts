import type { CodeObject } from '@ferry/catalog';
import type { ExecuteStatement, Expression as SourceExpression, TableShape } from '@ferry/source-sqlserver';
import { isScalar, partsOf } from '@ferry/source-sqlserver';
import { targetKey } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Argument, Expression, PlStatement, QualifiedName, Query, TypeName } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { lowerSetVariable } from './assignments';
import { calledProcedure, procedureForm, returnsCode } from './bound-routines';
import { convert } from './convert';
import { variableOf } from './cursors';
import { lowerDynamic } from './dynamic-sql';
import { passed } from './expressions';
import { pgType, refuse, refuseSyntax } from './lowering';
import type { Lowering } from './lowering';
import { addedParameters, parameterNames } from './parameters';
import { sendRows } from './results';
import { lowerSystemProcedure } from './system-procedures';
import { freshName } from './routine-state';
import type { RoutineState } from './routine-state';
import { arrayType, passedTable } from './table-values';

export interface ProcedureCall {
  readonly name: QualifiedName;
  readonly args: readonly Argument[];
  /** Variables that take the output parameters, in their order. */
  readonly outputs: readonly string[];
  /** What has to be done before: CALL takes no subqueries. */
  readonly before: readonly PlStatement[];
  /** What has to be done with what comes back. */
  readonly after: readonly PlStatement[];
  /** Variables that hold the cursors of the result sets. */
  readonly cursors: readonly string[];
}

/** Arguments by name, in the types of the parameters. An output parameter takes a variable; one that the call leaves out gets one of ours. */
export function callArguments(state: RoutineState, node: ExecuteStatement, called: CodeObject): ProcedureCall {
  const { low } = state;
  const target = low.ctx.names.routine(called.schema, called.name);
  low.ctx.need(targetKey({ kind: 'PROCEDURE', ...target }));
  const name = pg.name(target.schema, target.name);
  const shape = low.binding.index.routine(called.schema, called.name);
  if (shape === undefined || node.target.kind !== 'ExecuteProcedure') return { name, args: [], before: [], after: [], cursors: [], outputs: [] };
  const names = parameterNames(state.ctx, called);
  const given = node.target.args;
  const before: PlStatement[] = [];
  const after: PlStatement[] = [];
  const outputs: string[] = [];
  const output = (parameter: string, variable: string): Argument[] => {
    outputs.push(variable);
    return [pg.named(parameter, pg.variable(variable))];
  };
  const args = shape.parameters.flatMap((parameter, i): Argument[] => {
    const argument = given.find((a, at) => (a.name === undefined ? at === i : a.name.name.toLowerCase() === parameter.name.toLowerCase()));
    const called_ = names[i] ?? '';
    if (parameter.type.kind === 'table') return argument === undefined ? [] : [pg.named(called_, tableArgument(state, argument.value, parameter.type, before))];
    if (parameter.type.kind === 'cursor') {
      const given = argument?.value.kind === 'Variable' && low.binding.types.get(argument.value)?.kind === 'cursor' ? variableOf(state, argument.value.name.toLowerCase()) : spare(state, pg.type('refcursor'), 'unused_cursor');
      // One that was closed keeps its name, which the next must not have.
      before.push(pg.assign(given, pg.null));
      return output(called_, given);
    }
    if (!isScalar(parameter.type)) return [refuse(low, node, routineItems.tableParameter, { name: parameter.name }) as Argument];
    if (argument === undefined || argument.value.kind === 'DefaultValue') {
      if (parameter.output) return output(called_, spare(state, pgType(low, parameter.type)));
      if (!parameter.hasDefault) refuse(low, node, expressionItems.unresolved, { name: parameter.name, reason: 'the call gives it no value' });
      return [];
    }
    if (parameter.output) {
      // Without OUTPUT the value goes in and nothing comes back.
      if (!argument.output) {
        const name = spare(state, pgType(low, parameter.type));
        before.push(pg.assign(name, passed(low, argument.value, parameter.type)));
        return output(called_, name);
      }
      const variable = argument.value.kind === 'Variable' ? state.names.get(argument.value.name.toLowerCase()) : undefined;
      const own = argument.value.kind === 'Variable' ? low.binding.types.get(argument.value) : undefined;
      if (variable === undefined || own?.kind !== 'scalar') return [refuse(low, argument, expressionItems.syntax, { what: 'A value for an output parameter' }) as Argument];
      if (own.base === parameter.type.base) return output(called_, variable);
      // A procedure takes a variable of its own type only: another one goes in and comes back converted.
      const between = spare(state, pgType(low, parameter.type), 'passed_value');
      before.push(pg.assign(between, passed(low, argument.value, parameter.type)));
      after.push(pg.assign(variable, convert(low, argument.value, pg.variable(between), parameter.type, own, 'assign')));
      return output(called_, between);
    }
    return [pg.named(called_, passed(low, asText(low, argument.value), parameter.type))];
  });
  // SQL Server refuses a call with an argument that the procedure has no parameter for.
  for (const [at, a] of given.entries()) {
    const wanted = a.name?.name.toLowerCase();
    if (wanted === undefined ? at >= shape.parameters.length : !shape.parameters.some((p) => p.name.toLowerCase() === wanted)) refuse(low, a, expressionItems.unresolved, { name: a.name?.name ?? `argument ${at + 1}`, reason: 'the procedure has no such parameter' });
  }
  const added = addedParameters(state.ctx, called);
  const own: Argument[] = [];
  if (added.returnCode !== undefined) own.push(...output(added.returnCode, codeVariable(state, node, after)));
  const cursors = passedCursors(state, node, added.cursors.length, before, after);
  added.cursors.forEach((parameter, i) => own.push(...output(parameter, cursors[i] ?? '')));
  if (added.sets !== undefined) {
    const sets = spare(state, pg.arrayOf(pg.type('refcursor')), 'passed_sets');
    before.push(pg.assign(sets, pg.text('{}')));
    own.push(...output(added.sets, sets));
    if (state.added.sets !== undefined) after.push(pg.assign(state.added.sets, pg.call('array_cat', pg.variable(state.added.sets), pg.variable(sets))));
    else refuse(low, node, routineItems.resultSets, { what: `the result sets of ${called.name}` });
  }
  return { name, args: [...args, ...own], before, after, cursors, outputs };
}

/** The rows of a table variable go through an array variable. */
function tableArgument(state: RoutineState, node: SourceExpression, type: TableShape, before: PlStatement[]): Expression {
  const value = passedTable(state.low, node, type);
  if (value.kind !== 'Call') return value;
  const name = freshName(state, 'passed_rows');
  state.declarations.set(name, { kind: 'DeclareVariable', name, type: arrayType(state.low, type) });
  before.push(pg.assign(name, value));
  return pg.variable(name);
}

/** The variable that takes the return code: that of `EXEC @r =` when it is an integer. */
function codeVariable(state: RoutineState, node: ExecuteStatement, after: PlStatement[]): string {
  const wanted = node.result === undefined ? undefined : state.names.get(node.result.name.toLowerCase());
  const type = node.result === undefined ? undefined : state.routine.environment.variables.get(node.result.name.toLowerCase())?.type;
  if (wanted !== undefined && type?.kind === 'scalar' && type.base === 'int') return wanted;
  const name = spare(state, pg.type('integer'), wanted === undefined ? 'unused_code' : 'passed_code');
  if (wanted !== undefined && type?.kind === 'scalar') after.push(pg.assign(wanted, pg.cast(pg.variable(name), pgType(state.low, type))));
  return name;
}

/** The cursors of a called procedure are those of the caller, or are added to its array. */
function passedCursors(state: RoutineState, node: ExecuteStatement, count: number, before: PlStatement[], after: PlStatement[]): readonly string[] {
  if (count === 0) return [];
  const at = state.cursorAt(node);
  if (at !== undefined && state.kind === 'cursors') return state.added.cursors.slice(at, at + count);
  const { sets } = state.added;
  return Array.from({ length: count }, () => {
    const name = spare(state, pg.type('refcursor'), 'passed_set');
    before.push(pg.assign(name, pg.null));
    if (sets !== undefined) after.push(pg.assign(sets, pg.call('array_append', pg.variable(sets), pg.variable(name))));
    return name;
  });
}

/** A variable for something that the call gives and the caller has no variable for. */
function spare(state: RoutineState, type: TypeName, wanted = 'unused_output'): string {
  const name = freshName(state, wanted);
  state.declarations.set(name, { kind: 'DeclareVariable', name, type });
  return name;
}

const zero = (state: RoutineState, node: ExecuteStatement): SourceExpression => {
  const literal: SourceExpression = { kind: 'IntegerLiteral', raw: '0', value: '0', span: node.span };
  state.low.binding.types.set(literal, { kind: 'scalar', base: 'int', literal: '0', nullable: false });
  return literal;
};

/** CALL; where procedures are functions, PERFORM or a query into the output variables. */
export function calling(state: RoutineState, call: ProcedureCall): PlStatement {
  if (!state.ctx.choices.proceduresAsFunctions) return { kind: 'CallStatement', call: { kind: 'CallProcedure', name: call.name, args: call.args } };
  const expression: Expression = { kind: 'Call', name: call.name, args: call.args };
  if (call.outputs.length === 0) return { kind: 'Perform', query: pg.select([pg.item(expression)]) };
  return { kind: 'SqlStatement', statement: pg.select([pg.item(pg.star())], { from: [{ kind: 'FromFunction', call: expression }] }), into: { targets: call.outputs.map((o) => pg.target(o)) } };
}

/** A bare word as an argument of EXEC is a text. */
function asText(low: Lowering, value: SourceExpression): SourceExpression {
  if (value.kind !== 'ColumnReference') return value;
  const text = { kind: 'StringLiteral' as const, raw: '', value: partsOf(value.name).join('.'), national: false, span: value.span };
  low.binding.types.set(text, { kind: 'scalar', base: 'varchar', length: text.value.length, nullable: false });
  return text;
}

/** `EXEC @result = dbo.scalar_function ...`: the function in an assignment, its arguments by name. */
function executeFunction(state: RoutineState, node: ExecuteStatement, called: CodeObject): readonly PlStatement[] | undefined {
  const { low } = state;
  const shape = low.binding.index.routine(called.schema, called.name);
  const { result, target } = node;
  const variable = result === undefined ? undefined : state.routine.environment.variables.get(result.name.toLowerCase());
  if (shape?.returns === undefined || !isScalar(shape.returns) || result === undefined || variable === undefined || !isScalar(variable.type) || target.kind !== 'ExecuteProcedure') return undefined;
  const names = parameterNames(state.ctx, called);
  const args: Argument[] = [];
  for (const [i, parameter] of shape.parameters.entries()) {
    const argument = target.args.find((a, at) => (a.name === undefined ? at === i : a.name.name.toLowerCase() === parameter.name.toLowerCase()));
    if (argument === undefined || argument.value.kind === 'DefaultValue') {
      if (!parameter.hasDefault) refuse(low, node, expressionItems.unresolved, { name: parameter.name, reason: 'the call gives it no value' });
    } else if (!isScalar(parameter.type)) return undefined;
    else args.push(pg.named(names[i] ?? '', passed(low, asText(low, argument.value), parameter.type)));
  }
  if (target.args.length > shape.parameters.length) refuse(low, node, expressionItems.unresolved, { name: called.name, reason: 'the call has more arguments than the function has parameters' });
  const own = low.ctx.names.routine(called.schema, called.name);
  low.ctx.need(targetKey({ kind: 'FUNCTION', ...own }));
  const value: Expression = { kind: 'Call', name: pg.name(own.schema, own.name), args };
  return [pg.assign(state.names.get(result.name.toLowerCase()) ?? '', convert(low, result, value, shape.returns, variable.type, 'assign'))];
}

/** EXEC of a procedure of the database. */
export function lowerExecute(state: RoutineState, node: ExecuteStatement): readonly PlStatement[] {
  const { low } = state;
  if (node.target.kind === 'ExecuteString') return lowerDynamic(state, node);
  if (node.target.name.kind === 'Variable') return (refuse(low, node, routineItems.procedureVariable), []);
  const parts = partsOf(node.target.name);
  const name = parts[parts.length - 1] ?? '';
  const called = calledProcedure(state.routine, node);
  if (called === undefined) {
    if (/^sp_executesql$/i.test(name)) return lowerDynamic(state, node);
    return lowerSystemProcedure(state, node, name) ?? (refuse(low, node, /^(sp|xp)_/i.test(name) ? routineItems.system : expressionItems.unresolved, { name: parts.join('.') }), []);
  }
  if (called.kind !== 'PROCEDURE') return executeFunction(state, node, called) ?? (refuseSyntax(low, node, 'EXEC of a function'), []);
  const form = procedureForm(state.ctx, called);
  if (node.result !== undefined && form.form === 'function' && returnsCode(state.ctx, called)) refuseSyntax(low, node, 'The return code of a procedure that returns rows');
  const call = callArguments(state, node, called);
  const given = node.result === undefined || returnsCode(state.ctx, called) ? [] : lowerSetVariable(state, node.result, '=', zero(state, node));
  if (form.form === 'function') return [...call.before, ...sendRows(state, node, rowsOfCall(call), form.columns), ...given];
  return [...call.before, calling(state, call), ...call.after, ...given];
}

/** The rows of a procedure that became a function. */
export const rowsOfCall = (call: ProcedureCall): Query => pg.select([pg.item(pg.star())], { from: [{ kind: 'FromFunction', call: { kind: 'Call', name: call.name, args: call.args } }] });
