import type { Variable } from '@ferry/source-sqlserver';
import { dynamicSqlOf, walk } from '@ferry/source-sqlserver';
import type { PlStatement } from '@ferry/target-postgresql';
import type { RoutineState } from './routine-state';

/** Variables that the routine builds the texts in that it runs. */
function textVariables(state: RoutineState): readonly string[] {
  const found = new Set<string>();
  const collect = (node: Parameters<typeof walk>[0]): void => walk(node, (n) => void (n.kind === 'Variable' && found.add((n as Variable).name.toLowerCase())));
  for (const sql of dynamicSqlOf(state.routine.body).values()) {
    const { target } = sql.node;
    if (target.kind === 'ExecuteString') collect(target.command);
    else if (target.args[0] !== undefined) collect(target.args[0].value);
  }
  // What goes into such a variable may be another one.
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const s of state.routine.body)
      walk(s, (n) => {
        const { variable, value } = n as unknown as { variable?: Variable; value?: Parameters<typeof walk>[0] };
        if ((n.kind === 'SetVariableStatement' || n.kind === 'VariableDeclaration') && variable !== undefined && value !== undefined && found.has(variable.name.toLowerCase())) collect(value);
      });
  }
  return [...found].filter((name) => state.routine.environment.variables.get(name)?.role === 'variable').flatMap((name) => state.names.get(name) ?? []);
}

/** How often a variable is read outside of its own assignments. */
function reads(value: unknown, name: string): number {
  if (Array.isArray(value)) return value.reduce((n: number, v) => n + reads(v, name), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const node = value as { readonly kind?: string; readonly parts?: readonly string[]; readonly target?: { readonly parts: readonly string[] }; readonly name?: unknown };
  if (node.kind === 'VariableRef' && node.parts?.[0] === name) return 1;
  if (node.kind === 'Assign' && node.target?.parts[0] === name) return 0;
  let count = 0;
  for (const [key, inner] of Object.entries(node)) {
    // Names of targets, cursors and loops are written as texts.
    if (typeof inner === 'string') count += (key === 'cursor' || key === 'variable') && inner === name ? 1 : 0;
    else if (key !== 'source' && key !== 'leadingComments') count += reads(inner, name);
    if (key === 'targets' || key === 'into') count += JSON.stringify(inner).includes(`"${name}"`) ? 1 : 0;
  }
  return count;
}

const isEmptied = (before: PlStatement, after: readonly PlStatement[]): boolean => before.kind === 'If' && after.length === 0;

/** Leaves out the assignments of variables; their comments go to the statement that follows. */
function without(list: readonly PlStatement[], names: ReadonlySet<string>): readonly PlStatement[] {
  const out: PlStatement[] = [];
  let waiting: readonly string[] = [];
  for (const s of list) {
    const comments = [...waiting, ...(s.leadingComments ?? [])];
    waiting = [];
    const put = (kept: PlStatement): void => void out.push(comments.length === 0 ? kept : { ...kept, leadingComments: comments });
    if (s.kind === 'Assign' && names.has(s.target.parts[0] ?? '')) {
      waiting = comments;
      continue;
    }
    const inner = (body: readonly PlStatement[]): readonly PlStatement[] => without(body, names);
    switch (s.kind) {
      case 'If': {
        const branches = s.branches.map((b) => ({ ...b, body: inner(b.body) }));
        const otherwise = s.otherwise === undefined ? undefined : inner(s.otherwise);
        const emptied = branches.every((b, i) => b.body.length === 0 && (s.branches[i]?.body.length ?? 0) > 0) && (otherwise?.length ?? 0) === 0;
        if (emptied && isEmptied(s, [])) {
          waiting = comments;
          continue;
        }
        const filled = (body: readonly PlStatement[]): readonly PlStatement[] => (body.length === 0 ? [{ kind: 'NullStatement' }] : body);
        put({ ...s, branches: branches.map((b) => ({ ...b, body: filled(b.body) })), otherwise: otherwise === undefined || otherwise.length === 0 ? undefined : otherwise });
        break;
      }
      case 'While': case 'Loop': case 'ForQuery': put({ ...s, body: inner(s.body) }); break;
      case 'Block': put({ ...s, body: inner(s.body), handlers: s.handlers?.map((h) => ({ ...h, body: inner(h.body) })) }); break;
      default: put(s);
    }
  }
  if (waiting.length > 0) out.push({ kind: 'NullStatement', leadingComments: waiting });
  return out;
}

/** T-SQL texts that were put together to be run, and are written out now, have no reader any more. */
export function withoutTexts(state: RoutineState, body: readonly PlStatement[]): readonly PlStatement[] {
  const candidates = textVariables(state);
  if (candidates.length === 0) return body;
  let current = body;
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of candidates) {
      if (state.unread.has(name) || reads(current, name) > 0) continue;
      state.unread.add(name);
      current = without(current, new Set([name]));
      changed = true;
    }
  }
  return current;
}
