import type { Span } from '@ferry/kernel';
import { parseStatement } from '../parser';
import type { ExecuteArgument, ExecuteStatement, Expression, Identifier, Parameter, Statement } from '../syntax';
import { foldText } from './dynamic-fold';
import { followTexts } from './dynamic-interpreter';
import { parseWithHoles } from './dynamic-parse';
import type { ParsedHole } from './dynamic-parse';
import { isStable, keepState, newState } from './dynamic-state';
import type { DynamicState } from './dynamic-state';
import { sourcePlace } from './dynamic-text';
import { plainText } from './dynamic-values';
import type { DynamicValue } from './dynamic-values';
import { alternativesOf, pathsOf } from './dynamic-variants';
import type { DynamicPath } from './dynamic-variants';

/** A hole of a dynamic text, in the terms of the statement that runs it. */
export interface DynamicSqlHole extends ParsedHole {
  /**
   * What gives the piece its text, as an expression that may be evaluated where the text is run and gives the same there; undefined when
   * it reads rows of a query, or variables that were changed in between.
   */
  readonly expression: Expression | undefined;
}

/** A condition under which a variant is the one that runs; one that is NULL does not hold. */
export interface DynamicCondition {
  /** To be evaluated where the text is run; undefined as for holes, or when no condition tells (an error, a loop). */
  readonly expression: Expression | undefined;
  readonly holds: boolean;
}

/** One text that may run. */
export interface DynamicVariant {
  /** As it was read: holes stand as `hole_0_` (a word), `0` (a number) or blanks (a clause). */
  readonly text: string;
  readonly statements: readonly Statement[];
  /** Whether it reads without an error. */
  readonly read: boolean;
  readonly diagnostics: readonly { readonly message: string; readonly at: Span }[];
  readonly holes: readonly DynamicSqlHole[];
  /** All must be as told. */
  readonly conditions: readonly DynamicCondition[];
  /** The place in the source of a place in `text`. */
  readonly place: (offset: number) => Span;
}

/** See `DynamicAlternatives`; a text that is NULL runs nothing. */
export interface DynamicSqlAlternatives {
  readonly first: DynamicVariant;
  readonly groups: readonly (readonly { readonly text: DynamicVariant | undefined; readonly conditions: readonly DynamicCondition[]; readonly isFirst: boolean }[])[];
  readonly text: (arms: readonly number[]) => DynamicVariant | undefined;
}

/** A parameter of sp_executesql. */
export interface DynamicParameter {
  readonly declaration: Parameter;
  /** The value that the call gives; undefined when it gives none. */
  readonly argument: ExecuteArgument | undefined;
}

/** What is known of a statement that runs a text. */
export interface DynamicSql {
  readonly node: ExecuteStatement;
  /** `procedure`: EXEC of a procedure whose name a variable holds; its variants are names. */
  readonly form: 'execute' | 'sp_executesql' | 'procedure';
  /** `EXEC (...) AT server`. */
  readonly server: Identifier | undefined;
  /** `text`: to the letter, in one or several variants; `holes`: but for pieces; `unknown`: nothing is known, or it cannot be read. */
  readonly known: 'text' | 'holes' | 'unknown';
  /** For people: why nothing is known. */
  readonly reason: string | undefined;
  readonly variants: readonly DynamicVariant[];
  /** Whether `variants` are all; otherwise every piece is in one of them. */
  readonly exhaustive: boolean;
  /** In some way the text is NULL, and nothing runs. */
  readonly mayBeNull?: boolean;
  /** Where the text has many forms: its parts that come and go, each form of each of them once; undefined where they cannot be told apart. */
  readonly alternatives?: () => DynamicSqlAlternatives | undefined;
  /** Undefined when the list of parameters is not known. */
  readonly parameters: readonly DynamicParameter[] | undefined;
}

export interface DynamicSqlOptions {
  readonly quotedIdentifier?: boolean;
}

/** More pieces of one text than this that are not known make it unreadable. */
const mostHoles = 200;
/** Characters of all the texts of one routine that are looked at. */
const mostCharacters = 2_000_000;
/** Pieces of all the texts of one routine, likewise. */
const mostPieces = 500_000;

/** What may still be looked at. */
interface Budget {
  characters: number;
  pieces: number;
}

/** The result of each batch of statements is the same each time. */
/** Asked for again and again while one routine is looked at, and hardly ever after: the trees of all texts of a large database are more than memory is worth. */
const found = new Map<readonly Statement[], ReadonlyMap<ExecuteStatement, DynamicSql>>();
const mostFound = 64;

/**
 * What the EXEC statements of a routine or batch run that run a text, by statement. Texts are followed through variables, branches and
 * loops; the statements of each text are parsed, not bound (see `bindDynamicSql`).
 * @param body the statements of the routine; parameters are variables whose value is not known
 */
export function dynamicSqlOf(body: readonly Statement[], options: DynamicSqlOptions = {}): ReadonlyMap<ExecuteStatement, DynamicSql> {
  const known = found.get(body);
  if (known !== undefined) return known;
  const all = new Map<ExecuteStatement, DynamicSql>();
  const budget: Budget = { characters: mostCharacters, pieces: mostPieces };
  followTexts(newState(), body, (node, state) => {
    const sql = describe(node, state, budget, options);
    if (sql !== undefined) all.set(node, sql);
  });
  if (found.size >= mostFound) for (const oldest of [...found.keys()].slice(0, mostFound / 4)) found.delete(oldest);
  found.set(body, all);
  return all;
}

/** The values of arguments by name; those without a name by their place. */
function argumentOf(args: readonly ExecuteArgument[], index: number, ...names: readonly string[]): ExecuteArgument | undefined {
  return args.find((a) => a.name !== undefined && names.includes(a.name.name.toLowerCase())) ?? (args[index]?.name === undefined ? args[index] : undefined);
}

function describe(node: ExecuteStatement, state: DynamicState, budget: Budget, options: DynamicSqlOptions): DynamicSql | undefined {
  const { target } = node;
  if (target.kind === 'ExecuteString') return read({ node, form: 'execute', server: target.at, parameters: [] }, foldText(state, target.command), state, budget, options);
  if (target.name.kind === 'Variable') {
    const name = foldText(state, target.name);
    const last = lastText(name);
    if (last !== undefined && /(?:^|\.)\[?sp_executesql\]?$/i.test(last)) return executeSql(node, target.args, state, budget, options);
    return read({ node, form: 'procedure', server: undefined, parameters: [] }, name, state, budget, options);
  }
  const name = target.name.parts.at(-1)?.name.toLowerCase();
  return name === 'sp_executesql' ? executeSql(node, target.args, state, budget, options) : undefined;
}

/** The text that a value ends with, whatever it begins with. */
function lastText(value: DynamicValue): string | undefined {
  for (let at = value; ; at = at.right) {
    if (at.kind === 'text') return at.text;
    if (at.kind !== 'join') return undefined;
  }
}

function executeSql(node: ExecuteStatement, args: readonly ExecuteArgument[], state: DynamicState, budget: Budget, options: DynamicSqlOptions): DynamicSql | undefined {
  const text = argumentOf(args, 0, '@stmt', '@statement', '@sql');
  if (text === undefined) return undefined;
  const list = argumentOf(args, 1, '@params', '@param', '@parameters');
  const parameters = list === undefined ? [] : declaredParameters(plainText(foldText(state, list.value)), args.filter((a) => a !== text && a !== list));
  return read({ node, form: 'sp_executesql', server: undefined, parameters }, foldText(state, text.value), state, budget, options);
}

/** The parameters that a list declares, with the arguments for them: by name, else by place. */
function declaredParameters(list: string | undefined, args: readonly ExecuteArgument[]): DynamicParameter[] | undefined {
  if (list === undefined) return undefined;
  if (list.trim() === '') return [];
  const { statement, diagnostics } = parseStatement(`CREATE PROCEDURE p ${list}\nAS SELECT 1`);
  if (statement.kind !== 'CreateProcedureStatement' || diagnostics.some((d) => d.severity === 'error')) return undefined;
  return statement.parameters.map((declaration, i) => {
    const name = declaration.variable.name.toLowerCase();
    return { declaration, argument: args.find((a) => a.name?.name.toLowerCase() === name) ?? (args[i]?.name === undefined ? args[i] : undefined) };
  });
}

const reasons = {
  null: 'the text is NULL: nothing runs',
  variable: 'the text is known only when it runs: it comes from a parameter, from rows or through a jump',
  large: 'the text has too many or too large parts',
  unread: 'the text cannot be read where pieces of it are not known',
} as const;

function read(head: Pick<DynamicSql, 'node' | 'form' | 'server' | 'parameters'>, value: DynamicValue, state: DynamicState, budget: Budget, options: DynamicSqlOptions): DynamicSql {
  const none = (reason: string): DynamicSql => ({ ...head, known: 'unknown', reason, variants: [], exhaustive: false });
  if (budget.characters <= 0 || budget.pieces <= 0) return none(reasons.large);
  const { paths, exhaustive } = pathsOf(value);
  budget.pieces -= paths.reduce((sum, path) => sum + path.parts.length + path.decisions.length, 0);
  const texts = paths.filter((path) => !path.isNull);
  if (paths.length > 0 && texts.length === 0) return none(reasons.null);
  const size = texts.reduce((sum, path) => sum + path.parts.reduce((all, part) => all + (part.kind === 'text' ? part.text.length : 16), 0), 0);
  budget.characters -= size;
  if (texts.length === 0 || budget.characters < 0 || texts.some((path) => path.parts.filter((part) => part.kind !== 'text').length > mostHoles)) return none(reasons.large);
  const piece = repeatedPiece(texts);
  if (piece !== undefined) {
    const once = read(head, piece, state, budget, options);
    return { ...once, known: once.known === 'text' ? 'holes' : once.known, exhaustive: false };
  }
  if (texts.every((path) => path.parts.every((part) => part.kind !== 'text' || part.text.trim() === ''))) return none(reasons.variable);
  const variants = texts.map((path) => variantOf(path, head, state, options));
  const known = variants.every((v) => v.holes.length === 0) ? 'text' : variants.some((v) => v.read) ? 'holes' : 'unknown';
  const alternatives = exhaustive && texts.length <= fewTexts ? {} : { alternatives: alternativesFor(value, head, keepState(state), options) };
  return { ...head, known, reason: known === 'unknown' ? reasons.unread : undefined, variants, exhaustive, ...(texts.length < paths.length ? { mayBeNull: true } : {}), ...alternatives };
}

/** So many texts are as good to read one by one. */
const fewTexts = 4;
/** Characters of all texts that are read for the alternatives of one. */
const mostAlternatives = 1_000_000;

function alternativesFor(value: DynamicValue, head: Pick<DynamicSql, 'node' | 'form'>, state: DynamicState, options: DynamicSqlOptions): () => DynamicSqlAlternatives | undefined {
  let made: { readonly alternatives: DynamicSqlAlternatives | undefined } | undefined;
  const make = (): DynamicSqlAlternatives | undefined => {
    const found = alternativesOf(value);
    const size = found?.groups.reduce((sum, arms) => sum + arms.reduce((all, { path }) => all + path.parts.reduce((n, part) => n + (part.kind === 'text' ? part.text.length : 16), 0), 0), 0) ?? 0;
    if (found === undefined || size > mostAlternatives) return undefined;
    const variant = (path: DynamicPath | undefined): DynamicVariant | undefined => (path === undefined || path.isNull || path.parts.filter((part) => part.kind !== 'text').length > mostHoles ? undefined : variantOf(path, head, state, options));
    const first = variant(found.first);
    if (first === undefined) return undefined;
    return { first, groups: found.groups.map((arms) => arms.map((arm) => ({ text: arm.isFirst ? first : variant(arm.path), conditions: conditionsOf(arm.decisions, state), isFirst: arm.isFirst }))), text: (arms) => variant(found.path(arms)) };
  };
  return () => (made ??= { alternatives: make() }).alternatives;
}

/** What a text is made of that is nothing but one piece, some times over: a statement for each row. The piece once stands for all. */
function repeatedPiece(texts: readonly DynamicPath[]): DynamicValue | undefined {
  const [only, ...more] = texts.flatMap((path) => path.parts.filter((part) => part.kind !== 'text' || part.text.trim() !== ''));
  return only?.kind === 'repeat' && more.length === 0 ? only.piece : undefined;
}

function variantOf(path: DynamicPath, head: Pick<DynamicSql, 'node' | 'form'>, state: DynamicState, options: DynamicSqlOptions): DynamicVariant {
  const { composed, statements, diagnostics, holes, read: isRead } = parseWithHoles(path.parts, options.quotedIdentifier);
  const place = (offset: number): Span => sourcePlace(composed, offset, head.node.span);
  return {
    text: composed.text,
    statements,
    read: isRead,
    diagnostics: diagnostics.filter((d) => d.severity === 'error').map((d) => ({ message: d.message, at: place(d.span.start) })),
    holes: holes.map((hole) => ({ ...hole, expression: hole.part.kind === 'hole' && isStable(state, hole.part.reads) ? hole.part.expression : undefined })),
    conditions: conditionsOf(path.decisions, state),
    place,
  };
}

const conditionsOf = (decisions: DynamicPath['decisions'], state: DynamicState): readonly DynamicCondition[] =>
  decisions.map(({ choice, then }) => ({ expression: choice.condition !== undefined && isStable(state, choice.reads) ? choice.condition : undefined, holds: then }));
