import { checkTransformationRules, locatorKeysOf, needsOldValue, needsValue } from '@ferry/contract';
import type { ReadRules, TransformationAction, TransformationRule, TransformationTarget } from '@ferry/contract';
import { ruleActionLabels, ruleTargetLabels, ruleWords as words } from '@/words/transformation-rules';

/** One row of the wizard: what was typed, whether it is right or not. */
export interface RuleDraft {
  /** Tells the rows apart while they are moved; never sent. */
  readonly key: string;
  readonly target: TransformationTarget;
  readonly action: TransformationAction;
  readonly database: string;
  readonly schema: string;
  readonly table: string;
  readonly view: string;
  readonly column: string;
  /** Of a rule for columns: whether they stand in tables or in views. */
  readonly columnOf: 'table' | 'view';
  readonly sourceType: string;
  readonly value: string;
  readonly oldValue: string;
  readonly type: string;
  readonly length: string;
  readonly scale: string;
  /** What AWS's JSON has and the wizard does not show. */
  readonly name: string;
}

let made = 0;
const newKey = (): string => `rule-${(made += 1)}`;

export const newRule = (): RuleDraft => ({ key: newKey(), target: 'schema', action: 'rename', database: '', schema: '%', table: '%', view: '%', column: '%', columnOf: 'table', sourceType: '', value: '', oldValue: '', type: '', length: '', scale: '', name: '' });
export const duplicateOf = (draft: RuleDraft): RuleDraft => ({ ...draft, key: newKey(), name: '' });

export function draftOf(rule: TransformationRule): RuleDraft {
  const locator = rule['object-locator'];
  const type = rule['data-type'];
  const size = type?.length ?? type?.precision;
  return {
    ...newRule(),
    target: rule['rule-target'],
    action: rule['rule-action'],
    database: locator['database-name'] ?? '',
    schema: locator['schema-name'] ?? '%',
    table: locator['table-name'] ?? '%',
    view: locator['view-name'] ?? '%',
    column: locator['column-name'] ?? '%',
    columnOf: locator['view-name'] === undefined ? 'table' : 'view',
    sourceType: locator.type ?? '',
    value: rule.value ?? '',
    oldValue: rule['old-value'] ?? '',
    type: type?.type ?? '',
    length: size === undefined ? '' : String(size),
    scale: type?.scale === undefined ? '' : String(type.scale),
    name: String(rule['rule-name']),
  };
}

/** A number that was typed; anything else is handed on as it is, so that the check can refuse it. */
const numberOf = (text: string): number | string => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : text.trim());

/** Types that have a length; the others have a precision. */
const withLength = /^(?:character|char|varchar|nchar|nvarchar|bit|varbit)\b/i;

/** The row as AWS's JSON has it; what is left empty is left out. */
export function ruleOf(draft: RuleDraft, index: number): unknown {
  const locators = { 'database-name': draft.database, 'schema-name': draft.schema, 'table-name': draft.table, 'view-name': draft.view, 'column-name': draft.column };
  const locator: Record<string, unknown> = {};
  const inView = draft.target === 'column' && draft.columnOf === 'view';
  for (const key of locatorKeysOf(draft.target, inView ? { 'view-name': draft.view } : {})) locator[key] = locators[key as keyof typeof locators];
  if (draft.database !== '') locator['database-name'] = draft.database;
  if (draft.target === 'column' && !inView && draft.sourceType !== '') locator['type'] = draft.sourceType;
  const size = draft.length === '' ? {} : withLength.test(draft.type) ? { length: numberOf(draft.length) } : { precision: numberOf(draft.length) };
  return {
    'rule-type': 'transformation',
    'rule-id': String(index + 1),
    'rule-name': draft.name === '' ? String(index + 1) : draft.name,
    'rule-target': draft.target,
    'object-locator': locator,
    'rule-action': draft.action,
    ...(needsValue(draft.action) ? { value: draft.value } : {}),
    ...(needsOldValue(draft.action) ? { 'old-value': draft.oldValue } : {}),
    ...(draft.action === 'change-data-type' ? { 'data-type': { type: draft.type, ...size, ...(draft.scale === '' ? {} : { scale: numberOf(draft.scale) }) } } : {}),
  };
}

export const checkDrafts = (drafts: readonly RuleDraft[]): ReadRules => checkTransformationRules(drafts.map(ruleOf));

/** Which field of a row each member of the JSON is typed into. */
const fieldOf: Readonly<Record<string, keyof RuleDraft>> = {
  'object-locator.database-name': 'database',
  'object-locator.schema-name': 'schema',
  'object-locator.table-name': 'table',
  'object-locator.view-name': 'view',
  'object-locator.column-name': 'column',
  'object-locator.type': 'sourceType',
  value: 'value',
  'old-value': 'oldValue',
  'rule-action': 'action',
  'data-type.type': 'type',
  'data-type.length': 'length',
  'data-type.precision': 'length',
  'data-type.scale': 'scale',
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What is wrong with one row, by field. */
export function errorsOf({ problems }: ReadRules, index: number): Partial<Record<keyof RuleDraft, string>> {
  const errors: Partial<Record<keyof RuleDraft, string>> = {};
  for (const problem of problems) {
    const field = problem.rule === index && problem.member !== undefined ? fieldOf[problem.member] : undefined;
    if (field !== undefined) errors[field] ??= field === 'length' || field === 'scale' ? words.number : sentence(problem.message);
  }
  return errors;
}

const quoted = (text: string): string => `"${text}"`;

/** A row in one line. */
export function describe(draft: RuleDraft): string {
  const place = { database: draft.database, schema: draft.schema, table: `${draft.schema}.${draft.table}`, view: `${draft.schema}.${draft.view}`, column: `${draft.schema}.${draft.columnOf === 'view' ? draft.view : draft.table}.${draft.column}` }[draft.target];
  const what = `${ruleTargetLabels[draft.target]} ${place}${draft.target === 'column' && draft.columnOf === 'table' && draft.sourceType !== '' ? ` of type ${draft.sourceType}` : ''}`;
  const action = ruleActionLabels[draft.action].toLowerCase();
  if (draft.action === 'change-data-type') return `${what}: ${action} to ${draft.type}${draft.length === '' ? '' : `(${draft.length}${draft.scale === '' ? '' : `, ${draft.scale}`})`}`;
  if (!needsValue(draft.action)) return `${what}: ${action}`;
  return `${what}: ${action} ${needsOldValue(draft.action) ? `${quoted(draft.oldValue)} with ` : draft.action === 'rename' ? 'to ' : ''}${quoted(draft.value)}`;
}
