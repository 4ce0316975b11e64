import { objectKinds } from '@ferry/catalog';
import { itemDefinition, needsWork } from '@ferry/conversion';
import type { ActionItemRegistry, ProofLevel } from '@ferry/conversion';
import { percent } from '@ferry/kernel';
import type { Counts, CountedObject, Work } from '../assessment-summary';
import type { ListedItem } from '../listing';
import type { Segment } from './pdf-charts';
import { clip, plainLine } from './plain-text';
import { partName } from './report';

export const works: readonly { readonly work: Work; readonly label: string; readonly short: string; readonly colour: string }[] = [
  { work: 'automatic', label: 'Converted automatically', short: 'Automatic', colour: '#2b7a4b' },
  { work: 'simple', label: 'Simple actions', short: 'Simple', colour: '#7fb5d5' },
  { work: 'medium', label: 'Medium-complexity actions', short: 'Medium', colour: '#f0a13b' },
  { work: 'complex', label: 'Complex actions', short: 'Complex', colour: '#b3261e' },
];

export const proofWords: Readonly<Record<ProofLevel, { readonly label: string; readonly colour: string }>> = {
  none: { label: 'Nothing shown', colour: '#b9bec6' },
  parsed: { label: 'Parsed', colour: '#b6d0ee' },
  created: { label: 'Created', colour: '#74a9dd' },
  checked: { label: 'Checked', colour: '#3579b8' },
  ran: { label: 'Ran', colour: '#1f5a94' },
  equal: { label: 'Equal results', colour: '#0b3866' },
};

export const share = (part: number, total: number): string => (total === 0 ? 'none' : `${percent(part, total)} %`);
export const right = (text: string) => ({ text, right: true });
export const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
export const segmentsOf = (counts: Counts): Segment[] => works.map(({ work, label, colour }) => ({ label, colour, value: counts[work] }));

export const nameOf = ({ ref }: Pick<CountedObject, 'ref'>): string => {
  const own = partName(ref);
  return ref.kind === 'SCHEMA' || ref.schema === '' ? own : [ref.schema, ...(ref.parent === undefined ? [] : [ref.parent]), own].filter((part) => part !== '').join('.');
};
export const titleOf = (object: CountedObject): string => `${objectKinds[object.kind].label} ${clip(plainLine(nameOf(object)), 200)}`;
export const placeOf = ({ file, line, column }: ListedItem): string => (file === undefined ? '' : line === undefined ? file : `${file}, line ${line}, column ${column ?? 1}`);

/** The items of an object that leave work; all of them where none does and the object was not converted all the same. */
export function workItems({ status, items }: Pick<CountedObject, 'status' | 'items'>): readonly ListedItem[] {
  const found = items.filter((item) => needsWork(item.severity));
  return found.length === 0 && status === 'not-converted' ? items : found;
}
/** Effort units of some items, without what it takes to learn their codes. */
export const effortOf = (items: readonly ListedItem[], registry: ActionItemRegistry): number => items.reduce((sum, item) => sum + itemDefinition(registry, item.code).effort.occurrence, 0);
/** Effort units to two decimals. */
export const units = (effort: number): string => String(Math.round(effort * 100) / 100);
