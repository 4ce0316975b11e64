import type { Catalog, CatalogObject, CodeObject } from '@ferry/catalog';
import type { Node } from '../syntax';
import type { Binding } from './binding';
import { executedTexts } from './executed-texts';
import { catalogReader } from './reader';
import type { CatalogReader } from './reader';
import { routineResults } from './routine-results';
import type { UnknownReason } from './sql-type';

/** Something that the binder could not tell, with its place. */
export interface Untold {
  readonly object: CatalogObject;
  readonly node: Node;
  readonly what: string;
}

/** How much of a catalogue's code is understood. */
export interface Measures {
  /** Columns, variables, tables, routines, types, cursors and parameters, one for each place. */
  readonly references: { readonly all: number; readonly resolved: number; /** What the input does not define, or another database does. */ readonly absent: number; readonly untold: readonly Untold[] };
  /** Every expression that is a value. */
  readonly expressions: { readonly all: number; readonly typed: number; readonly explained: Readonly<Partial<Record<UnknownReason, number>>>; readonly untold: readonly Untold[] };
  readonly queries: { readonly all: number; readonly known: number };
  /** Procedures whose result sets are told, of all procedures. */
  readonly procedures: { readonly all: number; readonly known: number; readonly kinds: Readonly<Record<string, number>>; readonly untold: readonly Untold[] };
  readonly dynamic: { readonly all: number; readonly text: number; readonly holes: number };
}

const codeKinds = new Set<string>(['VIEW', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'DDL_TRIGGER']);

type Explained = Partial<Record<UnknownReason, number>>;

interface Counts {
  references: number;
  resolved: number;
  absent: number;
  readonly lostNames: Untold[];
  expressions: number;
  typed: number;
  readonly explained: Explained;
  readonly lostTypes: Untold[];
  queries: number;
  known: number;
}

const wordOf = (node: Node): string => ('name' in node && typeof node.name === 'string' ? node.name : 'name' in node && typeof node.name === 'object' ? ((node.name as { parts?: readonly ({ name: string } | undefined)[] }).parts?.map((p) => p?.name ?? '').join('.') ?? node.kind) : node.kind);

/** Adds what a binding tells of the code of an object. */
function count(counts: Counts, object: CatalogObject, binding: Binding): void {
  for (const [node, symbol] of binding.symbols) {
    counts.references++;
    if (symbol.kind === 'ambiguous' && symbol.sources.some((s) => s.columns === undefined)) counts.absent++;
    else if (symbol.kind === 'unresolved' || symbol.kind === 'ambiguous') counts.lostNames.push({ object, node, what: `${symbol.kind} ${wordOf(node)}` });
    else if (symbol.kind === 'column' && symbol.column === undefined) counts.absent++;
    else counts.resolved++;
  }
  for (const use of binding.uses) {
    counts.references++;
    if (use.where === 'missing' || use.where === 'elsewhere') counts.absent++;
    else counts.resolved++;
  }
  for (const source of binding.sources.values()) {
    if (source.name?.startsWith('#') !== true) continue;
    counts.references++;
    if (source.columns === undefined) counts.absent++;
    else counts.resolved++;
  }
  for (const [node, type] of binding.types) {
    if (type.kind === 'unknown' && type.because === 'no-value') continue;
    counts.expressions++;
    if (type.kind !== 'unknown') counts.typed++;
    else if (type.because !== undefined) counts.explained[type.because] = (counts.explained[type.because] ?? 0) + 1;
    else counts.lostTypes.push({ object, node, what: `${node.kind} ${wordOf(node)}` });
  }
  for (const [node, shape] of binding.shapes) {
    if (node.kind !== 'Query') continue;
    counts.queries++;
    if (shape !== undefined) counts.known++;
  }
}

/** Measures all code of a catalogue, the texts that it puts together too. */
export function measureMeaning(catalog: Catalog, reader: CatalogReader = catalogReader(catalog)): Measures {
  const counts: Counts = { references: 0, resolved: 0, absent: 0, lostNames: [], expressions: 0, typed: 0, explained: {}, lostTypes: [], queries: 0, known: 0 };
  const resultsOf = routineResults(reader);
  const kinds: Record<string, number> = {};
  const untold: Untold[] = [];
  const dynamic = { all: 0, text: 0, holes: 0 };
  let procedures = 0;
  for (const object of catalog.objects) {
    if (!codeKinds.has(object.kind)) continue;
    const bound = reader.bound(object as CodeObject);
    count(counts, object, bound.binding);
    for (const { sql } of executedTexts(bound).values()) {
      dynamic.all++;
      if (sql.known === 'text') dynamic.text++;
      else if (sql.known === 'holes') dynamic.holes++;
    }
    if (object.kind !== 'PROCEDURE') continue;
    procedures++;
    const results = resultsOf(object);
    kinds[results.kind] = (kinds[results.kind] ?? 0) + 1;
    if (results.kind === 'unknown') untold.push({ object, node: bound.parsed.statement ?? { kind: 'UnparsedStatement', span: object.definition.span }, what: results.why ?? 'unknown' });
  }
  return {
    references: { all: counts.references, resolved: counts.resolved, absent: counts.absent, untold: counts.lostNames },
    expressions: { all: counts.expressions, typed: counts.typed, explained: counts.explained, untold: counts.lostTypes },
    queries: { all: counts.queries, known: counts.known },
    procedures: { all: procedures, known: procedures - untold.length, kinds, untold },
    dynamic,
  };
}
