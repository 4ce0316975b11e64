import { objectKinds } from '@ferry/catalog';
import type { ObjectKind, ObjectRef } from '@ferry/catalog';
import { itemDefinition } from '@ferry/conversion';
import type { ActionItemRegistry, TreeCategory } from '@ferry/conversion';
import type { ListedItem, ListedPart } from '../listing';
import type { SizedTable } from './table-sizes';

/** Everything that an assessment report is made of: the listing, and the words for where it came from and where it goes. */
export interface AssessmentReport {
  readonly database: string;
  /** Names of the engines for people. */
  readonly source: string;
  readonly target: string;
  readonly targetVersion: number;
  /** The source's server, with its port when it has one; for scripts the name that stands for it. */
  readonly sourceServer: string;
  readonly targetHost: string;
  /** Product and version of the server that showed the proofs, when there was one. */
  readonly provedBy?: string;
  readonly generatedAt: Date;
  readonly parts: readonly ListedPart[];
  readonly registry: ActionItemRegistry;
  /** What the tables hold, largest first; missing where nobody knows (a source of scripts). */
  readonly sizes?: readonly SizedTable[];
  /** The branches of the source's tree: they make the paths of the objects. */
  readonly categories: readonly TreeCategory[];
}

/** One action item at the part that it is about. */
export interface Occurrence {
  readonly ref: ObjectRef;
  readonly item: ListedItem;
}

/** Every action item of a report, in the order of the source. */
export function* occurrences(report: Pick<AssessmentReport, 'parts'>): Generator<Occurrence> {
  for (const { ref, items } of report.parts) for (const item of items) yield { ref, item };
}

/** Occurrences of one code: a code is learned once, and every occurrence is worked on. */
export interface CodeCount {
  readonly schema: string;
  readonly code: number;
  readonly occurrences: number;
  readonly title: string;
  readonly recommendedAction: string;
  readonly learning: number;
  readonly perOccurrence: number;
}

/** Counts the occurrences of each code, for each schema or (`together`) for all of them. In the order of their first occurrence. */
export function countCodes(report: Pick<AssessmentReport, 'parts' | 'registry'>, by: 'schema' | 'together'): CodeCount[] {
  const counts = new Map<string, CodeCount>();
  for (const { ref, item } of occurrences(report)) {
    const schema = by === 'schema' ? schemaOf(ref) : '';
    const key = JSON.stringify([schema, item.code]);
    const { title, recommendedAction, effort } = itemDefinition(report.registry, item.code);
    const seen = counts.get(key)?.occurrences ?? 0;
    counts.set(key, { schema, code: item.code, occurrences: seen + 1, title, recommendedAction, learning: effort.learning, perOccurrence: effort.occurrence });
  }
  return [...counts.values()];
}

/** Effort units of a whole report: the sum over the codes of learning once and every occurrence. */
export const effortUnits = (counts: readonly CodeCount[]): number => counts.reduce((sum, c) => sum + c.learning + c.occurrences * c.perOccurrence, 0);

/** The schema that a row belongs to; a schema belongs to itself. */
export const schemaOf = (ref: ObjectRef): string => (ref.kind === 'SCHEMA' ? (ref.name ?? ref.schema) : ref.schema);

const constraintKinds: ReadonlySet<ObjectKind> = new Set(['PRIMARY_KEY', 'UNIQUE', 'FOREIGN_KEY', 'CHECK', 'DEFAULT']);
const indexKinds: ReadonlySet<ObjectKind> = new Set(['INDEX', 'XML_INDEX', 'SPATIAL_INDEX', 'FULLTEXT_INDEX']);
const hyphened = (kind: ObjectKind): string => kind.toLowerCase().replaceAll('_', '-');

/** A name for people: an unnamed constraint goes by its columns; empty for what has neither. */
export function partName({ name, columns }: ObjectRef): string {
  if (name !== undefined) return name;
  return columns === undefined || columns.length === 0 ? '' : `(${columns.join(', ')})`;
}

/** Where a part hangs and what it is called there. */
export interface Placing {
  /** The words of the CSV files: `procedure`, `table-constraint`, `view-index`. */
  readonly category: string;
  /** The dotted path in the tree: `Schemas.dbo.Tables.Orders.Constraints.PK_Orders`. */
  readonly path: string;
}

/** Answers where parts hang. Owners are found once for the whole listing. */
export function placing({ parts, categories }: Pick<AssessmentReport, 'parts' | 'categories'>): (ref: ObjectRef) => Placing {
  const owners = new Map<string, ObjectKind>();
  // A description bears the name of what it describes, and owns nothing.
  for (const { ref } of parts) if (ref.parent === undefined && ref.name !== undefined && ref.kind !== 'SCHEMA' && ref.kind !== 'COMMENT') owners.set(JSON.stringify([ref.schema, ref.name]), ref.kind);
  const branches = new Map<ObjectKind, string>();
  const branch = (kind: ObjectKind): string => {
    const known = branches.get(kind);
    if (known !== undefined) return known;
    const found = categories.find((c) => c.holds({ kind }));
    // A category that takes only some of a kind cannot be told from the kind alone.
    const name = found?.holds({ kind, flavour: 'inline' }) === true ? found.name : `${objectKinds[kind].label}s`;
    branches.set(kind, name);
    return name;
  };
  return (ref) => {
    const schemaPath = ['Schemas', schemaOf(ref)];
    if (ref.kind === 'SCHEMA') return { category: 'schema', path: schemaPath.join('.') };
    const name = partName(ref);
    if (ref.parent === undefined) return { category: hyphened(ref.kind), path: [...schemaPath, branch(ref.kind), name].join('.') };
    const owner = owners.get(JSON.stringify([ref.schema, ref.parent])) ?? 'TABLE';
    const [word, folder] = constraintKinds.has(ref.kind) ? ['constraint', 'Constraints'] : indexKinds.has(ref.kind) ? ['index', 'Indexes'] : [hyphened(ref.kind), `${objectKinds[ref.kind].label}s`];
    return { category: `${hyphened(owner)}-${word}`, path: [...schemaPath, branch(owner), ref.parent, folder, ...(name === '' ? [] : [name])].join('.') };
  };
}
