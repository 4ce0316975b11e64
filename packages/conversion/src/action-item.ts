import type { Fragment } from '@ferry/catalog';

/** DMS Schema Conversion's severities, most severe first. Severity says how wrong the result is without a person's work. */
export const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'] as const;
export type Severity = (typeof severities)[number];

/** Complexity says how much work a person has: the report's second, independent scale. */
export const complexities = ['Complex', 'Medium', 'Simple', 'Info'] as const;
export type Complexity = (typeof complexities)[number];

export type ItemDetails = Readonly<Record<string, string | number>>;

/** One kind of action item. `code` is AWS's number where the meaning is the same, else one of our own range from 20000. */
export interface ActionItemDefinition {
  readonly code: number;
  readonly family: string;
  readonly severity: Severity;
  readonly complexity: Complexity;
  readonly title: string;
  /** What was met, in this place. */
  readonly message: (details: ItemDetails) => string;
  readonly recommendedAction: string;
  /** Effort units: once per code, and for each occurrence. */
  readonly effort: { readonly learning: number; readonly occurrence: number };
  /** First version of the target that can do it. */
  readonly fixedIn?: number;
}

/** One occurrence: stored as code, place and details; worded when shown. */
export interface ActionItem {
  readonly code: number;
  readonly at?: Fragment;
  readonly details: ItemDetails;
}

export type ActionItemRegistry = ReadonlyMap<number, ActionItemDefinition>;

/** Items that the engine raises itself, whatever the pair. */
export const engineItems = {
  refused: 20001,
  conversionFailed: 20002,
  sourceDiagnostic: 20003,
} as const;

const engineDefinitions: readonly ActionItemDefinition[] = [
  {
    code: engineItems.refused,
    family: 'engine',
    severity: 'CRITICAL',
    complexity: 'Complex',
    title: 'The target server refused the converted code',
    message: (d) => `The server refused the converted code: ${d['message'] ?? 'no message'}`,
    recommendedAction: 'Correct the target code by hand, or change the source and convert again. Until then the object is replaced by one that raises an error, or is left out of the deployment script.',
    effort: { learning: 1, occurrence: 4 },
  },
  {
    code: engineItems.conversionFailed,
    family: 'engine',
    severity: 'CRITICAL',
    complexity: 'Complex',
    title: 'The converter failed on this object',
    message: (d) => `The converter met an internal error: ${d['message'] ?? 'no message'}`,
    recommendedAction: 'Report the object to the maintainers of Ferry; convert it by hand until it is mended.',
    effort: { learning: 1, occurrence: 6 },
  },
  {
    code: engineItems.sourceDiagnostic,
    family: 'engine',
    severity: 'CRITICAL',
    complexity: 'Complex',
    title: 'The source of this object could not be read completely',
    message: (d) => `The source text could not be read: ${d['message'] ?? 'no message'}`,
    recommendedAction: 'Correct the source text and read it again, or convert the object by hand.',
    effort: { learning: 1, occurrence: 4 },
  },
];

/** Joins the families of a pair and the engine's own; two definitions of one code are a mistake of ours. */
export function defineActionItems(...families: readonly (readonly ActionItemDefinition[])[]): ActionItemRegistry {
  const registry = new Map<number, ActionItemDefinition>();
  for (const definition of [...engineDefinitions, ...families.flat()]) {
    if (registry.has(definition.code)) throw new Error(`action item ${definition.code} is defined twice`);
    registry.set(definition.code, definition);
  }
  return registry;
}

export function itemDefinition(registry: ActionItemRegistry, code: number): ActionItemDefinition {
  const definition = registry.get(code);
  if (definition === undefined) throw new Error(`action item ${code} is not defined`);
  return definition;
}

/** Whether an item keeps an object from being called `converted`. */
export const needsWork = (severity: Severity): boolean => severity === 'CRITICAL' || severity === 'HIGH' || severity === 'MEDIUM';
