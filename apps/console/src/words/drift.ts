import type { DriftKindName } from '@ferry/contract';
import { countText } from './resources';

/** Words of the comparison of a target with the converted code. */
export const driftWords = {
  tab: 'Target drift',
  title: 'Differences',
  description: 'The target as it is now, compared with the converted code. Nothing is changed.',
  compare: 'Compare with the target',
  again: 'Compare again',
  comparing: 'Comparing with the target',
  virtual: 'The target is virtual: there is no server to compare with.',
  notYetTitle: 'Not compared yet',
  notYet: 'Ferry connects to the target and looks what is missing there, what has another form, and what it has beyond the converted code.',
  sameTitle: 'No differences',
  same: (looked: number, server: string): string => `${countText(looked, 'part')} of the converted code stand on ${server} as they were applied.`,
  noneOfKind: 'None of this kind',
  object: 'Object',
  type: 'Type',
  difference: 'Difference',
  find: 'Find objects',
  all: (count: number): string => `All (${count.toLocaleString('en-US')})`,
  cut: (shown: number, all: number): string => `${shown.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} differences are shown.`,
  matches: (count: number): string => (count === 1 ? '1 match' : `${count.toLocaleString('en-US')} matches`),
} as const;

export const driftLabels: Readonly<Record<DriftKindName, string>> = { missing: 'Missing', changed: 'Changed', foreign: 'Not made by Ferry', extra: 'Extra' };

export const driftMeanings: Readonly<Record<DriftKindName, string>> = {
  missing: 'The converted code makes it, and the target does not have it. Apply changes makes it.',
  changed: 'The target has it in another form than the converted code of now.',
  foreign: 'The target has something of this name that was not made by applying changes. Ferry leaves it as it is.',
  extra: 'The target has it in a schema of the project, and the converted code does not make it.',
};
