import type { ActionItem, SessionRefusal } from '@ferry/conversion';
import type { Node as SourceNode } from '@ferry/source-sqlserver';
import { walk } from '@ferry/source-sqlserver';
import { expressionItems } from '../action-items/expressions';
import { abortsBatch, abortsTransaction, errorNumberOf, severityOf } from './error-numbers';
import type { SqlError } from './error-numbers';
import { abort, next } from './machine';
import type { Frame, Machine, Signal } from './machine';
import { rollbackAll } from './transactions';

/** The line of a node, counted from the beginning of its batch as SQL Server does. */
export const lineOf = (frame: Frame, node: SourceNode): number => Math.max(1, frame.lines.positionAt(node.span.start).line - frame.firstLine + 1);

export const errorAt = (frame: Frame, node: SourceNode, number: number, message: string, severity = severityOf(number), state = 1): SqlError => ({ number, severity, state, procedure: null, line: lineOf(frame, node), message });

/** The routine of the target that an error comes from, as the server tells: `PL/pgSQL function dbo.f(integer) line 3 at RAISE`. */
function routineIn(context: string | undefined, support: string): { readonly name: string; readonly line: number } | undefined {
  const match = /PL\/pgSQL function ("?[^"(\n]+"?(?:\."?[^"(\n]+"?)?)\([^\n]*\) line (\d+)/.exec(context ?? '');
  if (match === null || (match[1] ?? '').startsWith(`${support}.`)) return undefined;
  const name = (match[1] ?? '').split('.').pop()?.replaceAll('"', '') ?? '';
  return name.startsWith('ferry_step') ? undefined : { name, line: Number(match[2]) };
}

/** A routine or trigger by the name that the source gave it. */
function sourceName(machine: Machine, target: string): string {
  const { names } = machine.schema.conversion().shared;
  const found = machine.schema.catalog().objects.find((o) => ((o.kind === 'PROCEDURE' || o.kind === 'FUNCTION') && names.routine(o.schema, o.name).name === target) || (o.kind === 'TRIGGER' && names.triggerFunction(o.schema, o.name).name === target));
  return found?.name ?? target;
}

const isIndex = (machine: Machine, constraint: string): boolean => {
  const wanted = constraint.toLowerCase();
  const { names } = machine.schema.conversion().shared;
  return machine.schema.catalog().objects.some((o) => o.kind === 'TABLE' && o.indexes.some((i) => names.index(i).toLowerCase() === wanted));
};

/** A refusal of the target as the error that SQL Server would send. */
export function errorOf(frame: Frame, node: SourceNode, refusal: SessionRefusal): SqlError {
  const number = errorNumberOf(refusal, (c) => isIndex(frame.machine, c));
  const routine = routineIn(refusal.context, frame.machine.schema.conversion().shared.choices.supportSchema);
  return { number, severity: severityOf(number), state: 1, procedure: routine === undefined ? null : sourceName(frame.machine, routine.name), line: routine?.line ?? lineOf(frame, node), message: refusal.message };
}

/** Whether an error came from a trigger: it ends the batch and its transaction (https://learn.microsoft.com/sql/t-sql/statements/set-xact-abort-transact-sql). */
export function fromTrigger(frame: Frame, refusal: SessionRefusal): boolean {
  if (refusal.context === undefined || !/PL\/pgSQL function/.test(refusal.context)) return false;
  const { names } = frame.machine.schema.conversion().shared;
  const called = new Set([...refusal.context.matchAll(/PL\/pgSQL function (?:"?[\w$]+"?\.)?"?([\w$]+)"?\(/g)].map((m) => m[1] ?? ''));
  return frame.machine.schema.catalog().objects.some((o) => o.kind === 'TRIGGER' && called.has(names.triggerFunction(o.schema, o.name).name));
}

export interface FailOptions {
  /** The batch ends, whatever the number says. */
  readonly ends?: boolean;
  /** RAISERROR: the transaction stays as it is under XACT_ABORT, and the batch goes on. */
  readonly mild?: boolean;
  /** The transaction cannot go on, whatever the number says: the error came from a trigger. */
  readonly dooms?: boolean;
  /** The statement could not be compiled: a handler of the same batch does not see it. */
  readonly compile?: boolean;
}

/**
 * What an error does: it goes to the handler of a TRY block, or to the client, and ends the statement or the batch
 * (https://learn.microsoft.com/sql/t-sql/language-elements/try-catch-transact-sql, https://learn.microsoft.com/sql/t-sql/statements/set-xact-abort-transact-sql).
 */
export async function fail(frame: Frame, error: SqlError, options: FailOptions = {}): Promise<Signal> {
  const { machine } = frame;
  machine.error = error.number;
  machine.rowCount = 0;
  const dooms = options.dooms === true || (options.mild !== true && (machine.options.xactAbort || abortsTransaction(error.number)));
  const outer = frame.outerTries;
  if (options.compile === true ? outer > 0 : frame.tries > 0) {
    if (dooms && machine.depth > 0) machine.doomed = true;
    return { kind: 'caught', error, ...(options.compile === true ? { passes: frame } : {}) };
  }
  machine.results.push({ type: 'error', ...error });
  if (dooms && machine.depth > 0) await rollbackAll(machine);
  const ends = options.ends === true || options.compile === true || (options.mild !== true && (machine.options.xactAbort || abortsBatch(error.number)));
  return ends ? abort : next;
}

/** Numbers for what the converter could not do: names that are not there, or a construct without a counterpart. */
export function errorOfItems(frame: Frame, node: SourceNode, items: readonly ActionItem[]): { readonly error: SqlError; readonly compile: boolean } {
  const missing = items.find((i) => i.code === expressionItems.unresolved);
  if (missing !== undefined && items.every((i) => i.code === expressionItems.unresolved || i.code === expressionItems.unknownType)) {
    const name = String(missing.details['name'] ?? '');
    const number = unknownTable(frame, node) ? 208 : name.startsWith('@') ? 137 : 207;
    return { error: errorAt(frame, node, number, number === 208 ? `Invalid object name '${name}'.` : number === 137 ? `Must declare the scalar variable "${name}".` : `Invalid column name '${name}'.`), compile: true };
  }
  const first = items[0];
  const what = first === undefined ? '' : Object.values(first.details).join(', ');
  return { error: errorAt(frame, node, 40510, `This statement is not supported by the conversion: ${what}`), compile: false };
}

/** Whether a table that a statement names is not there. */
function unknownTable(frame: Frame, root: SourceNode): boolean {
  let found = false;
  walk(root, (n) => {
    if (n.kind === 'NamedTable' && frame.binding.sources.get(n)?.origin === 'unknown') found = true;
  });
  return found;
}
