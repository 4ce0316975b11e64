import { selectionRules } from '@ferry/contract';
import type { SelectionRules } from '@ferry/contract';
import { patternWords as words } from '@/words/finding';

type Locator = SelectionRules['rules'][number]['object-locator'];

/** The categories that AWS's selection rules have words for, in the order of the source tree. */
export const patternCategories: readonly { readonly value: string; readonly label: string; readonly locate: (name: string) => Locator }[] = [
  { value: 'tables', label: 'Tables', locate: (name) => ({ 'table-name': name }) },
  { value: 'views', label: 'Views', locate: (name) => ({ 'table-name': name, 'table-type': 'view' }) },
  { value: 'procedures', label: 'Procedures', locate: (name) => ({ 'procedure-name': name }) },
  { value: 'scalar', label: 'SQL scalar functions', locate: (name) => ({ 'scalar-function-name': name }) },
  { value: 'table-valued', label: 'SQL table-valued functions', locate: (name) => ({ 'table-valued-function-name': name }) },
  { value: 'inline', label: 'SQL inline functions', locate: (name) => ({ 'inline-function-name': name }) },
  { value: 'synonyms', label: 'Synonyms', locate: (name) => ({ 'synonym-name': name }) },
  { value: 'sequences', label: 'Sequences', locate: (name) => ({ 'sequence-name': name }) },
  { value: 'types', label: 'Types', locate: (name) => ({ 'type-name': name }) },
  { value: 'table-types', label: 'Table types', locate: (name) => ({ 'table-type-name': name }) },
];

export interface Pattern {
  readonly action: 'include' | 'exclude';
  readonly schema: string;
  /** One of `patternCategories`, or empty for all of them. */
  readonly category: string;
  readonly object: string;
}

export const emptyPattern: Pattern = { action: 'include', schema: '%', category: '', object: '%' };

/** AWS's locators of one pattern: whole schemas where every object of every category is meant. */
function locatorsOf(pattern: Pattern): Locator[] {
  const schema: Locator = { 'server-name': '%', 'database-name': '%', 'schema-name': pattern.schema.trim() === '' ? '%' : pattern.schema.trim() };
  const object = pattern.object.trim();
  // Not written yet: it names nothing.
  if (object === '') return [];
  if (pattern.category === '' && object === '%') return [schema];
  return patternCategories.filter((one) => pattern.category === '' || one.value === pattern.category).map((one) => ({ ...schema, ...one.locate(object) }));
}

/** Selection rules of the patterns, in their order: a later one overrides an earlier one. */
export function patternRules(patterns: readonly Pattern[]): string {
  const rules = patterns.flatMap((pattern) => locatorsOf(pattern).map((locator) => ({ action: pattern.action, locator })));
  return JSON.stringify({ rules: rules.map(({ action, locator }, index) => ({ 'rule-type': 'selection', 'rule-id': String(index + 1), 'rule-name': String(index + 1), 'rule-action': action, 'object-locator': locator })) });
}

/** The same rules, laid out for reading. */
export const prettyRules = (rules: string): string => JSON.stringify(JSON.parse(rules) as unknown, undefined, 2);

/** What is wrong with AWS's JSON of selection rules, if anything is. */
export function selectionProblem(text: string): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // JSON.parse reports by throwing.
    return words.notJson;
  }
  const result = selectionRules.safeParse(json);
  if (!result.success) return `${result.error.issues[0]?.path.join('.') ?? ''}: ${result.error.issues[0]?.message ?? ''}`;
  const { rules } = result.data;
  const firstExclude = rules.findIndex((rule) => rule['rule-action'] === 'exclude');
  return firstExclude >= 0 && !rules.slice(0, firstExclude).some((rule) => rule['rule-action'] === 'include') ? words.firstInclude : undefined;
}
