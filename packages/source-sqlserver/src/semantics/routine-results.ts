import type { CodeObject } from '@ferry/catalog';
import { parseBatch } from '../parser';
import type { ExecuteStatement, Query, Statement } from '../syntax';
import { partsOf } from './bind-expressions';
import { intoOf, selectOf } from './bind-queries';
import { usesByNode } from './binding';
import type { BoundObject } from './bound-object';
import { systemProcedure } from './built-ins';
import { executedTexts, hasOpenColumns } from './executed-texts';
import type { CatalogReader } from './reader';
import type { ShapeColumn } from './sql-type';

/** One set of rows that a routine sends to its caller. */
export interface ResultSet {
  /** Undefined when they cannot be told; then `why` says so. */
  readonly columns: readonly ShapeColumn[] | undefined;
  /** The statement of the routine that sends it. */
  readonly node: Statement;
  /** The procedure that it is passed through from. */
  readonly from?: CodeObject;
  /** It stands in a loop: it may be sent any number of times. */
  readonly repeats?: boolean;
  readonly why?: UnknownResult;
}

export type UnknownResult = 'dynamic SQL' | 'a procedure that the input does not define' | 'a procedure of another database' | 'a procedure of the system whose rows depend on its arguments' | 'a table that the input does not define' | 'a call of itself' | 'text that could not be read';

/** The result sets of a routine. */
export interface RoutineResults {
  /** `varying`: which sets are sent depends on the branch taken; `unknown`: some cannot be told. */
  readonly kind: 'none' | 'one' | 'several' | 'varying' | 'unknown';
  /** Each way through the routine that differs, in the order of the branches. */
  readonly paths: readonly (readonly ResultSet[])[];
  readonly why?: UnknownResult;
}

/** Ways through a routine beyond these are not told apart. */
const mostPaths = 24;

type Path = readonly ResultSet[];
interface Ways {
  /** Ways on which control goes on. */
  open: Path[];
  /** Ways that ended with RETURN or THROW. */
  closed: Path[];
}

interface Work {
  readonly reader: CatalogReader;
  readonly bound: BoundObject;
  readonly resultsOf: (object: CodeObject) => RoutineResults | undefined;
  /** How many texts run inside of each other. */
  readonly depth: number;
}

/** A query that sends its rows to the caller. */
export const sendsRows = (query: Query): boolean => {
  const select = selectOf(query.body);
  return intoOf(query) === undefined && (select === undefined || !select.items.some((i) => i.kind === 'SelectAssignment'));
};

const key = (path: Path): string => path.map((s) => `${s.columns === undefined ? '?' : s.columns.map((c) => `${c.name.toLowerCase()} ${c.type.kind === 'scalar' ? c.type.base : c.type.kind}`).join()}${s.repeats === true ? '*' : ''}`).join(';');

/** Ways that send the same are one. */
function distinct(paths: readonly Path[]): Path[] {
  const seen = new Map<string, Path>();
  for (const path of paths) {
    const k = key(path);
    if (!seen.has(k)) seen.set(k, path);
  }
  return [...seen.values()].slice(0, mostPaths);
}

const joined = (before: readonly Path[], after: readonly Path[]): Path[] => (after.length === 1 && after[0]?.length === 0 ? [...before] : before.flatMap((b) => after.map((a) => [...b, ...a])));
const one = (set: ResultSet): Ways => ({ open: [[set]], closed: [] });
const silent: Ways = { open: [[]], closed: [] };

function waysOf(work: Work, statements: readonly Statement[]): Ways {
  let open: Path[] = [[]];
  const closed: Path[] = [];
  for (const statement of statements) {
    const next = waysOfOne(work, statement);
    if (next === silent) continue;
    closed.push(...joined(open, next.closed));
    open = distinct(joined(open, next.open));
    if (open.length === 0) break;
  }
  return { open, closed: distinct(closed) };
}

function waysOfOne(work: Work, node: Statement): Ways {
  const { shapes } = work.bound.binding;
  const rows = (columns: readonly ShapeColumn[] | undefined): Ways => one({ columns, node, ...(columns === undefined ? { why: 'a table that the input does not define' } : {}) });
  switch (node.kind) {
    case 'SelectStatement': return sendsRows(node.query) ? rows(shapes.get(node.query)) : silent;
    case 'BlockStatement': return waysOf(work, node.statements);
    case 'IfStatement': return waysOfIf(work, node);
    case 'WhileStatement': return waysOfLoop(waysOfOne(work, node.body));
    case 'TryCatchStatement': return waysOfTry(waysOf(work, node.attempt), waysOf(work, node.handler));
    case 'InsertStatement': case 'UpdateStatement': case 'DeleteStatement': case 'MergeStatement':
      return node.outputs.some((o) => o.into === undefined) ? rows(shapes.get(node)) : silent;
    case 'ExecuteStatement': return waysOfExecute(work, node);
    case 'FetchCursorStatement': {
      if (node.into.length > 0) return silent;
      const symbol = work.bound.binding.symbols.get(node.cursor);
      return rows(symbol?.kind === 'cursor' ? symbol.columns : undefined);
    }
    case 'ReturnStatement': case 'ThrowStatement': return { open: [], closed: [[]] };
    case 'UnparsedStatement': return one({ columns: undefined, node, why: 'text that could not be read' });
    default: return silent;
  }
}

/** `IF ... ELSE IF ...` goes deep: no recursion along it. */
function waysOfIf(work: Work, node: Extract<Statement, { kind: 'IfStatement' }>): Ways {
  const open: Path[] = [];
  const closed: Path[] = [];
  let rest: Statement | undefined = node;
  while (rest?.kind === 'IfStatement') {
    const then = waysOfOne(work, rest.then);
    open.push(...then.open);
    closed.push(...then.closed);
    rest = rest.otherwise;
  }
  const last = rest === undefined ? silent : waysOfOne(work, rest);
  open.push(...last.open);
  closed.push(...last.closed);
  if (closed.length === 0 && open.every((p) => p.length === 0)) return silent;
  return { open: distinct(open), closed: distinct(closed) };
}

const repeated = (path: Path): Path => path.map((s) => ({ ...s, repeats: true }));

function waysOfLoop(body: Ways): Ways {
  const sends = [...body.open, ...body.closed].some((p) => p.length > 0);
  if (!sends) return body.closed.length === 0 ? silent : { open: [[]], closed: body.closed };
  return { open: distinct([...body.open, ...body.closed].map(repeated)), closed: distinct(body.closed.map(repeated)) };
}

/** An error may end the attempt anywhere; what the handler sends is told only when it sends something. */
function waysOfTry(attempt: Ways, handler: Ways): Ways {
  const extra = handler.open.filter((p) => p.length > 0);
  const extraClosed = handler.closed.filter((p) => p.length > 0);
  if (extra.length === 0 && extraClosed.length === 0) return attempt.open.length === 0 && handler.open.length > 0 ? { open: [[]], closed: attempt.closed } : attempt;
  return { open: distinct([...attempt.open, ...extra]), closed: distinct([...attempt.closed, ...extraClosed]) };
}

function waysOfExecute(work: Work, node: ExecuteStatement): Ways {
  const declared = declaredSets(work, node);
  if (declared !== undefined) return declared.length === 0 ? silent : { open: [declared], closed: [] };
  const unknown = (why: UnknownResult): Ways => one({ columns: undefined, node, why });
  const { target } = node;
  const isDynamic = target.kind === 'ExecuteString' || target.name.kind === 'Variable' || partsOf(target.name).pop()?.toLowerCase() === 'sp_executesql';
  if (isDynamic) return waysOfText(work, node) ?? unknown('dynamic SQL');
  const use = usesByNode(work.bound.binding).get(node);
  if (use?.object !== undefined) return waysOfCall(work, node, use.object as CodeObject);
  if (use?.where !== 'system') return unknown(use?.where === 'elsewhere' ? 'a procedure of another database' : 'a procedure that the input does not define');
  const system = systemProcedure(use.name[use.name.length - 1] ?? '');
  if (system === undefined || system.results === 'none' || isSilentCall(node, system.name)) return silent;
  return system.results === 'varying' ? unknown('a procedure of the system whose rows depend on its arguments') : one({ columns: system.results(), node });
}

const silentWords = /^\s*(?:UPDATE|DELETE|INSERT|CREATE|ALTER|DROP|TRUNCATE|GRANT|DENY|REVOKE|BACKUP|RESTORE|SET|PRINT)\b/i;

/** A text that cannot be read in all its parts and is one statement which sends no rows, going by its first word. */
const sendsNothing = (text: string): boolean => silentWords.test(text) && !/;\s*\S|\bOUTPUT\b/i.test(text);

/** What the text that a statement runs sends; undefined when it cannot be told. */
function waysOfText(work: Work, node: ExecuteStatement): Ways | undefined {
  const text = work.depth > 3 ? undefined : executedTexts(work.bound).get(node);
  if (text === undefined || text.sql.variants.length === 0 || text.sql.form === 'procedure' || text.sql.server !== undefined) return undefined;
  if (text.sql.variants.some((v) => !v.read && !sendsNothing(v.text))) return undefined;
  const open: Path[] = [];
  for (const { variant, bound } of text.variants) {
    const ways = waysOf({ ...work, bound, depth: work.depth + 1 }, bound.body);
    const told = (set: ResultSet): ResultSet => (set.columns === undefined || hasOpenColumns(variant, set.node) ? { columns: undefined, node, why: 'dynamic SQL' } : { ...set, node });
    // RETURN ends the text, not the routine.
    open.push(...[...ways.open, ...ways.closed].map((path) => path.map(told)));
  }
  return open.every((p) => p.length === 0) ? silent : { open: distinct(open), closed: [] };
}

/** Procedures of the system whose arguments tell that they send nothing: a setting that is set, a command that changes data. */
function isSilentCall(node: ExecuteStatement, name: string): boolean {
  const { args } = node.target;
  if (name === 'sp_configure' || name === 'sp_dboption') return args.length >= (name === 'sp_configure' ? 2 : 3);
  if (!name.startsWith('sp_msforeach')) return false;
  const commands = args.filter((a, i) => (a.name === undefined ? i === 0 : /^@(?:pre|post)?command/i.test(a.name.name)));
  return commands.every((a) => a.value.kind === 'StringLiteral' && sendsNothing(a.value.value));
}

function waysOfCall(work: Work, node: ExecuteStatement, called: CodeObject): Ways {
  const results = work.resultsOf(called);
  // A call of itself sends what the other ways send: nothing new.
  if (results === undefined || results.kind === 'none') return silent;
  return { open: results.paths.map((path) => path.map((s) => ({ ...s, node, from: s.from ?? called }))), closed: [] };
}

/** What `EXEC ... WITH RESULT SETS` declares; undefined when it declares nothing. */
function declaredSets(work: Work, node: ExecuteStatement): readonly ResultSet[] | undefined {
  const option = node.options.find((o) => o.name.startsWith('RESULT SETS'));
  if (option === undefined) return undefined;
  const text = `${option.name.slice('RESULT SETS'.length)} ${option.value ?? ''}`.trim();
  if (/^none$/i.test(text)) return [];
  if (!text.startsWith('(')) return undefined;
  return listsOf(text).map((list) => {
    const [statement] = parseBatch(`DECLARE @t TABLE ${list}`).statements;
    const declaration = statement?.kind === 'DeclareStatement' ? statement.declarations[0] : undefined;
    return { columns: declaration?.kind === 'TableVariableDeclaration' ? work.reader.index.tableElements(declaration.elements) : undefined, node };
  });
}

/** `((a int), (b int))` as the lists inside. */
function listsOf(text: string): readonly string[] {
  const lists: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(' && ++depth === 2) start = i;
    if (text[i] === ')' && depth-- === 2) lists.push(text.slice(start, i + 1));
  }
  return lists;
}

function summarize(paths: readonly Path[]): RoutineResults {
  const unknown = paths.flat().find((s) => s.columns === undefined);
  if (unknown !== undefined) return { kind: 'unknown', paths, ...(unknown.why === undefined ? {} : { why: unknown.why }) };
  const [first = []] = paths;
  if (paths.length > 1 || first.some((s) => s.repeats === true)) return { kind: 'varying', paths };
  return { kind: first.length === 0 ? 'none' : first.length === 1 ? 'one' : 'several', paths };
}

/** The procedures of the catalogue that a routine calls by their names, in texts that it runs too. */
function calledBy(bound: BoundObject): CodeObject[] {
  const found = new Set<CodeObject>();
  const look = ({ uses }: BoundObject['binding']): void => {
    for (const use of uses) if (use.kind === 'calls' && use.object?.kind === 'PROCEDURE') found.add(use.object);
  };
  look(bound.binding);
  for (const { variants } of executedTexts(bound).values()) for (const v of variants) look(v.bound.binding);
  return [...found];
}

/** Tells the result sets of routines, each once. Chains of calls may be long: what is called is worked out first, without recursion. */
export function routineResults(reader: CatalogReader): (object: CodeObject) => RoutineResults {
  const known = new Map<CodeObject, RoutineResults | undefined>();
  const work = (object: CodeObject): void => {
    const bound = reader.bound(object);
    const { open, closed } = waysOf({ reader, bound, resultsOf: (called) => known.get(called), depth: 0 }, bound.body);
    known.set(object, summarize(distinct([...open, ...closed])));
  };
  const resultsOf = (root: CodeObject): RoutineResults | undefined => {
    const stack: { readonly object: CodeObject; readonly below: CodeObject[] }[] = [];
    const enter = (object: CodeObject): void => {
      if (known.has(object)) return;
      known.set(object, undefined);
      stack.push({ object, below: calledBy(reader.bound(object)) });
    };
    enter(root);
    for (let top = stack[stack.length - 1]; top !== undefined; top = stack[stack.length - 1]) {
      const next = top.below.pop();
      if (next !== undefined) enter(next);
      else work((stack.pop() as { object: CodeObject }).object);
    }
    return known.get(root);
  };
  return (object) => resultsOf(object) ?? { kind: 'none', paths: [[]] };
}
