import { pg, printText } from '@ferry/target-postgresql';
import type { Expression, PlStatement, Statement as TargetStatement, Target, TypeName } from '@ferry/target-postgresql';
import { helperVariable, variableType } from './routine-state';
import type { RoutineState } from './routine-state';

/** A text for EXECUTE, with the values of its parameters. */
export interface ExecutedText {
  readonly execute: Expression;
  readonly using?: readonly Expression[];
}

/** Which statements are run by EXECUTE, and how. */
export interface Executing {
  /** Whether part of a tree is known at run time only. */
  readonly named: (value: unknown) => boolean;
  /** A tree that stays where it is. */
  readonly filled: <T>(value: T) => T;
  readonly text: (statement: TargetStatement) => ExecutedText;
  /** The command of an EXECUTE that holds such a name already. */
  readonly template: (text: string) => Expression;
}

/** A copy of a tree with some of its nodes replaced. */
export const mapped = <T>(value: T, change: (node: { readonly kind: string }) => unknown): T => {
  if (Array.isArray(value)) return value.map((v: unknown) => mapped(v, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const other = 'kind' in value ? change(value as unknown as { kind: string }) : undefined;
  if (other !== undefined) return other as T;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === 'source' ? v : mapped(v as unknown, change)])) as T;
};

/** Values for the parameters of one or several texts. */
export interface UsedValues {
  readonly keys: string[];
  readonly using: Expression[];
}

/** The same for the same expression. */
export const keyOf = (value: Expression): string => JSON.stringify(value, (name, inner: unknown) => (name === 'source' || name === 'leadingComments' ? undefined : inner));

/** The text of a statement, its variables as parameters. @param outside what stands for variables of ours */
export function parameterized(statement: TargetStatement, outside: (key: string) => Expression | undefined, values: UsedValues = { keys: [], using: [] }): { readonly text: string; readonly using: readonly Expression[] } {
  const { keys, using } = values;
  const numbered = mapped(statement, (node) => {
    if (node.kind !== 'VariableRef') return undefined;
    const { parts } = node as unknown as { parts: readonly string[] };
    const value = outside(parts.join('.')) ?? pg.variable(...parts);
    const key = keyOf(value);
    if (!keys.includes(key)) {
      keys.push(key);
      using.push(value);
    }
    return { kind: 'ParameterRef', index: keys.indexOf(key) + 1 };
  });
  return { text: printText(numbered).sql.replace(/;\s*$/, ''), using };
}

/** The SQL that a statement holds, how the statement runs a text instead, and what else decides whether two of them are the same. */
export interface CarriedSql {
  readonly sql: TargetStatement;
  readonly put: (text: ExecutedText) => PlStatement;
  readonly rest: unknown;
}

export function carried(s: PlStatement): CarriedSql | undefined {
  switch (s.kind) {
    case 'ReturnQuery': return 'query' in s.of ? { sql: s.of.query as TargetStatement, put: (of) => ({ ...s, of }), rest: { kind: s.kind } } : undefined;
    case 'OpenCursor': return s.for !== undefined && 'query' in s.for ? { sql: s.for.query as TargetStatement, put: (text) => ({ ...s, for: text }), rest: { ...s, for: undefined, source: undefined } } : undefined;
    case 'SqlStatement': {
      const { kind, statement, ...around } = s;
      return { sql: statement as TargetStatement, put: ({ execute, using }) => ({ ...around, kind: 'Execute', command: execute, using }), rest: { kind, into: s.into } };
    }
    case 'ForQuery': return 'query' in s.in ? { sql: s.in.query as TargetStatement, put: (text) => ({ ...s, in: text }), rest: { ...s, in: undefined, source: undefined } } : undefined;
    default: return undefined;
  }
}

/**
 * Statements as the routine runs them: by EXECUTE where they hold a name that is known at run time only. What PL/pgSQL evaluates
 * itself (conditions, assignments) is asked of such tables by a query before.
 */
export function executed(state: RoutineState, body: readonly PlStatement[], how: Executing): readonly PlStatement[] {
  return body.flatMap((s) => one(state, s, how));
}

/** `EXECUTE 'SELECT condition' INTO variable`. */
function asked(state: RoutineState, condition: Expression, how: Executing): readonly [PlStatement, Expression] {
  const name = helperVariable(state, 'condition', 'condition_holds', pg.type('boolean'));
  return [answered(condition, name, how), pg.variable(name)];
}

function answered(value: Expression, into: string, how: Executing): PlStatement {
  const { execute, using } = how.text(pg.select([pg.item(value)]) as TargetStatement);
  return { kind: 'Execute', command: execute, using, into: { targets: [pg.target(into)] } };
}

function conditions(state: RoutineState, s: Extract<PlStatement, { kind: 'If' }>, how: Executing): readonly PlStatement[] {
  const list = (body: readonly PlStatement[]): readonly PlStatement[] => executed(state, body, how);
  const at = s.branches.findIndex((b) => how.named(b.condition));
  const otherwise = s.otherwise === undefined ? undefined : list(s.otherwise);
  const branch = (b: (typeof s.branches)[number]): (typeof s.branches)[number] => ({ condition: how.filled(b.condition), body: list(b.body) });
  if (at < 0) return [{ ...s, branches: s.branches.map(branch), otherwise }];
  const first = s.branches[at];
  if (first === undefined) return [];
  const [before, condition] = asked(state, first.condition, how);
  const rest: Extract<PlStatement, { kind: 'If' }> = { kind: 'If', branches: s.branches.slice(at + 1), otherwise: s.otherwise };
  const left = rest.branches.length === 0 ? otherwise : conditions(state, rest, how);
  const here: PlStatement = { kind: 'If', branches: [{ condition, body: list(first.body) }], otherwise: left };
  const { leadingComments, source } = s;
  const told = { ...(leadingComments === undefined ? {} : { leadingComments }), ...(source === undefined ? {} : { source }) };
  if (at === 0) return [{ ...before, ...told }, here];
  return [{ kind: 'If', branches: s.branches.slice(0, at).map(branch), otherwise: [before, here], ...told }];
}

/**
 * A loop over the rows of an EXECUTE takes them into variables of the types that they are assigned to: of a record nobody could say
 * which fields it has.
 */
export function withVariables(state: RoutineState, loop: Extract<PlStatement, { kind: 'ForQuery' }>): PlStatement | undefined {
  const [record, ...others] = loop.targets.map((t) => t.parts.join('.'));
  if (record === undefined || others.length > 0) return undefined;
  const fills: Extract<PlStatement, { kind: 'Assign' }>[] = [];
  for (const s of loop.body) {
    if (s.kind !== 'Assign' || s.value.kind !== 'VariableRef' || s.value.parts[0] !== record || s.value.parts[1] !== `value_${fills.length + 1}`) break;
    fills.push(s);
  }
  const rest = loop.body.slice(fills.length);
  const types = fills.map((s) => typeOfVariable(state, s.target));
  if (fills.length === 0 || types.includes(undefined) || JSON.stringify(rest).includes(`"${record}"`)) return undefined;
  state.declarations.delete(record);
  const names = fills.map((s, i) => helperVariable(state, `fetched ${s.target.parts.join('.')}`, `fetched_${s.target.parts.join('_')}`, types[i] as TypeName));
  return { ...loop, targets: names.map((name) => pg.target(name)), body: [...fills.map((s, i) => ({ ...s, value: pg.variable(names[i] as string) })), ...rest] };
}

/** The type that a variable is declared with. */
function typeOfVariable(state: RoutineState, target: Target): TypeName | undefined {
  const [name, ...fields] = target.parts;
  if (name === undefined || fields.length > 0 || target.subscripts !== undefined) return undefined;
  const key = [...state.names].find(([, own]) => own === name)?.[0];
  const type = key === undefined ? undefined : state.routine.environment.variables.get(key)?.type;
  return type === undefined ? undefined : variableType(state, type);
}

function one(state: RoutineState, s: PlStatement, how: Executing): readonly PlStatement[] {
  const list = (body: readonly PlStatement[]): readonly PlStatement[] => executed(state, body, how);
  const { named, filled } = how;
  switch (s.kind) {
    case 'If': return conditions(state, s, how);
    case 'While': {
      if (!named(s.condition)) return [{ ...filled({ ...s, body: [] }), body: list(s.body) }];
      const [before, condition] = asked(state, s.condition, how);
      const { condition: _, kind: __, ...rest } = s;
      return [{ ...rest, kind: 'Loop', body: [before, { kind: 'Exit', when: { kind: 'IsTest', operand: condition, test: 'TRUE', negated: true } }, ...list(s.body)] }];
    }
    case 'Loop': return [{ ...filled({ ...s, body: [] }), body: list(s.body) }];
    case 'Block': return [{ ...s, body: list(s.body), handlers: s.handlers?.map((h) => ({ ...h, body: list(h.body) })) }];
    case 'ForQuery': {
      const held = carried(s);
      if (held === undefined || !named(held.sql)) return [{ ...s, in: filled(s.in), body: list(s.body) }];
      const loop = { ...s, in: how.text(held.sql), body: list(s.body) };
      return [withVariables(state, loop) ?? loop];
    }
    case 'SqlStatement': case 'ReturnQuery': case 'OpenCursor': {
      const held = carried(s);
      return [held !== undefined && named(held.sql) ? held.put(how.text(held.sql)) : filled(s)];
    }
    case 'Assign': {
      if (!named(s.value)) return [filled(s)];
      const { execute, using } = how.text(pg.select([pg.item(s.value)]) as TargetStatement);
      return [{ kind: 'Execute', command: execute, using, into: { targets: [s.target] }, ...(s.leadingComments === undefined ? {} : { leadingComments: s.leadingComments }), ...(s.source === undefined ? {} : { source: s.source }) }];
    }
    case 'Execute': return [s.command.kind === 'StringLiteral' && named(s.command) ? { ...s, command: how.template(s.command.value) } : filled(s)];
    default: return [filled(s)];
  }
}
