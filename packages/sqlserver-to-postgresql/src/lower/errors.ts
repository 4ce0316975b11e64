import type { FunctionCall, Node as SourceNode, RaiserrorStatement, SelectAssignment, SetVariableStatement, ThrowStatement, Variable, VariableDeclaration } from '@ferry/source-sqlserver';
import { scalar, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { caughtError, errorLine, errorNumber, errorSeverity } from '../functions/support';
import { coerce } from './expressions';
import { integerOf, textOf } from './literals';
import { note, refuseSyntax } from './lowering';
import { formatted } from './messages';
import { contextVariable, mentions } from './routine-state';
import type { RoutineState } from './routine-state';
import { support } from './support-call';

const text = scalar('nvarchar', { length: 'max' });
const asText = (state: RoutineState, node: Parameters<typeof coerce>[1]): Expression => coerce(state.low, node, text);

/**
 * ERROR_MESSAGE() and its kin. Inside a handler PL/pgSQL knows the error itself; a procedure that is called by a handler finds it
 * in a setting that the handler left (see `enterHandler`).
 */
export function errorFunction(state: RoutineState, name: string): Expression | undefined {
  const { low } = state;
  const inHandler = state.handlers > 0;
  const saved = (what: string): Expression => support(low, caughtError, [pg.text(what)]);
  switch (name) {
    case 'ERROR_MESSAGE': return inHandler ? pg.variable('sqlerrm') : saved('message');
    case 'ERROR_NUMBER': return support(low, errorNumber, [inHandler ? pg.variable('sqlstate') : saved('sqlstate')]);
    case 'ERROR_SEVERITY':
      if (raiseLevel(state, 'The severity', 'that of its kind (16 for RAISERROR)') === 'raised') return whenCaught(state, inHandler, pg.number(16));
      return support(low, errorSeverity, [inHandler ? pg.variable('sqlstate') : saved('sqlstate')]);
    case 'ERROR_STATE':
      raiseLevel(state, 'The state', '1');
      return whenCaught(state, inHandler, pg.number(1));
    case 'ERROR_LINE':
      state.ctx.raise(routineItems.error, { what: 'The line in the source', to: 'the line of the converted routine' });
      return support(low, errorLine, [inHandler ? pg.variable(contextVariable(state)) : saved('context')]);
    case 'ERROR_PROCEDURE': return inHandler ? pg.text(state.routine.object.name) : saved('procedure');
    default: return undefined;
  }
}

const whenCaught = (state: RoutineState, inHandler: boolean, value: Expression): Expression => (inHandler ? value : pg.case([pg.when(pg.isNotNull(support(state.low, caughtError, [pg.text('sqlstate')])), value)]));

type UseOfLevels = 'raised' | 'decided' | 'shown';

/** Says what severity or state of an error are taken to be, unless nothing sees them. */
function raiseLevel(state: RoutineState, what: string, to: string): UseOfLevels {
  const use = useOfLevels(state);
  if (use === 'decided') state.ctx.raise(routineItems.errorDetails, { what: `${what} of the caught error`, to });
  else if (use === 'shown') state.ctx.raise(routineItems.error, { what, to });
  return use;
}

const isLevel = (node: SourceNode | undefined): boolean => {
  const name = node?.kind === 'FunctionCall' ? (node as FunctionCall).name : undefined;
  return name?.parts.length === 1 && /^ERROR_(SEVERITY|STATE)$/i.test(name.parts[0]?.name ?? '');
};

const comparing = new Set<SourceNode['kind']>(['ComparisonExpression', 'InPredicate', 'BetweenPredicate', 'CaseExpression']);

/**
 * What severity and state are for: `raised`: they only go into another RAISERROR, where PostgreSQL has no use for them; `decided`:
 * something hangs on them; `shown`: they are written or sent somewhere.
 */
function useOfLevels(state: RoutineState): UseOfLevels {
  const holders = new Set<string>();
  let use = 'raised' as UseOfLevels;
  const isOne = (n: SourceNode): boolean => isLevel(n) || (n.kind === 'Variable' && holders.has((n as Variable).name.toLowerCase()));
  const hold = (node: SourceNode): { readonly variable: Variable; readonly value: SourceNode | undefined } | undefined => {
    if (node.kind === 'VariableDeclaration') return { variable: (node as VariableDeclaration).variable, value: (node as VariableDeclaration).value };
    if (node.kind === 'SetVariableStatement') return { variable: (node as SetVariableStatement).variable, value: (node as SetVariableStatement).value };
    return node.kind === 'SelectAssignment' ? { variable: (node as SelectAssignment).variable, value: (node as SelectAssignment).expression } : undefined;
  };
  const look = (node: SourceNode): boolean => {
    const held = hold(node);
    if (held !== undefined && (held.value === undefined || isLevel(held.value))) return false;
    if (comparing.has(node.kind)) walk(node, (n) => {
      if (isOne(n)) use = 'decided';
    });
    if (isOne(node) && use === 'raised') use = 'shown';
    if (node.kind !== 'RaiserrorStatement') return true;
    for (const part of [(node as RaiserrorStatement).message, ...(node as RaiserrorStatement).args]) walk(part, look);
    return false;
  };
  for (const statement of state.routine.body) walk(statement, (n) => {
    const held = hold(n);
    if (held !== undefined && isLevel(held.value)) holders.add(held.variable.name.toLowerCase());
  });
  for (const statement of state.routine.body) walk(statement, look);
  return use;
}

/** RAISERROR('text', severity, state, args): up to severity 10 a message, above an error. */
export function lowerRaiserror(state: RoutineState, node: RaiserrorStatement, last: boolean): readonly PlStatement[] {
  const { low } = state;
  const severity = node.legacy ? 16 : integerOf(node.severity);
  if (severity === undefined) {
    // A severity that is passed on from a caught error is that of an error.
    if (node.severity?.kind !== 'Variable') refuseSyntax(low, node, 'RAISERROR', 'its severity is known at run time only');
    else if (!state.routine.body.some((s) => mentions(s, 'ERROR_SEVERITY', walk))) note(low, node, routineItems.errorDetails, { what: 'Whether this RAISERROR is an error or a message', to: 'an error' });
  }
  const message = messageOf(state, node);
  if (severity !== undefined && severity <= 10) return [{ kind: 'Raise', level: 'NOTICE', format: '%', args: [message] }];
  if (!last && state.handlers === 0 && !insideTry(state)) note(low, node, routineItems.raiserror);
  return [failWith(message, customState(integerOf(node.message)))];
}

const insideTry = (state: RoutineState): boolean => state.tries > 0;

function messageOf(state: RoutineState, node: RaiserrorStatement): Expression {
  const number = integerOf(node.message);
  if (number !== undefined && !node.legacy) {
    note(state.low, node, routineItems.errorDetails, { what: `The text of message ${number}`, to: `"Error ${number}"` });
    return pg.text(`Error ${number}`);
  }
  const message = node.legacy ? (node.severity ?? node.message) : node.message;
  const literal = textOf(message);
  if (node.args.length === 0 && literal === undefined) return asText(state, message);
  if (literal === undefined) return refuseSyntax(state.low, node, 'RAISERROR', 'a text with arguments that is known at run time only');
  return formatted(state.low, literal, node.args) ?? (node.args.length === 0 ? pg.text(literal.replaceAll('%%', '%')) : refuseSyntax(state.low, node, 'RAISERROR', 'flags, or widths that are arguments'));
}

const failWith = (message: Expression, sqlstate: string): PlStatement => ({
  kind: 'Raise', level: 'EXCEPTION', format: '%', args: [message], using: [{ option: 'ERRCODE', value: pg.text(sqlstate) }],
});

/** A number of an error as a SQLSTATE: five digits can be one. */
const customState = (number: number | undefined): string => (number !== undefined && number >= 50000 && number <= 99999 ? String(number) : '50000');

/** THROW: alone it raises the caught error again. */
export function lowerThrow(state: RoutineState, node: ThrowStatement): readonly PlStatement[] {
  const { low } = state;
  if (node.message === undefined) {
    if (state.handlers === 0) refuseSyntax(low, node, 'THROW outside of a handler');
    return [{ kind: 'Raise' }];
  }
  const number = integerOf(node.number);
  if (number === undefined || customState(number) !== String(number)) note(low, node, routineItems.errorDetails, { what: 'The number of this error', to: '50000' });
  return [failWith(asText(state, node.message), customState(number))];
}
