import type { Expression, FunctionCall, Node, Variable } from '../syntax';
import { walk } from '../syntax';
import type { DynamicValue, DynamicVersions } from './dynamic-values';

interface Slot {
  /** Missing when only the run tells. */
  readonly value: DynamicValue | undefined;
  readonly version: number;
}

const unset: Slot = { value: undefined, version: 0 };

/** What is known of variables at a place; a branch has a state of its own over the one around it. */
export interface DynamicState {
  readonly slots: Map<string, Slot>;
  readonly around: DynamicState | undefined;
  /** Counts the values that variables were given, over all states of a routine. */
  readonly clock: { now: number };
}

export const newState = (): DynamicState => ({ slots: new Map(), around: undefined, clock: { now: 0 } });
export const forkState = (around: DynamicState): DynamicState => ({ slots: new Map(), around, clock: around.clock });

/** What is known at a place, whatever is learnt later. */
export function keepState(state: DynamicState): DynamicState {
  const slots = new Map<string, Slot>();
  for (let at: DynamicState | undefined = state; at !== undefined; at = at.around) for (const [key, slot] of at.slots) if (!slots.has(key)) slots.set(key, slot);
  return { slots, around: undefined, clock: state.clock };
}

const keyOf = (name: string): string => name.toLowerCase();

function slotOf(state: DynamicState, key: string): Slot {
  for (let at: DynamicState | undefined = state; at !== undefined; at = at.around) {
    const slot = at.slots.get(key);
    if (slot !== undefined) return slot;
  }
  return unset;
}

export const valueOf = (state: DynamicState, name: string): DynamicValue | undefined => slotOf(state, keyOf(name)).value;
export const isDeclared = (state: DynamicState, name: string): boolean => slotOf(state, keyOf(name)) !== unset;

/** Gives a variable a value; none when only the run tells it. */
export function assignValue(state: DynamicState, name: string, value: DynamicValue | undefined): void {
  state.slots.set(keyOf(name), { value, version: ++state.clock.now });
}

/** The state after two ways, each begun as a fork of `state`; a way that is not there does not come back. */
export function mergeStates(state: DynamicState, ways: readonly (DynamicState | undefined)[], choose: (then: DynamicValue, otherwise: DynamicValue) => DynamicValue): void {
  const alive = ways.filter((way) => way !== undefined);
  const [first, second] = alive;
  if (first === undefined) return;
  if (second === undefined) {
    for (const [key, slot] of first.slots) state.slots.set(key, slot);
    return;
  }
  for (const key of new Set([...first.slots.keys(), ...second.slots.keys()])) {
    const [a, b] = [slotOf(first, key), slotOf(second, key)];
    if (a.version === b.version) state.slots.set(key, a);
    else state.slots.set(key, { value: a.value === undefined || b.value === undefined ? undefined : choose(a.value, b.value), version: ++state.clock.now });
  }
}

/** Stands for the rows of all tables: an expression with a subquery reads them. */
const rowsKey = '';
/** Tells that a statement may have changed rows. */
export const changeRows = (state: DynamicState): void => assignValue(state, rowsKey, undefined);

/** Functions that give another value at each call, or another one after other statements. */
const fickle = new Set(['NEWID', 'NEWSEQUENTIALID', 'RAND', 'GETDATE', 'GETUTCDATE', 'SYSDATETIME', 'SYSUTCDATETIME', 'SYSDATETIMEOFFSET', 'SCOPE_IDENTITY', 'IDENT_CURRENT', 'ROWCOUNT_BIG', 'ERROR_MESSAGE', 'ERROR_NUMBER', 'CRYPT_GEN_RANDOM', 'XACT_STATE', 'CURSOR_STATUS']);
const fickleKinds = new Set<Node['kind']>(['GlobalVariable', 'NextValueFor']);

/**
 * The values of the variables that an expression reads, and of the tables of its subqueries; undefined when it has no value of its own
 * at another place: it reads columns of the query around it, or gives another value each time.
 */
export function readsOf(state: DynamicState, expression: Expression): DynamicVersions | undefined {
  const reads = new Map<string, number>();
  let alone = true;
  const visit = (root: Node, inQuery: boolean): void =>
    walk(root, (node) => {
      if (node.kind === 'Variable') reads.set(keyOf((node as Variable).name), slotOf(state, keyOf((node as Variable).name)).version);
      else if (fickleKinds.has(node.kind) || (node.kind === 'FunctionCall' && fickle.has(functionName(node as FunctionCall)))) alone = false;
      else if (node.kind === 'ColumnReference' && !inQuery) alone = false;
      else if (node.kind === 'Query' && !inQuery) {
        reads.set(rowsKey, slotOf(state, rowsKey).version);
        visit(node, true);
        return false;
      }
      return true;
    });
  visit(expression, false);
  return alone ? reads : undefined;
}

/** The name of a built-in function in upper case; '' for functions of a schema. */
export const functionName = (node: FunctionCall): string => (node.name.parts.length === 1 ? (node.name.parts[0]?.name.toUpperCase() ?? '') : '');

/** Whether an expression that was evaluated before has the same value now: nothing that it reads was changed since. */
export const isStable = (state: DynamicState, reads: DynamicVersions | undefined): boolean => reads !== undefined && [...reads].every(([name, version]) => slotOf(state, name).version === version);
