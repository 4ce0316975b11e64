import type { Catalog, CatalogObject, CodeObject, Fragment } from '@ferry/catalog';
import { idOf } from '@ferry/catalog';
import { parseBatch, parseExpression } from '../parser';
import type { ParsedBatch, ParsedExpression } from '../parser';
import { walk } from '../syntax';
import type { FunctionTable, NamedTable, Query, Statement, TableElement } from '../syntax';
import { partsOf } from './bind-expressions';
import { bindQuery } from './bind-queries';
import { emptyBinding } from './binding';
import { bindObject } from './bound-object';
import type { BoundObject } from './bound-object';
import { indexCatalog } from './catalog-index';
import type { CatalogIndex } from './catalog-index';
import { columnsByName } from './columns-by-name';
import { dynamicSqlOf } from './dynamic-sql';
import { withFetchedTexts } from './fetched-texts';
import { readsQuotedTexts } from './quoted-texts';
import { recordedIndex, sameAnswer } from './recorded-index';
import type { Answerer, Asked } from './recorded-index';
import { emptyEnvironment, rootScope } from './scope';
import type { OuterNames } from './scope';
import type { ShapeColumn } from './sql-type';
import { bodyOf, surveyRoutine } from './surveys';
import type { MadeTable, Survey } from './surveys';
import { resultType } from './type-rules';

/** A definition that was parsed: its CREATE statement is the first that defines something. */
export interface ParsedDefinition extends ParsedBatch {
  readonly statement: Statement | undefined;
  /** Double quotes stand around texts, although QUOTED_IDENTIFIER is on. */
  readonly quotedTexts?: boolean;
}

/** Reads the pieces of a catalogue into trees and binds them, each once. */
export interface CatalogReader {
  readonly index: CatalogIndex;
  readonly definition: (object: CodeObject) => ParsedDefinition;
  readonly expression: (at: Fragment) => ParsedExpression;
  /** A view, routine or trigger with its names, types and shapes. */
  readonly bound: (object: CodeObject) => BoundObject;
  /** The routines whose statements execute a routine. */
  readonly callers: (object: CodeObject) => readonly CodeObject[];
  /**
   * The routines that make a temporary table which a routine uses: itself, else the nearest ones that call it. Empty when nobody is
   * known to make it.
   */
  readonly temporaryMakers: (object: CodeObject, name: string) => readonly CodeObject[];
  /** What was bound for this catalogue and not kept from the one before. */
  readonly boundAnew: () => readonly CodeObject[];
}

/** What one reader hands on to the next. */
interface Kept {
  readonly answerer: Answerer;
  readonly bound: ReadonlyMap<CodeObject, { readonly bound: BoundObject; readonly asked: readonly Asked[] }>;
}

type Columns = { readonly columns: readonly ShapeColumn[] | undefined };

const defining = new Set<Statement['kind']>(['CreateViewStatement', 'CreateProcedureStatement', 'CreateFunctionStatement', 'CreateTriggerStatement', 'CreateAggregateStatement']);
const routineKinds = new Set<string>(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'DDL_TRIGGER']);

/** A routine with the texts of its cursors beside the statements that run them. */
function withTexts(statement: Statement | undefined): Statement | undefined {
  if (statement?.kind !== 'CreateProcedureStatement') return statement;
  const body = withFetchedTexts(statement.body);
  return body === statement.body ? statement : { ...statement, body };
}

const keptExpressions = 2000;

const readers = new WeakMap<Catalog, CatalogReader>();
const keptBy = new WeakMap<CatalogReader, Kept>();

/** The reader of a catalogue; made at the first call. */
export function catalogReader(catalog: Catalog): CatalogReader {
  const known = readers.get(catalog);
  if (known !== undefined) return known;
  const reader = openReader(catalog);
  readers.set(catalog, reader);
  return reader;
}

/**
 * The reader of the next state of a catalogue. What did not change is kept: an object of the catalogue whose text and place are the
 * same, and the bound model of one that also gets the same answers to all that its binding asked about other objects. The reader
 * before answers for the new state from then on.
 */
export function nextReader(before: CatalogReader, catalog: Catalog): CatalogReader {
  const kept = keptBy.get(before);
  const old = before.index.catalog;
  if (kept === undefined || old.database.caseSensitiveNames !== catalog.database.caseSensitiveNames || old.database.collation !== catalog.database.collation || old.database.name !== catalog.database.name) return catalogReader(catalog);
  const reader = openReader({ ...catalog, objects: keepUnchanged(catalog, old) }, kept);
  readers.set(catalog, reader);
  return reader;
}

/** The objects of a catalogue; those that are as they were before stay the same values. */
function keepUnchanged(catalog: Catalog, old: Catalog): readonly CatalogObject[] {
  const before = new Map(old.objects.map((o) => [idOf(o), o]));
  const textOf = ({ sources }: Catalog, { source, span }: Fragment): string | undefined => sources[source]?.text.slice(span.start, span.end);
  return catalog.objects.map((object) => {
    const known = before.get(idOf(object));
    if (known === undefined || textOf(catalog, object.definition) !== textOf(old, known.definition)) return object;
    return JSON.stringify(known) === JSON.stringify(object) ? known : object;
  });
}

/** Remembers what a function of one argument gave. */
function once<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

function openReader(catalog: Catalog, kept?: Kept): CatalogReader {
  const textOf = (at: Fragment): string => catalog.sources[at.source]?.text ?? '';
  const before = kept?.bound;
  const definition = once((object: CodeObject): ParsedDefinition => {
    const known = before?.get(object)?.bound.parsed;
    if (known !== undefined) return known;
    const text = textOf(object.definition);
    const read = (quotedIdentifier: boolean): ParsedBatch => parseBatch(text, object.definition.span, { quotedIdentifier });
    const named = read(object.quotedIdentifier !== false);
    const texts = object.quotedIdentifier !== false && text.includes('"', object.definition.span.start) && readsQuotedTexts(named.statements) ? read(false) : named;
    const batch = texts === named || failed(texts.diagnostics) ? named : { ...texts, quotedTexts: true };
    return { ...batch, statement: withTexts(batch.statements.find((s) => defining.has(s.kind))) };
  });
  const expressions = new Map<string, ParsedExpression>();
  const expression = (at: Fragment): ParsedExpression => {
    const key = `${at.source}:${at.span.start}:${at.span.end}`;
    const before = expressions.get(key);
    if (before !== undefined) return before;
    const parsed = parseExpression(textOf(at), at.span);
    // Asked for again and again while one object is converted, hardly ever after: a large schema has more of them than memory is worth.
    if (expressions.size >= keptExpressions) expressions.clear();
    expressions.set(key, parsed);
    return parsed;
  };
  const failed = (diagnostics: ParsedExpression['diagnostics']): boolean => diagnostics.some((d) => d.severity === 'error');
  const survey = (): Surveys => (surveys ??= surveyAll(catalog, index, (object) => definition(object).statement));
  let surveys: Surveys | undefined;

  const making = new Set<MadeBy>();
  const madeColumns = once((made: MadeBy): Columns => {
    making.add(made);
    const columns = 'elements' in made.table ? index.tableElements(made.table.elements) : queryColumns(made.object, made.table.query)?.map(likeOthers);
    making.delete(made);
    return { columns: columns === undefined ? undefined : [...columns, ...(index.tableElements(survey().added.get(made.key) ?? []) ?? [])] };
  });
  /** A column whose table only the run names is taken to be like those of its name. */
  const likeOthers = (column: ShapeColumn): ShapeColumn => (column.type.kind === 'unknown' ? { ...column, type: columnsByName(catalog, index).get(index.fold(column.name))?.type ?? column.type } : column);
  /** A query of the routine itself, or of a text that it runs. */
  const queryColumns = (object: CodeObject, query: Query): readonly ShapeColumn[] | undefined => {
    const shapes = working.has(object) ? undefined : bound(object).binding.shapes;
    return shapes?.has(query) === true ? shapes.get(query) : bindQuery(emptyBinding(index), query, rootScope(emptyEnvironment(object.schema), index.fold));
  };
  const index = indexCatalog(catalog, {
    definition: (object) => definition(object).statement,
    expression: (at) => {
      const parsed = expression(at);
      return failed(parsed.diagnostics) ? undefined : parsed.expression;
    },
    queryShape: (object, query) => (working.has(object) ? undefined : bound(object).binding.shapes.get(query)?.map((column) => ({ ...column, type: resultType(column.type) }))),
    made: (schema, name) => {
      const { made } = survey();
      const found = made.get(name.startsWith('##') ? index.fold(name) : `${index.fold(schema)}\u0000${index.fold(name)}`);
      return found === undefined || making.has(found) ? undefined : madeColumns(found);
    },
  });

  const working = new Set<CodeObject>();
  const done = new Set<CodeObject>();
  const records = new Map<CodeObject, { readonly bound: BoundObject; readonly asked: readonly Asked[] }>();
  const anew: CodeObject[] = [];
  const bindAnew = (object: CodeObject): BoundObject => {
    const recorded = recordedIndex(answerer, object);
    const result = bindObject(recorded.index, object, definition(object), recorded.outer);
    records.set(object, { bound: result, asked: recorded.stop() });
    anew.push(object);
    return result;
  };
  const reused = (object: CodeObject): BoundObject | undefined => {
    const record = before?.get(object);
    if (record === undefined) return undefined;
    const outer = outerNames(object);
    if (!record.asked.every(({ ask, answer }) => sameAnswer(ask(index, outer), answer))) return undefined;
    records.set(object, record);
    return record.bound;
  };
  const bound = once((object: CodeObject): BoundObject => {
    if (working.size === 0) for (const below of viewsBelow(object)) bound(below);
    working.add(object);
    const result = reused(object) ?? bindAnew(object);
    working.delete(object);
    done.add(object);
    return result;
  });
  /** The views and inline functions that an object reads, what is read before what reads it: chains of them may be long. */
  function viewsBelow(root: CodeObject): readonly CodeObject[] {
    const order: CodeObject[] = [];
    const seen = new Set<CodeObject>([root]);
    const stack = [{ object: root, below: queriesRead(index, root, definition(root).statement) }];
    for (let top = stack[stack.length - 1]; top !== undefined; top = stack[stack.length - 1]) {
      const next = top.below.pop();
      if (next === undefined) order.push((stack.pop() as { object: CodeObject }).object);
      else if (!seen.has(next) && !done.has(next)) {
        seen.add(next);
        stack.push({ object: next, below: queriesRead(index, next, definition(next).statement) });
      }
    }
    return order.slice(0, -1);
  }
  /** Looks into the routines that call a routine, nearest first. */
  function fromCallers<T>(object: CodeObject, look: (caller: CodeObject) => T | undefined): T | undefined {
    const seen = new Set<CodeObject>([object]);
    for (const caller of seen) {
      const found = caller === object || working.has(caller) || working.size > mostCallers ? undefined : look(caller);
      if (found !== undefined) return found;
      for (const next of survey().callers.get(caller) ?? []) seen.add(next);
    }
    return undefined;
  }
  /** Calls whose procedure is known at run time only lead to the one routine that makes a temporary table of the name. */
  const onlyMaker = (name: string): Columns | undefined => {
    const maker = survey().makers.get(index.fold(name));
    return maker === undefined || maker === null || working.has(maker) ? undefined : { columns: bound(maker).environment.tables.get(index.fold(name)) };
  };
  const outerNames = (object: CodeObject): OuterNames => ({
    temporaryTable: (name) => fromCallers(object, (caller) => (survey().of.get(caller)?.temporary.has(index.fold(name)) === true ? { columns: bound(caller).environment.tables.get(index.fold(name)) } : undefined)) ?? (name.startsWith('##') ? index.made('', name) : onlyMaker(name)),
    cursor: (name) => {
      const key = name.toLowerCase();
      const own = survey().of.get(object)?.cursors.get(key);
      // Declared further down: cursors are global unless said otherwise, and one may be left over from an earlier run.
      if (survey().of.get(object)?.cursors.has(key) === true && own === undefined) return { columns: undefined };
      if (own !== undefined) return { columns: bindQuery(emptyBinding(index), own, rootScope(emptyEnvironment(object.schema), index.fold)) };
      return fromCallers(object, (caller) => (survey().of.get(caller)?.cursors.has(key) === true ? { columns: bound(caller).environment.cursors?.get(key) } : undefined));
    },
  });
  const temporaryMakers = (object: CodeObject, name: string): readonly CodeObject[] => {
    const key = index.fold(name);
    const seen = new Set<CodeObject>([object]);
    const found: CodeObject[] = [];
    for (const routine of seen) {
      if (survey().of.get(routine)?.temporary.has(key) === true) found.push(routine);
      else for (const caller of survey().callers.get(routine) ?? []) seen.add(caller);
    }
    const only = survey().makers.get(key);
    return found.length === 0 && only !== undefined && only !== null ? [only] : found;
  };
  const answerer = kept?.answerer ?? { index, outerNames };
  answerer.index = index;
  answerer.outerNames = outerNames;
  const reader: CatalogReader = { index, definition, expression, bound, callers: (object) => [...(survey().callers.get(object) ?? [])], temporaryMakers, boundAnew: () => anew };
  keptBy.set(reader, { answerer, bound: records });
  return reader;
}

/** A temporary table that is handed down through more routines than this is not followed. */
const mostCallers = 50;

/** The views and inline functions that a view or an inline function names; other routines bind what they read one by one. */
function queriesRead(index: CatalogIndex, object: CodeObject, statement: Statement | undefined): CodeObject[] {
  const query = statement?.kind === 'CreateViewStatement' ? statement.query : statement?.kind === 'CreateFunctionStatement' && statement.returns.kind === 'ReturnsQuery' ? statement.returns.query : undefined;
  const found: CodeObject[] = [];
  if (query === undefined) return found;
  walk(query, (node) => {
    const name = node.kind === 'NamedTable' ? (node as NamedTable).name : node.kind === 'FunctionTable' ? (node as FunctionTable).call.name : undefined;
    if (name === undefined) return;
    const parts = partsOf(name);
    const named = index.named(parts[parts.length - 2] ?? object.schema, parts[parts.length - 1] ?? '');
    if (named?.kind === 'VIEW' || (named?.kind === 'FUNCTION' && named.flavour === 'inline')) found.push(named as CodeObject);
  });
  return found;
}

interface MadeBy {
  readonly key: string;
  readonly object: CodeObject;
  readonly table: MadeTable;
}

interface Surveys {
  readonly of: ReadonlyMap<CodeObject, Survey>;
  readonly callers: ReadonlyMap<CodeObject, ReadonlySet<CodeObject>>;
  readonly made: ReadonlyMap<string, MadeBy>;
  readonly added: ReadonlyMap<string, readonly TableElement[]>;
  /** The routine that makes a temporary table of a name; null when several do. */
  readonly makers: ReadonlyMap<string, CodeObject | null>;
}

/** Looks at all routines once: who calls whom, and who makes which tables. */
function surveyAll(catalog: Catalog, index: CatalogIndex, statementOf: (object: CodeObject) => Statement | undefined): Surveys {
  const of = new Map<CodeObject, Survey>();
  const byName = new Map<string, CodeObject>();
  const made = new Map<string, MadeBy>();
  const added = new Map<string, readonly TableElement[]>();
  const makers = new Map<string, CodeObject | null>();
  for (const object of catalog.objects) {
    if (!routineKinds.has(object.kind)) continue;
    const routine = object as CodeObject;
    const statement = statementOf(routine);
    const texts = [...dynamicSqlOf(bodyOf(statement), { quotedIdentifier: routine.quotedIdentifier }).values()].flatMap((sql) => (sql.form === 'procedure' || sql.server !== undefined ? [] : sql.variants.filter((v) => v.read).map((v) => v.statements)));
    const survey = surveyRoutine(routine, statement, index.fold, texts);
    of.set(routine, survey);
    byName.set(`${index.fold(routine.schema)}\u0000${index.fold(routine.name)}`, routine);
    for (const name of survey.temporary) makers.set(name, makers.has(name) ? null : routine);
    for (const [key, table] of survey.made) if (!made.has(key)) made.set(key, { key, object: routine, table });
    for (const [key, elements] of survey.added) added.set(key, [...(added.get(key) ?? []), ...elements]);
  }
  const callers = new Map<CodeObject, Set<CodeObject>>();
  for (const [caller, { calls }] of of) {
    for (const [schema, name] of calls) {
      const called = schema !== '' ? byName.get(`${schema}\u0000${name}`) : (byName.get(`${index.fold(caller.schema)}\u0000${name}`) ?? byName.get(`${index.fold('dbo')}\u0000${name}`));
      if (called === undefined || called === caller) continue;
      const all = callers.get(called) ?? new Set();
      callers.set(called, all.add(caller));
    }
  }
  return { of, callers, made, added, makers };
}
