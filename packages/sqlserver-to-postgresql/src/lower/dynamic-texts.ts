import type { DynamicSql, DynamicVariant, ExecuteStatement, Expression as SourceExpression } from '@ferry/source-sqlserver';
import { isScalar, partsOf, scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement, Statement as TargetStatement } from '@ferry/target-postgresql';
import { dynamicItems } from '../action-items/dynamic';
import { routineItems } from '../action-items/routines';
import { sqlCondition, sqlName, sqlOrder } from '../functions/routine-support';
import type { BoundRoutine } from './bound-routines';
import { boundVariant, numberIn } from './dynamic-variants';
import { holePieces } from './dynamic-names';
import { executed, keyOf, mapped, parameterized } from './executed';
import type { ExecutedText, Executing, UsedValues } from './executed';
import { coerce, lowerNode } from './expressions';
import { bare, note, pgType, refuse } from './lowering';
import { lowerQuery } from './queries';
import { nestedState } from './routine-state';
import type { RoutineState } from './routine-state';
import { lowerStatements } from './statements';
import { support } from './support-call';

export interface Placeholders {
  /** What a variable of ours is outside of the text. */
  readonly outside: ReadonlyMap<string, Expression>;
  /** What gives the pieces that go in as they are, by the word that stands for each. */
  readonly raw: ReadonlyMap<string, Expression>;
  readonly tables: ReadonlyMap<string, string | undefined>;
  readonly hole: (index: number) => Expression;
  readonly schema: string;
}

/** The statements of a text, before those with names that are known at run time only are made texts. */
export interface LoweredText {
  readonly statements: readonly PlStatement[];
  readonly holders: Placeholders;
  /** It declares cursors, which are opened elsewhere. */
  readonly declares: boolean;
}

/** What a text that runs becomes; undefined when it cannot be converted, which is raised. */
export function lowerText(state: RoutineState, node: ExecuteStatement, sql: DynamicSql, variant: DynamicVariant): LoweredText | undefined {
  const { low, routine } = state;
  const no = (reason: string): undefined => void refuse(low, node, routineItems.dynamicSql, { reason });
  if (!variant.read) return no(`the text cannot be read: ${variant.diagnostics[0]?.message ?? 'it is not complete'}`);
  if (variant.holes.some((h) => h.expression === undefined && h.position !== 'comment')) return no('a piece of the text comes from rows, or from variables that were changed in between');
  const { rewritten, environment, binding, guessed, unplaced } = boundVariant(routine, state.ctx.catalog, sql, variant);
  if (unplaced) return no(variant.holes.some((h) => h.position === 'clause') ? 'a part of the statement is known only when it runs' : 'a value is put into the text whose type is not known');
  if (rewritten.raw.size > 0 && !low.bitIsBoolean) return no('a part of the statement is known only when it runs');
  for (const table of rewritten.tables.keys()) {
    const unsure = guessed.get(table) ?? [];
    note(low, node, unsure.length === 0 ? routineItems.dynamicTable : routineItems.dynamicColumns, unsure.length === 0 ? {} : { columns: unsure.join(', ') });
  }
  const outside = new Map<string, Expression>();
  const names = new Map<string, string>();
  for (const { declaration, argument } of sql.parameters ?? []) {
    const key = declaration.variable.name.toLowerCase();
    const type = environment.variables.get(key)?.type ?? { kind: 'unknown' as const };
    const given = argument?.value ?? declaration.default;
    if (given === undefined || !isScalar(type)) return no('a parameter has no value, or holds a table');
    const own = given.kind === 'Variable' ? state.names.get(given.name.toLowerCase()) : undefined;
    if (own !== undefined) names.set(key, own);
    else if (declaration.output && argument?.output === true) return no('an output parameter takes no variable');
    else {
      names.set(key, `${outsidePrefix}${key.slice(1)}`);
      outside.set(`${outsidePrefix}${key.slice(1)}`, coerce(low, wordAsText(low, given), type, 'assign'));
    }
  }
  const hole = (index: number): Expression => {
    const expression = variant.holes[index]?.expression;
    return expression === undefined ? pg.null : asText(state, expression);
  };
  for (const [name, parts] of rewritten.values) {
    const value = parts.length === 1 && typeof parts[0] === 'number' && variant.holes[parts[0]]?.position === 'value' ? numberOf(state, variant.holes[parts[0]]?.expression) : textValue(state, variant, parts);
    if (value === undefined) return no('a value is put into the text whose type is not known');
    const key = `${outsidePrefix}${name.slice(1)}`;
    names.set(name, key);
    outside.set(key, value);
  }
  const raw = new Map<string, Expression>();
  for (const [name, piece] of rewritten.raw) {
    names.set(name, name.slice(1));
    const text = textValue(state, variant, piece.parts, (e) => e);
    raw.set(name.slice(1), piece.form === 'order' || piece.form === 'sorted' ? support(low, sqlOrder, [text, pg.boolean(piece.form === 'order')]) : support(low, sqlCondition, [text]));
  }
  if (raw.size > 0) note(low, node, dynamicItems.piece);
  const inner: BoundRoutine = { object: routine.object, parsed: { ...routine.parsed, tokens: { ...routine.parsed.tokens, comments: [], text: variant.text } }, binding, environment, body: rewritten.statements };
  const nested = nestedState(state, inner, { names, cursorAt: (s) => (s.kind === 'SelectStatement' || s.kind === 'UpdateStatement' || s.kind === 'InsertStatement' || s.kind === 'DeleteStatement' ? state.cursorAt(node) : undefined), placeOf: (span) => variant.place(span.start) });
  const lowered = lowerStatements(nested, rewritten.statements);
  low.failures += nested.low.failures;
  state.lost += nested.lost;
  const holders: Placeholders = { outside, raw, tables: new Map([...rewritten.tables].map(([name, schema]) => [nested.ctx.names.local(name.slice(1)), schema])), hole, schema: routine.object.schema };
  for (const [name, declared] of nested.cursors) {
    const query = lowerQuery(nested.low, declared.cursor.query, { names: (binding.shapes.get(declared.cursor.query) ?? []).map((_, i) => `value_${i + 1}`) });
    state.textCursors.set(name, run(state, query as TargetStatement, holders));
  }
  if ((lowered.length > 0 || nested.cursors.size > 0) && variant.holes.length > 0) note(low, node, routineItems.dynamicConverted);
  return { statements: lowered, holders, declares: nested.cursors.size > 0 };
}

/** The statements of a text as the routine runs them. */
export const ranText = (state: RoutineState, text: LoweredText | undefined): readonly PlStatement[] => (text === undefined ? [] : executed(state, text.statements, executing(state, text.holders)));

/** A bare word in the place of an argument is a text. */
function wordAsText(low: RoutineState['low'], given: SourceExpression): SourceExpression {
  if (given.kind !== 'ColumnReference') return given;
  const text = { kind: 'StringLiteral' as const, raw: '', value: partsOf(given.name).join('.'), national: false, span: given.span };
  low.binding.types.set(text, { kind: 'scalar', base: 'varchar', length: text.value.length, nullable: false });
  return text;
}

const outsidePrefix = 'hole_outside_';

/** The text of a piece. */
function asText(state: RoutineState, expression: SourceExpression): Expression {
  return coerce(state.low, expression, scalar('nvarchar', { length: 'max' }));
}

/** A number that was made a text to be put into the statement: the number itself is passed. */
function numberOf(state: RoutineState, expression: SourceExpression | undefined): Expression | undefined {
  const found = numberIn(state.routine, expression);
  if (found === undefined) return undefined;
  const value = lowerNode(state.low, found.node);
  return found.digits === true ? pg.cast(value, pgType(state.low, found.type)) : value;
}

/** `REPLACE(x, '''', '''''')` only makes a text fit to stand between quotes. */
function unquoted(expression: SourceExpression): SourceExpression {
  const inner = bare(expression);
  if (inner.kind !== 'FunctionCall' || (inner.name.parts[0]?.name ?? '').toUpperCase() !== 'REPLACE' || inner.args.length !== 3) return expression;
  const texts = inner.args.slice(1).map((a) => (a.kind === 'StringLiteral' ? a.value : undefined));
  return texts[0] === "'" && texts[1] === "''" ? (inner.args[0] ?? expression) : expression;
}

function textValue(state: RoutineState, variant: DynamicVariant, parts: readonly (string | number)[], plain: (piece: SourceExpression) => SourceExpression = unquoted): Expression {
  const written = parts.map((p): Expression => {
    if (typeof p === 'string') return pg.text(p);
    const expression = variant.holes[p]?.expression;
    return expression === undefined ? pg.null : asText(state, plain(expression));
  });
  return written.reduce((left, right) => pg.binary('||', left, right));
}

/** Whether something of a target tree is known at run time only. */
function holds(value: unknown, pattern: RegExp): boolean {
  if (typeof value === 'string') return pattern.test(value);
  if (Array.isArray(value)) return value.some((v) => holds(v, pattern));
  return typeof value === 'object' && value !== null && Object.entries(value).some(([key, inner]) => key !== 'source' && key !== 'leadingComments' && holds(inner, pattern));
}

const isOutside = (node: { readonly kind: string }): string | undefined => {
  const parts = node.kind === 'VariableRef' ? (node as unknown as { parts: readonly string[] }).parts : [];
  return parts.length === 1 && parts[0]?.startsWith(outsidePrefix) === true ? parts[0] : undefined;
};

/** Puts what stands for values back, where no text is made of the statement. */
const filled = <T>(value: T, holders: Placeholders): T =>
  mapped(value, (node) => {
    const name = isOutside(node);
    return name === undefined ? undefined : holders.outside.get(name);
  });

/** How the statements of the text are run that hold a name which is known at run time only. */
function executing(state: RoutineState, holders: Placeholders): Executing {
  return {
    named: (value) => holds(value, /hole_\d+_/),
    filled: (value) => filled(value, holders),
    text: (statement) => run(state, statement, holders),
    template: (text) => templateOf(state, text, holders),
  };
}

/** Pieces that go in as they are stand like names: they are no parameters. */
export const withRaw = <T>(statement: T, holders: Placeholders): T =>
  holders.raw.size === 0 ? statement : mapped(statement, (node) => {
    const [word] = node.kind === 'VariableRef' ? (node as unknown as { parts: readonly string[] }).parts : [];
    return word !== undefined && holders.raw.has(word) ? pg.column(word) : undefined;
  });

/** A statement as a text: names go through format(), values are parameters. */
function run(state: RoutineState, statement: TargetStatement, holders: Placeholders): ExecutedText {
  const { text, using } = parameterized(withRaw(statement, holders), (key) => holders.outside.get(key));
  return { execute: templateOf(state, text, holders), ...(using.length === 0 ? {} : { using }) };
}

const nameToken = /"(?:[^"]|"")*hole_\d+_(?:[^"]|"")*"|[\w$]*hole_\d+_[\w$]*/g;

/** A text in which names that are known at run time only are written otherwise. */
export const withNames = (state: RoutineState, text: string, holders: Placeholders, write: (name: Expression) => string): string =>
  text.replace(nameToken, (token) => write(nameOf(state, token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token, holders)));

/** A text into which the names that are known at run time only are put by format(). */
function templateOf(state: RoutineState, text: string, holders: Placeholders): Expression {
  const names: UsedValues = { keys: [], using: [] };
  return formatted(withNames(state, text, holders, (name) => placeOf(names, name)), names);
}

/** The place of a name in a text. */
export function placeOf(names: UsedValues, name: Expression): string {
  const key = keyOf(name);
  if (!names.keys.includes(key)) {
    names.keys.push(key);
    names.using.push(name);
  }
  return `hole_${names.keys.indexOf(key)}_`;
}

/** A text with places of names as a call of format(), or as it is where there are none. */
export function formatted(text: string, names: UsedValues): Expression {
  const used: number[] = [];
  const template = text.replaceAll('%', '%%').replace(/hole_(\d+)_/g, (_, n: string) => {
    if (!used.includes(Number(n))) used.push(Number(n));
    return `%${used.indexOf(Number(n)) + 1}$s`;
  });
  if (used.length === 0) return pg.text(text);
  const once = used.length === [...template.matchAll(/%\d+\$s/g)].length;
  return pg.call('format', pg.text(once ? template.replace(/%\d+\$s/g, '%s') : template), ...used.map((n) => names.using[n] ?? pg.null));
}

/** A name that holds pieces which are known at run time only. */
function nameOf(state: RoutineState, token: string, holders: Placeholders): Expression {
  const raw = holders.raw.get(token);
  if (raw !== undefined) return raw;
  const table = holders.tables.has(token);
  const schema = holders.tables.get(token);
  const parts = holePieces(token).map((p): Expression => (typeof p === 'number' ? holders.hole(p) : pg.text(p)));
  const prefixed = table && schema !== undefined && schema !== '' ? [pg.text(schema === '#' ? '#' : `${schema}.`), ...parts] : parts;
  const whole = prefixed.reduce((left, right) => pg.binary('||', left, right));
  return support(state.low, sqlName, [whole, table ? pg.text(state.ctx.names.schema(holders.schema)) : pg.null]);
}
