import { objectKinds } from '@ferry/catalog';
import type { ObjectKind } from '@ferry/catalog';
import { itemDefinition, proofLevels } from '@ferry/conversion';
import type { ActionItemRegistry, ProofLevel, Status, SyntaxCount } from '@ferry/conversion';
import { summarise, workOf } from './assessment-summary';
import type { AssessmentSummary, SummaryRow, Work } from './assessment-summary';
import type { ListedItem, ListedPart } from './listing';

/** An object as a run left it. */
export interface RunObject {
  /** Names it among all objects of the source, in every run. */
  readonly key: string;
  /** Its place in the source tree. */
  readonly path: string;
  readonly kind: ObjectKind;
  readonly status: Status;
  readonly proof: ProofLevel;
  readonly work: Work;
  /** Its action items: code and number of occurrences, by code. */
  readonly items: readonly (readonly [code: number, count: number])[];
  /** As in the summary; missing in records of older versions. */
  readonly lines?: number;
  readonly syntax?: SyntaxCount;
}

/** What an assessment or conversion found, kept so that runs can be compared. */
export interface RunRecord {
  readonly summary: AssessmentSummary;
  /** Objects that were not assessed yet. */
  readonly notAssessed: number;
  readonly effort: number;
  readonly objects: readonly RunObject[];
}

/** A row of the summary with the name and the codes that a record keeps. */
export interface RecordedRow extends SummaryRow {
  readonly key: string;
  readonly path: string;
  readonly items: readonly (SummaryRow['items'][number] & { readonly code: number; readonly count: number })[];
}

function countCodes(items: RecordedRow['items']): (readonly [number, number])[] {
  const counts = new Map<number, number>();
  for (const { code, count } of items) counts.set(code, (counts.get(code) ?? 0) + count);
  return [...counts].sort(([a], [b]) => a - b);
}

/** The record of a run. @param rows the weighed objects of the whole source */
export function recordRun(rows: readonly RecordedRow[], notAssessed: number, effort: number): RunRecord {
  return {
    summary: summarise(rows),
    notAssessed,
    effort,
    objects: rows
      .filter((row) => objectKinds[row.kind].group !== 'part')
      .map((row) => ({ key: row.key, path: row.path, kind: row.kind, status: row.status, proof: row.proof, work: workOf(row), items: countCodes(row.items), lines: row.lines, ...(row.syntax === undefined ? {} : { syntax: row.syntax }) })),
  };
}

/** The words of a code for every one of its occurrences: what each was about is not in a record. */
function itemsOf(registry: ActionItemRegistry, code: number, count: number): ListedItem[] {
  const { severity, complexity, title, recommendedAction } = registry.has(code) ? itemDefinition(registry, code) : ({ severity: 'INFO', complexity: 'Info', title: `Action item ${code}`, recommendedAction: '' } as const);
  const item: ListedItem = { code, severity, complexity, title, message: title, recommendedAction };
  return Array.from({ length: count }, () => item);
}

/**
 * The rows that reports are made of, from the record of a run: objects with their codes, without lines and files.
 * @param namesOf the names of a place in the source tree, the object's last
 */
export const recordedParts = (record: RunRecord, registry: ActionItemRegistry, namesOf: (path: string) => readonly string[]): ListedPart[] =>
  record.objects.map((object) => {
    const names = namesOf(object.path);
    const schema = names[names.indexOf('Schemas') + 1] ?? '';
    // Schemas, the schema, a category, the object; below a table another category and the part.
    const inside = names.slice(names.indexOf('Schemas') + 2);
    const owner = inside.length > 2 ? inside[1] : undefined;
    return {
      ref: { kind: object.kind, schema, name: names.at(-1) ?? '', ...(owner === undefined ? {} : { parent: owner }) },
      targets: [],
      status: object.status,
      proof: { level: object.proof },
      items: object.items.flatMap(([code, count]) => itemsOf(registry, code, count)),
      lines: object.lines ?? 0,
      ...(object.syntax === undefined ? {} : { syntax: object.syntax }),
    };
  });

export type RunChange = 'better' | 'worse' | 'new' | 'gone' | 'other';

export interface ChangedObject {
  readonly change: RunChange;
  readonly before?: RunObject;
  readonly after?: RunObject;
  /** Codes that one of the two runs has and the other has not, or not so often. */
  readonly gained: readonly number[];
  readonly lost: readonly number[];
}

const statusRank: Readonly<Record<Status, number>> = { converted: 0, 'converted-with-items': 1, 'not-converted': 2 };
const workRank: readonly Work[] = ['automatic', 'simple', 'medium', 'complex'];

/** Below zero is better. What is left to do counts first, then what was shown, then how many items there are. */
function judge(before: RunObject, after: RunObject): number {
  const occurrences = (object: RunObject): number => object.items.reduce((sum, [, count]) => sum + count, 0);
  return (
    statusRank[after.status] - statusRank[before.status] ||
    workRank.indexOf(after.work) - workRank.indexOf(before.work) ||
    proofLevels.indexOf(before.proof) - proofLevels.indexOf(after.proof) ||
    occurrences(after) - occurrences(before)
  );
}

const more = (a: RunObject, b: RunObject): number[] => {
  const other = new Map(b.items);
  return a.items.flatMap(([code, count]) => (count > (other.get(code) ?? 0) ? [code] : []));
};

/** What is different between two runs, object by object: what got worse first. */
export function compareRuns(before: RunRecord, after: RunRecord): ChangedObject[] {
  const old = new Map(before.objects.map((object) => [object.key, object]));
  const found: ChangedObject[] = [];
  for (const object of after.objects) {
    const was = old.get(object.key);
    old.delete(object.key);
    if (was === undefined) {
      found.push({ change: 'new', after: object, gained: object.items.map(([code]) => code), lost: [] });
      continue;
    }
    const [gained, lost] = [more(object, was), more(was, object)];
    const verdict = judge(was, object);
    if (verdict === 0 && gained.length === 0 && lost.length === 0) continue;
    found.push({ change: verdict < 0 ? 'better' : verdict > 0 ? 'worse' : 'other', before: was, after: object, gained, lost });
  }
  for (const object of old.values()) found.push({ change: 'gone', before: object, gained: [], lost: object.items.map(([code]) => code) });
  const order: readonly RunChange[] = ['worse', 'better', 'other', 'new', 'gone'];
  return found.sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change));
}
