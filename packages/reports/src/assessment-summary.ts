import { objectKinds } from '@ferry/catalog';
import type { ObjectKind } from '@ferry/catalog';
import { needsWork, proofLevels } from '@ferry/conversion';
import type { ListedPart } from './listing';
import type { Complexity, ProofLevel, Severity, Status, SyntaxCount } from '@ferry/conversion';

/** What the summary needs to know of one object or part. */
export interface SummaryRow {
  readonly kind: ObjectKind;
  readonly status: Status;
  readonly proof: ProofLevel;
  readonly items: readonly { readonly severity: Severity; readonly complexity: Complexity }[];
  readonly lines: number;
  /** Statements and clauses, where the source counts them. */
  readonly syntax?: SyntaxCount;
  /** For how many objects it stands that are alike; its lines and syntax are then those of all of them. One when missing. */
  readonly times?: number;
}

/** The status of an object of which an uncounted part (a column, a default) leaves work: that is the object's work. */
export const withWorkInPart = (status: Status): Status => (status === 'converted' ? 'converted-with-items' : status);

/** An object or part on its way into the summary. */
export interface SummaryUnit extends SummaryRow {
  /** Names it among all units; missing where it owns nothing. */
  readonly key?: string;
  /** The key of the object that it belongs to, which stands before it. */
  readonly owner?: string;
}

/** A unit that counts, with what its uncounted parts brought. */
export type Weighed<U extends SummaryUnit> = Omit<U, keyof SummaryRow> & SummaryRow & { readonly items: U['items'] };

type Mended<U> = Omit<U, 'status' | 'items' | 'syntax'> & { status: Status; items: SummaryRow['items'][number][]; syntax?: SyntaxCount };

const plus = (a: SyntaxCount | undefined, b: SyntaxCount | undefined): SyntaxCount | undefined =>
  a === undefined || b === undefined ? (a ?? b) : { total: a.total + b.total, automatic: a.automatic + b.automatic };

/**
 * Rows for the summary: what is uncounted (columns, defaults, descriptions) weighs on the object it belongs to, with its items, the
 * work they leave, and its syntax.
 */
export function weigh<U extends SummaryUnit>(units: Iterable<U>): Weighed<U>[] {
  const rows: Mended<U>[] = [];
  const owners = new Map<string, Mended<U>>();
  for (const unit of units) {
    const owner = unit.owner === undefined ? undefined : owners.get(unit.owner);
    if (objectKinds[unit.kind].group === 'part' && owner !== undefined) {
      for (const item of unit.items) owner.items.push(item);
      if (unit.items.some((item) => needsWork(item.severity))) owner.status = withWorkInPart(owner.status);
      const syntax = plus(owner.syntax, unit.syntax);
      if (syntax !== undefined) owner.syntax = syntax;
      continue;
    }
    const row: Mended<U> = { ...unit, items: [...unit.items] };
    rows.push(row);
    if (unit.key !== undefined) owners.set(unit.key, row);
  }
  return rows as Weighed<U>[];
}

/** A counted object with all that a report says of it. */
export interface CountedObject extends SummaryRow {
  readonly ref: ListedPart['ref'];
  readonly items: ListedPart['items'];
}

/** Rows for the summary out of a listing. @param parts in the order of the listing: an object stands before its parts */
export function summaryRows(parts: readonly ListedPart[]): CountedObject[] {
  return weigh(unitsOf(parts));
}

/** One by one: a large schema has a million parts, and only the objects among them are kept. */
function* unitsOf(parts: readonly ListedPart[]): Generator<SummaryUnit & CountedObject> {
  const keyOf = (schema: string, name: string): string => JSON.stringify([schema, name]);
  for (const { ref, status, proof, items, lines, syntax } of parts) {
    yield {
      // A part never owns another.
      ...(ref.parent === undefined ? { key: keyOf(ref.schema, ref.name ?? '') } : {}),
      owner: keyOf(ref.schema, ref.parent ?? ref.name ?? ''),
      ref,
      kind: ref.kind,
      status,
      proof: proof.level,
      items,
      lines,
      ...(syntax === undefined ? {} : { syntax }),
    };
  }
}

export type Work = 'automatic' | 'simple' | 'medium' | 'complex';

export interface Counts {
  readonly total: number;
  readonly automatic: number;
  readonly simple: number;
  readonly medium: number;
  readonly complex: number;
}

export interface CategorySummary extends Counts {
  readonly kind: ObjectKind;
  readonly category: string;
  readonly group: 'storage' | 'code';
  readonly lines: number;
}

export interface GroupSummary extends Counts {
  /** Objects with status `converted`. */
  readonly converted: number;
  /** Of those, the ones that a real server accepted: the headline share. */
  readonly convertedAndProved: number;
}

export interface AssessmentSummary {
  readonly storage: GroupSummary;
  readonly code: GroupSummary;
  readonly categories: readonly CategorySummary[];
  readonly proofLevels: readonly { readonly level: ProofLevel; readonly objects: number }[];
  readonly lines: number;
  /** Statements and clauses of the source; missing when nobody counted them. */
  readonly syntax?: SyntaxCount;
}

const heaviness: Readonly<Record<Complexity, number>> = { Info: 0, Simple: 1, Medium: 2, Complex: 3 };
const works: readonly Work[] = ['automatic', 'simple', 'medium', 'complex'];

/**
 * The work that an object leaves: that of its heaviest item that needs any (DMS Schema Conversion: "an object takes its highest
 * item"). What was not converted at all counts as complex even if its items say less.
 */
export function workOf(row: Pick<SummaryRow, 'status' | 'items'>): Work {
  const heaviest = row.items.reduce((most, item) => (needsWork(item.severity) ? Math.max(most, heaviness[item.complexity], 1) : most), 0);
  if (row.status === 'not-converted') return 'complex';
  return works[heaviest] ?? 'complex';
}

const proved = (level: ProofLevel): boolean => proofLevels.indexOf(level) >= proofLevels.indexOf('created');

type Mutable = { -readonly [key in keyof GroupSummary]: number };
const empty = (): Mutable => ({ total: 0, automatic: 0, simple: 0, medium: 0, complex: 0, converted: 0, convertedAndProved: 0 });

function add(counts: Mutable, row: SummaryRow): void {
  const { times = 1 } = row;
  counts.total += times;
  counts[workOf(row)] += times;
  if (row.status === 'converted') {
    counts.converted += times;
    if (proved(row.proof)) counts.convertedAndProved += times;
  }
}

/** Counts objects by category, work and proof. Parts (columns, defaults) are not counted on their own. */
export function summarise(rows: readonly SummaryRow[]): AssessmentSummary {
  const groups = { storage: empty(), code: empty() };
  const categories = new Map<ObjectKind, { counts: Mutable; lines: number }>();
  const levels = new Map<ProofLevel, number>();
  let lines = 0;
  let syntax: SyntaxCount | undefined;
  for (const row of rows) {
    const { group } = objectKinds[row.kind];
    if (group === 'part') continue;
    lines += row.lines;
    syntax = plus(syntax, row.syntax);
    add(groups[group], row);
    const category = categories.get(row.kind) ?? { counts: empty(), lines: 0 };
    add(category.counts, row);
    category.lines += row.lines;
    categories.set(row.kind, category);
    levels.set(row.proof, (levels.get(row.proof) ?? 0) + (row.times ?? 1));
  }
  return {
    ...groups,
    categories: (Object.keys(objectKinds) as ObjectKind[]).flatMap((kind) => {
      const found = categories.get(kind);
      const { label, group } = objectKinds[kind];
      if (found === undefined || group === 'part') return [];
      const { total, automatic, simple, medium, complex } = found.counts;
      return [{ kind, category: label, group, total, automatic, simple, medium, complex, lines: found.lines }];
    }),
    proofLevels: proofLevels.map((level) => ({ level, objects: levels.get(level) ?? 0 })),
    lines,
    ...(syntax === undefined ? {} : { syntax }),
  };
}
