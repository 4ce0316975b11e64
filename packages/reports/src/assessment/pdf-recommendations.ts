import { setTimeout as pause } from 'node:timers/promises';
import { objectKinds } from '@ferry/catalog';
import { severities } from '@ferry/conversion';
import { breathe } from '@ferry/kernel';
import { workOf } from '../assessment-summary';
import type { CountedObject } from '../assessment-summary';
import type { ListedItem } from '../listing';
import type { Page } from './pdf-page';
import { clip, plainLine } from './plain-text';
import { count, effortOf, nameOf, placeOf, right, titleOf, units, workItems, works } from './pdf-words';
import { occurrences } from './report';
import type { AssessmentReport, Occurrence } from './report';

/** So many entries are written before other work is let in, and so many bytes may wait for the reader. */
const entriesAtOnce = 20;
const mostWaiting = 1024 * 1024;

/** Lets other work in now and then. Whoever reads slowly is waited for: a long report does not pile up in memory. @returns false when nobody reads any more */
async function goOn({ document }: Page, index: number): Promise<boolean> {
  if (index % entriesAtOnce === entriesAtOnce - 1) await breathe();
  while (document.readableLength > mostWaiting && !document.destroyed) await pause(5);
  return !document.destroyed;
}

/** The worst first, in the order of the source where they are equal. */
function* actionRows(objects: readonly CountedObject[], report: AssessmentReport): Generator<string[]> {
  for (const { work, short } of [...works].reverse())
    for (const object of objects)
      if (workOf(object) === work) {
        const items = workItems(object);
        yield [nameOf(object), objectKinds[object.kind].label, short, String(items.length), units(effortOf(items, report.registry)), object.proof];
      }
}

/** The second chapter: which objects need a person. */
export function objectsWithActions(page: Page, objects: readonly CountedObject[], report: AssessmentReport): void {
  page.chapter('Database objects with conversion actions');
  page.text('Each object is listed once, the heaviest first. Items: those that leave work. Effort: units for its occurrences, without learning. Proof: what a server has shown of the code that stands for it.', { faint: true });
  for (const [title, group] of [['Database storage objects', 'storage'] as const, ['Database code objects', 'code'] as const]) {
    const listed = objects.filter((o) => objectKinds[o.kind].group === group && workOf(o) !== 'automatic');
    page.section(`${title}: ${listed.length}`);
    if (listed.length === 0) page.text('No object of this group needs an action.');
    else page.table([{ text: 'Object' }, { text: 'Type' }, { text: 'Complexity' }, right('Items'), right('Effort'), { text: 'Proof' }], [0.46, 0.2, 0.12, 0.07, 0.07, 0.08], actionRows(listed, report));
  }
}

/** Groups in the order of their first value. */
function byKey<T>(values: Iterable<T>, keyOf: (value: T) => number | string): T[][] {
  const groups = new Map<number | string, T[]>();
  for (const value of values) {
    const list = groups.get(keyOf(value));
    if (list) list.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return [...groups.values()];
}

/** One code's items of an object, as they are written. */
interface Entry {
  readonly head: string;
  readonly told: readonly { readonly places: readonly string[]; readonly message: string }[];
  readonly advice: readonly string[];
}

/** The most severe first; items of one code stand together, with the advice once. */
function entriesOf({ items }: CountedObject): Entry[] {
  const bySeverity = [...items].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  return byKey(bySeverity, (item) => item.code).map((group) => {
    const { code, title, severity, complexity, recommendedAction } = group[0] as ListedItem;
    return {
      head: `${code}  ${title}  (${severity}, ${complexity})`,
      told: byKey(group, (item) => item.message).map((alike) => ({ places: alike.map(placeOf).filter((place) => place !== ''), message: alike[0]?.message ?? '' })),
      advice: recommendedAction === '' ? [] : [`Recommended action: ${recommendedAction}`],
    };
  });
}

const linesOf = ({ head, told, advice }: Entry): { text: string; indent: number }[] => [head, ...told.flatMap(({ places, message }) => [...places, message]), ...advice].map((text) => ({ text, indent: 16 }));
/** What the heading of an object takes, in lines. */
const heading = [{ text: '' }, { text: '' }, { text: '' }, { text: '' }];

function recommendation(page: Page, object: CountedObject, report: AssessmentReport): void {
  const entries = entriesOf(object);
  page.keep([...heading, ...entries.slice(0, 1).flatMap(linesOf)]);
  page.section(titleOf(object));
  const work = works.find((w) => w.work === workOf(object))?.label ?? '';
  page.text(`${object.status === 'not-converted' ? 'Not converted' : work}  ·  effort ${units(effortOf(workItems(object), report.registry))}  ·  proof: ${object.proof}`, { faint: true, indent: 8 });
  page.gap(3);
  for (const entry of entries) {
    page.keep(linesOf(entry));
    page.text(entry.head, { bold: true, indent: 8 });
    for (const { places, message } of entry.told) {
      for (const place of places) page.text(place, { faint: true, indent: 16 });
      page.text(message, { indent: 16 });
    }
    for (const text of entry.advice) page.text(text, { indent: 16 });
    page.gap(4);
  }
}

const ownerName = ({ ref }: Occurrence): string => clip(plainLine(nameOf({ ref })), 150);

/** Letters of names that a person reads; the CSV tables have all of them. */
const mostNames = 900;

/** Whom a remark is about, each once. */
function owners(group: readonly Occurrence[]): string {
  const names = [...new Set(group.map(ownerName))];
  let letters = 0;
  const shown = names.filter((name) => (letters += name.length + 2) <= mostNames);
  return shown.length === names.length ? names.join(', ') : `${shown.join(', ')} and ${names.length - shown.length} more`;
}

const severityOf = (group: readonly Occurrence[]): number => severities.indexOf(group[0]?.item.severity ?? 'INFO');

/** Remarks of one code: what is the same for all is said once, and of what is only information one message stands for all. */
function remarks(page: Page, group: readonly Occurrence[]): void {
  const first = group[0]?.item as ListedItem;
  page.section(`${first.code}  ${first.title}  (${first.severity}, ${count(group.length, 'occurrence')})`);
  if (first.recommendedAction !== '') page.text(`Recommended action: ${first.recommendedAction}`);
  const same = group.every(({ item }) => item.message === first.message);
  if (same || first.severity === 'INFO') {
    page.text(same ? first.message : `For example: ${first.message}`);
    page.text(owners(group), { faint: true, indent: 8 });
    return;
  }
  for (const occurrence of group) {
    const place = placeOf(occurrence.item);
    const whom = `${ownerName(occurrence)}${place === '' ? '' : `  (${place})`}`;
    page.keep([{ text: whom, indent: 8 }, { text: occurrence.item.message, indent: 16 }]);
    page.text(whom, { faint: true, indent: 8 });
    page.text(occurrence.item.message, { indent: 16 });
  }
}

/** Whether a person must read an object's entry: a setting of the database that changes nothing is only remarked. */
const needsReading = (object: CountedObject): boolean => {
  const { group } = objectKinds[object.kind];
  return workOf(object) !== 'automatic' && object.items.length > 0 && (group === 'storage' || group === 'code' || object.items.some(({ severity }) => severity !== 'INFO'));
};

const worstOf = ({ items }: CountedObject): number => Math.min(...severities.map((severity, rank) => (items.some((item) => item.severity === severity) ? rank : severities.length)));

/** The third chapter: an entry for every object that needs a person, the most severe first and then in the order of the source, with all of its items; then what is only to be read, by code. */
export async function recommendations(page: Page, objects: readonly CountedObject[], report: AssessmentReport): Promise<void> {
  page.chapter('Detailed recommendations');
  const needy = objects.filter(needsReading).sort((a, b) => worstOf(a) - worstOf(b));
  if (needy.length === 0) page.text('No object needs an action.');
  for (const [index, object] of needy.entries()) {
    recommendation(page, object, report);
    if (!(await goOn(page, index))) return;
  }
  const told = new Set(needy.flatMap((object) => object.items));
  const rest = byKey([...occurrences(report)].filter(({ item }) => !told.has(item)), ({ item }) => item.code).sort((a, b) => severityOf(a) - severityOf(b));
  if (rest.length === 0) return;
  page.chapter('Remarks that leave no work');
  page.text('What differs in small things is listed for the reader, by code; every occurrence with its message and place is in the CSV tables.', { faint: true });
  for (const [index, group] of rest.entries()) {
    remarks(page, group);
    if (!(await goOn(page, index))) return;
  }
}

/** The last chapter: what the numbers mean. In full in docs/assessment.md. */
export function howItIsCounted(page: Page): void {
  page.chapter('How this is counted');
  const paragraphs: readonly (readonly [string, string])[] = [
    ['Converted automatically', 'No action item that leaves work, that is none of severity MEDIUM, HIGH or CRITICAL. Items of severity LOW and INFO are to be read. Columns, defaults, computed columns and descriptions are not counted as objects: their items weigh on the table they belong to.'],
    ['Complexity', 'An object takes the heaviest complexity of its items that leave work; one that was not converted at all counts as complex.'],
    [
      'SQL syntax elements',
      'The statements and clauses of the source. Views, routines and triggers: every statement (BEGIN ... END is none) and every clause, such as a parameter, a declared variable, a SELECT list, each table or join in FROM, WHERE, GROUP BY, HAVING, ORDER BY, TOP, OVER, each assignment of SET, each row of VALUES, OUTPUT, each WHEN of MERGE. Everything else: its defining statement and each column, constraint, index and description. An element counts as converted when its object was converted and no item that leaves work touches it: an item touches the innermost element that holds its place, and all that stands in its place. The definition is Ferry\'s own: the percentage is not comparable with that of other tools.',
    ],
    ['Effort', 'Units, not hours: each code is learned once, every occurrence is worked on. The numbers compare schemas and order the work; what a unit takes, a team learns from its first objects.'],
    ['Proof', 'Parsed: PostgreSQL\'s own parser reads the code. Created: a server took it, in the order of deployment. Checked: a static check of the routine found nothing, or the view was read. Ran and equal: it was executed, and its results were compared. Proof says nothing of work that is left, and an object without actions may be unproved: both are shown.'],
  ];
  for (const [title, text] of paragraphs) {
    page.section(title);
    page.text(text);
  }
}
