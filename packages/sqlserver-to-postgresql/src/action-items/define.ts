import type { ActionItemDefinition, Complexity, ItemDetails, Severity } from '@ferry/conversion';

/** One row of a family's table. Effort is taken from the complexity unless it is given. */
export interface ItemRow {
  readonly code: number;
  readonly severity: Severity;
  readonly complexity?: Complexity;
  readonly title: string;
  readonly message: (details: ItemDetails) => string;
  readonly recommendedAction: string;
  readonly effort?: ActionItemDefinition['effort'];
  readonly fixedIn?: number;
}

const usualComplexity: Readonly<Record<Severity, Complexity>> = { CRITICAL: 'Complex', HIGH: 'Complex', MEDIUM: 'Medium', LOW: 'Simple', INFO: 'Info' };
const usualEffort: Readonly<Record<Complexity, ActionItemDefinition['effort']>> = {
  Complex: { learning: 2, occurrence: 4 },
  Medium: { learning: 1, occurrence: 2 },
  Simple: { learning: 1, occurrence: 0.25 },
  Info: { learning: 0, occurrence: 0 },
};

/** A family of action items from its rows. */
export const family = (name: string, rows: readonly ItemRow[]): readonly ActionItemDefinition[] =>
  rows.map(({ complexity, effort, ...row }) => {
    const scale = complexity ?? usualComplexity[row.severity];
    return { ...row, family: name, complexity: scale, effort: effort ?? usualEffort[scale] };
  });

/** A detail as text; missing ones are words for people. */
export const detail = (details: ItemDetails, key: string, otherwise = 'unknown'): string => String(details[key] ?? otherwise);
