import { selectPaths } from '@ferry/contract';
import type { SelectionRules } from '@ferry/contract';
import type { Ticks } from './tree/selection';

/** The ticked nodes as selection rules; the selected node when nothing is ticked. Undefined when there is neither. */
export function rulesOf(ticks: Ticks, selected: string | undefined): string | undefined {
  const on = [...ticks.on];
  if (on.length === 0) return selected === undefined ? undefined : selectPaths([selected]);
  if (ticks.off.size === 0) return selectPaths(on);
  const rule = (path: string, action: 'include' | 'exclude', index: number): SelectionRules['rules'][number] => ({
    'rule-type': 'selection',
    'rule-id': String(index + 1),
    'rule-name': String(index + 1),
    'rule-action': action,
    'object-locator': { 'node-path': path },
  });
  // A later rule overrides an earlier one: a node's own comes after those of what is above it.
  const rules = [...on.map((path) => [path, 'include'] as const), ...[...ticks.off].map((path) => [path, 'exclude'] as const)].sort(([a], [b]) => a.split('/').length - b.split('/').length);
  return JSON.stringify({ rules: rules.map(([path, action], index) => rule(path, action, index)) });
}
