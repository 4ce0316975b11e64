import type { Variable } from '../syntax';
import type { FlowEvent } from './flow-events';
import type { FlowGraph } from './flow-graph';

/** A variable that is read where it may have no value yet and so be NULL. */
export interface UnassignedRead {
  readonly variable: Variable;
  /** `never`: no assignment reaches it; `maybe`: on some way, or for some rows, there is none. */
  readonly assigned: 'never' | 'maybe';
}

/** More work than this (steps times variables) is not done: nothing is told then. */
const mostWork = 40_000_000;

/** Sets of variables by step, as bits. */
class Bits {
  readonly words: number;
  private readonly data: Uint32Array;

  constructor(rows: number, columns: number, fill: boolean) {
    this.words = Math.max(1, Math.ceil(columns / 32));
    this.data = new Uint32Array(rows * this.words);
    if (fill) this.data.fill(0xffffffff);
  }

  row(index: number): Uint32Array {
    return this.data.subarray(index * this.words, (index + 1) * this.words);
  }
}

const has = (row: Uint32Array, bit: number): boolean => (((row[bit >> 5] as number) >>> (bit & 31)) & 1) === 1;
const add = (row: Uint32Array, bit: number): void => void (row[bit >> 5] = (row[bit >> 5] as number) | (1 << (bit & 31)));

/** Puts another way into a step to those before: what holds on all of them, or on any. */
function meet(into: Uint32Array, row: Uint32Array, all: boolean): void {
  for (let w = 0; w < into.length; w++) into[w] = all ? (into[w] as number) & (row[w] as number) : (into[w] as number) | (row[w] as number);
}

function isSame(a: Uint32Array, b: Uint32Array): boolean {
  for (let w = 0; w < a.length; w++) if (a[w] !== b[w]) return false;
  return true;
}

/**
 * Which reads of variables come before any assignment. Source of the fact that such a variable is NULL: DECLARE @local_variable.
 * @param events of each step
 * @param given names of variables that have a value from the beginning: parameters, in lower case
 */
export function findUnassigned(graph: FlowGraph, events: readonly (readonly FlowEvent[])[], given: ReadonlySet<string>): readonly UnassignedRead[] {
  const numbers = new Map<string, number>();
  const numberOf = (variable: Variable): number => {
    const key = variable.name.toLowerCase();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  for (const list of events) for (const event of list) if (event.kind === 'read' || event.kind === 'write') numberOf(event.variable);
  const { steps } = graph;
  if (steps.length * numbers.size > mostWork) return [];
  const [must, may] = [new Bits(steps.length, numbers.size, true), new Bits(steps.length, numbers.size, false)];
  const transfer = (index: number, row: Uint32Array, certainOnly: boolean): void => {
    for (const event of events[index] ?? []) if (event.kind === 'write' && (event.certain || !certainOnly)) add(row, numberOf(event.variable));
  };
  const scratch = new Uint32Array(must.words);
  const entry = (index: number, bits: Bits, all: boolean): void => {
    scratch.fill(0);
    if (index === 0) for (const [name, number] of numbers) if (given.has(name)) add(scratch, number);
    const before = steps[index]?.before ?? [];
    if (all && before.length > 0) scratch.fill(0xffffffff);
    for (const way of before) meet(scratch, bits.row(way), all);
  };
  const solve = (bits: Bits, all: boolean): void => {
    for (let changed = true, rounds = 0; changed && rounds < 300; rounds++) {
      changed = false;
      for (const { index } of steps) {
        entry(index, bits, all);
        transfer(index, scratch, all);
        const row = bits.row(index);
        if (!isSame(row, scratch)) {
          row.set(scratch);
          changed = true;
        }
      }
    }
  };
  solve(must, true);
  solve(may, false);
  const found: UnassignedRead[] = [];
  for (const { index, before } of steps) {
    const list = events[index] ?? [];
    if (before.length === 0 || !list.some((e) => e.kind === 'read')) continue;
    entry(index, may, false);
    const possible = scratch.slice();
    entry(index, must, true);
    const sure = scratch.slice();
    for (const event of list) {
      if (event.kind === 'write') {
        add(possible, numberOf(event.variable));
        if (event.certain) add(sure, numberOf(event.variable));
      } else if (event.kind === 'read' && !has(sure, numberOf(event.variable))) {
        found.push({ variable: event.variable, assigned: has(possible, numberOf(event.variable)) ? 'maybe' : 'never' });
      }
    }
  }
  return found;
}
