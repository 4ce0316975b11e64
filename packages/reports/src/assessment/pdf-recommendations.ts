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
    else page.table([{ text: 'Object' }, { text: 'Type' }, { text: 'Complexity' }, right('Items'), right('Effort'), { text: 'Proof' }], [0.44, 0.22, 0.11, 0.07, 0.08, 0.08], actionRows(listed, report));
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

/** The most severe first; items of one code stand together, with the advice once. */
function recommendation(page: Page, object: CountedObject, report: AssessmentReport): void {
  page.section(titleOf(object));
  const work = works.find((w) => w.work === workOf(object))?.label ?? '';
  page.text(`${object.status === 'not-converted' ? 'Not converted' : work}  ·  effort ${units(effortOf(workItems(object), report.registry))}  ·  proof: ${object.proof}`, { faint: true, indent: 8 });
  page.gap(3);
  const bySeverity = [...object.items].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  for (const items of byKey(bySeverity, (item) => item.code)) {
    const [first] = items;
    if (first === undefined) continue;
    page.text(`${first.code}  ${first.title}  (${first.severity}, ${first.complexity})`, { bold: true, indent: 8 });
    for (const alike of byKey(items, (item) => item.message)) {
      for (const place of alike.map(placeOf)) if (place !== '') page.text(place, { faint: true, indent: 16 });
      page.text(alike[0]?.message ?? '', { indent: 16 });
    }
    if (first.recommendedAction !== '') page.text(`Recommended action: ${first.recommendedAction}`, { indent: 16 });
    page.gap(4);
  }
}

/** Names in one paragraph: as many as fit into it whole. */
const namesAtOnce = 10;
const ownerName = ({ ref }: Occurrence): string => clip(plainLine(nameOf({ ref })), 150);

const severityOf = (group: readonly Occurrence[]): number => severities.indexOf(group[0]?.item.severity ?? 'INFO');

/** Remarks of one code: what is the same for all is said once, and of what is only information one message stands for all. */
function remarks(page: Page, group: readonly Occurrence[]): void {
  const first = group[0]?.item as ListedItem;
  page.section(`${first.code}  ${first.title}  (${first.severity}, ${count(group.length, 'occurrence')})`);
  if (first.recommendedAction !== '') page.text(`Recommended action: ${first.recommendedAction}`);
  const same = group.every(({ item }) => item.message === first.message);
  if (same || first.severity === 'INFO') {
    page.text(same ? first.message : `For example: ${first.message}`);
    for (let at = 0; at < group.length; at += namesAtOnce) page.text(group.slice(at, at + namesAtOnce).map(ownerName).join(', '), { faint: true, indent: 8 });
    return;
  }
  for (const occurrence of group) {
    const place = placeOf(occurrence.item);
    page.text(`${ownerName(occurrence)}${place === '' ? '' : `  (${place})`}`, { faint: true, indent: 8 });
    page.text(occurrence.item.message, { indent: 16 });
  }
}

const worstOf = ({ items }: CountedObject): number => Math.min(...severities.map((severity, rank) => (items.some((item) => item.severity === severity) ? rank : severities.length)));

/** The third chapter: an entry for every object that needs a person, the most severe first and then in the order of the source, with all of its items; then what is only to be read, by code. */
export async function recommendations(page: Page, objects: readonly CountedObject[], report: AssessmentReport): Promise<void> {
  page.chapter('Detailed recommendations');
  const needy = objects.filter((o) => workOf(o) !== 'automatic' && o.items.length > 0).sort((a, b) => worstOf(a) - worstOf(b));
  if (needy.length === 0) page.text('No object needs an action.');
  for (const [index, object] of needy.entries()) {
    recommendation(page, object, report);
    if (!(await goOn(page, index))) return;
  }
  const told = new Set(needy.flatMap((object) => object.items));
  const rest = byKey([...occurrences(report)].filter(({ item }) => !told.has(item)), ({ item }) => item.code).sort((a, b) => severityOf(a) - severityOf(b));
  if (rest.length === 0) return;
  page.chapter('Remarks on objects without actions');
  page.text('These objects were converted and leave no work. What differs in small things is listed for the reader, by code; every occurrence with its message and place is in the CSV tables.', { faint: true });
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
