import type { CursorReference, DeclareCursorStatement, SetVariableStatement, Statement } from '@ferry/source-sqlserver';
import { isScalar, scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import { coerce } from '../lower/expressions';
import { castTo, pgType } from '../lower/lowering';
import { lowerQuery } from '../lower/queries';
import { errorAt, fail } from './failures';
import { next } from './machine';
import type { Frame, OpenCursor, Signal } from './machine';
import { bindNow, evaluate, lowering, ready, send, sendRows } from './statements';

const named = (frame: Frame, at: CursorReference): string => {
  const name = at.cursor.name.toLowerCase();
  return at.cursor.kind === 'Variable' ? (frame.cursorVariables.get(name) ?? '') : name;
};

const notFound = (frame: Frame, node: Statement, name: string): Promise<Signal> => fail(frame, errorAt(frame, node, 16916, `A cursor with the name '${name}' does not exist.`));

/** A cursor of a batch has the rows that it finds when it is opened. */
export async function declareCursor(frame: Frame, node: DeclareCursorStatement): Promise<Signal> {
  const name = node.name.name.toLowerCase();
  if (frame.machine.cursors.has(name)) return fail(frame, errorAt(frame, node, 16915, `A cursor with the name '${node.name.name}' already exists.`));
  frame.machine.cursors.set(name, newCursor(frame, node.cursor));
  frame.machine.rowCount = 0;
  return next;
}

const newCursor = (frame: Frame, declared: DeclareCursorStatement['cursor']): OpenCursor => {
  // The query reads the variables as they are at the declaration.
  const variables = new Map([...frame.variables].map(([k, v]) => [k, { ...v }] as const));
  return { declared, frame: { ...frame, variables, steps: new Map() }, rows: undefined, columns: [], types: [], at: -1 };
};

export async function setCursorVariable(frame: Frame, node: SetVariableStatement, cursor: DeclareCursorStatement['cursor']): Promise<Signal> {
  const variable = node.variable.name.toLowerCase();
  if (!frame.cursorVariables.has(variable)) return fail(frame, errorAt(frame, node, 137, `Must declare the scalar variable "${node.variable.name}".`, 15), { ends: true });
  frame.machine.cursors.set(variable, newCursor(frame, cursor));
  frame.cursorVariables.set(variable, variable);
  return next;
}

export async function openCursor(frame: Frame, node: Extract<Statement, { kind: 'OpenCursorStatement' }>): Promise<Signal> {
  const cursor = frame.machine.cursors.get(named(frame, node.cursor));
  if (cursor === undefined) return notFound(frame, node, node.cursor.cursor.name);
  if (cursor.rows !== undefined) return fail(frame, errorAt(frame, node, 16905, 'The cursor is already open.'));
  const own = cursor.frame;
  const select: Extract<Statement, { kind: 'SelectStatement' }> = { kind: 'SelectStatement', span: node.span, query: cursor.declared.query } as Extract<Statement, { kind: 'SelectStatement' }>;
  own.binding = frame.binding;
  const lowered = await ready(own, select, select, () => {
    bindNow(own, select);
    return lowering(own, select, (work) => ({ node: lowerQuery(work.low, cursor.declared.query), columns: own.binding.shapes.get(cursor.declared.query) ?? [] }));
  });
  own.tries = frame.tries;
  const sent = await send(own, select, lowered);
  if ('signal' in sent) return sent.signal;
  cursor.rows = sent.answer.rows;
  cursor.columns = sent.step.columns ?? [];
  cursor.types = sent.answer.columns.map((c) => c.type);
  cursor.at = -1;
  frame.machine.rowCount = 0;
  return next;
}

function target(cursor: OpenCursor, direction: string, offset: number): number {
  const count = cursor.rows?.length ?? 0;
  switch (direction) {
    case 'PRIOR': return cursor.at - 1;
    case 'FIRST': return 0;
    case 'LAST': return count - 1;
    case 'ABSOLUTE': return offset > 0 ? offset - 1 : offset < 0 ? count + offset : -1;
    case 'RELATIVE': return cursor.at + offset;
    default: return cursor.at + 1;
  }
}

export async function fetchCursor(frame: Frame, node: Extract<Statement, { kind: 'FetchCursorStatement' }>): Promise<Signal> {
  const { machine } = frame;
  const cursor = machine.cursors.get(named(frame, node.cursor));
  if (cursor === undefined) return notFound(frame, node, node.cursor.cursor.name);
  if (cursor.rows === undefined) return fail(frame, errorAt(frame, node, 16917, 'Cursor is not open.'));
  const { offset } = node;
  const moved = offset === undefined ? { value: '0' } : await evaluate(frame, node, offset, offset, (work) => castTo(coerce(work.low, offset, scalar('int')), 'integer'));
  if ('signal' in moved) return moved.signal;
  const forward = !cursor.declared.options.some((o) => o === 'SCROLL' || o === 'STATIC' || o === 'KEYSET' || o === 'DYNAMIC' || o === 'INSENSITIVE') || cursor.declared.options.includes('FORWARD_ONLY') || cursor.declared.options.includes('FAST_FORWARD');
  if (forward && node.direction !== undefined && node.direction !== 'NEXT') return fail(frame, errorAt(frame, node, 16911, `fetch: The fetch type ${node.direction.toLowerCase()} cannot be used with forward only cursors.`));
  const at = target(cursor, node.direction ?? 'NEXT', Number(moved.value ?? 0));
  cursor.at = Math.max(-1, Math.min(at, cursor.rows.length));
  const row = cursor.rows[at];
  machine.fetchStatus = row === undefined ? -1 : 0;
  machine.error = 0;
  machine.rowCount = row === undefined ? 0 : 1;
  if (node.into.length === 0) {
    sendRows(frame, { columns: cursor.columns.map((c, i) => ({ name: c.name, type: cursor.types[i] ?? '' })), rows: row === undefined ? [] : [row], count: undefined, notices: [] }, cursor.columns);
    return next;
  }
  if (node.into.length !== cursor.columns.length) return fail(frame, errorAt(frame, node, 16924, 'Cursorfetch: The number of variables declared in the INTO list must match that of selected columns.'));
  if (row === undefined) return next;
  for (const [i, variable] of node.into.entries()) {
    const held = frame.variables.get(variable.name.toLowerCase());
    const type = cursor.columns[i]?.type ?? { kind: 'unknown' as const };
    if (held === undefined) return fail(frame, errorAt(frame, node, 137, `Must declare the scalar variable "${variable.name}".`, 15), { ends: true });
    const value = row[i] ?? null;
    if (value === null || !isScalar(held.type) || !isScalar(type) || JSON.stringify({ ...held.type, nullable: true }) === JSON.stringify({ ...type, nullable: true })) {
      held.value = value;
      continue;
    }
    const converted = await convertValue(frame, node, value, type, held.type);
    if ('signal' in converted) return converted.signal;
    held.value = converted.value;
  }
  return next;
}

type Scalar = ReturnType<typeof scalar>;

/** A value of a row in the type of the variable that takes it. */
async function convertValue(frame: Frame, node: Statement, value: string, from: Scalar, to: Scalar): Promise<{ readonly value: string | null } | { readonly signal: Signal }> {
  const holder = { kind: 'Variable' as const, name: '@ferry fetched', span: node.span };
  frame.variables.set('@ferry fetched', { type: from, value });
  frame.environment.variables.set('@ferry fetched', { name: holder.name, type: from, role: 'variable' });
  const converted = await evaluate(frame, node, {}, holder, (work) => pg.cast(coerce(work.low, holder, to, 'assign'), pgType(work.low, to)));
  frame.variables.delete('@ferry fetched');
  frame.environment.variables.delete('@ferry fetched');
  return converted;
}

export async function closeCursor(frame: Frame, node: Extract<Statement, { kind: 'CloseCursorStatement' }>): Promise<Signal> {
  const cursor = frame.machine.cursors.get(named(frame, node.cursor));
  if (cursor === undefined) return notFound(frame, node, node.cursor.cursor.name);
  if (cursor.rows === undefined) return fail(frame, errorAt(frame, node, 16917, 'Cursor is not open.'));
  cursor.rows = undefined;
  frame.machine.rowCount = 0;
  return next;
}

export async function deallocateCursor(frame: Frame, node: Extract<Statement, { kind: 'DeallocateCursorStatement' }>): Promise<Signal> {
  const name = named(frame, node.cursor);
  if (!frame.machine.cursors.delete(name)) return notFound(frame, node, node.cursor.cursor.name);
  frame.machine.rowCount = 0;
  return next;
}

