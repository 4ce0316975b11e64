import { z } from 'zod';

/**
 * Transformation rules as DMS Schema Conversion writes them: JSON text with a list of rules
 * (https://docs.aws.amazon.com/dms/latest/userguide/sc-transformation-rules.html). Rule targets that AWS has for Oracle only
 * (results of functions, parameters, local variables) are refused with a word about it.
 */
export const transformationActions = [
  'rename',
  'add-prefix',
  'remove-prefix',
  'replace-prefix',
  'add-suffix',
  'remove-suffix',
  'replace-suffix',
  'convert-lowercase',
  'convert-uppercase',
  'change-data-type',
] as const;
export const transformationAction = z.enum(transformationActions);
export type TransformationAction = z.infer<typeof transformationAction>;
export const transformationTargets = ['schema', 'table', 'column', 'view', 'database'] as const;
export type TransformationTarget = (typeof transformationTargets)[number];

/** AWS's quotas. */
export const mostTransformationRules = 512;
export const largestTransformationRules = 131_072;

const name = z.string().min(1, 'is empty; "%" stands for any name').max(255);
const digits = z.int().min(0).max(100_000);
const dataType = z.strictObject({ type: z.string().regex(/^[A-Za-z_][A-Za-z0-9_ ]{0,62}$/, 'takes the name of a type of the target, such as varchar or numeric'), precision: digits.optional(), scale: digits.optional(), length: digits.optional() });
const locator = z.strictObject({
  'database-name': name.optional(),
  'schema-name': name.optional(),
  'table-name': name.optional(),
  'view-name': name.optional(),
  'column-name': name.optional(),
  type: z.string().min(1).max(128).optional(),
  precision: digits.optional(),
  scale: digits.optional(),
  length: digits.optional(),
});
export type TransformationLocator = z.infer<typeof locator>;

/** What each kind of object is found by. */
export const locatorKeys: Readonly<Record<TransformationTarget, readonly (keyof TransformationLocator)[]>> = {
  database: ['database-name'],
  schema: ['schema-name'],
  table: ['schema-name', 'table-name'],
  view: ['schema-name', 'view-name'],
  column: ['schema-name', 'table-name', 'column-name'],
};

/** What one rule is found by: a column stands in a table or in a view. */
export const locatorKeysOf = (target: TransformationTarget, locator: TransformationLocator): readonly (keyof TransformationLocator)[] =>
  target === 'column' && locator['view-name'] !== undefined && locator['table-name'] === undefined ? ['schema-name', 'view-name', 'column-name'] : locatorKeys[target];

/** What an action needs beside the place. */
export const needsValue = (action: TransformationAction): boolean => action !== 'convert-lowercase' && action !== 'convert-uppercase' && action !== 'change-data-type';
export const needsOldValue = (action: TransformationAction): boolean => action === 'replace-prefix' || action === 'replace-suffix';

const oracleOnly: readonly string[] = ['function result', 'routine parameter', 'local variable'];

export const transformationRule = z
  .strictObject({
    'rule-type': z.literal('transformation'),
    'rule-id': z.union([z.string().max(64), z.int()]),
    'rule-name': z.union([z.string().max(256), z.int()]),
    'rule-action': transformationAction,
    'rule-target': z.enum(transformationTargets, {
      error: (issue) => (typeof issue.input === 'string' && oracleOnly.includes(issue.input) ? `"${issue.input}" is for Oracle sources only` : `takes one of ${transformationTargets.join(', ')}`),
    }),
    'object-locator': locator,
    value: z.string().max(255).optional(),
    'old-value': z.string().max(255).optional(),
    'data-type': dataType.optional(),
  })
  .superRefine((rule, context) => {
    const wrong = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
    const target = rule['rule-target'];
    const action = rule['rule-action'];
    const place = locatorKeysOf(target, rule['object-locator']);
    for (const key of place) if (rule['object-locator'][key] === undefined) wrong(['object-locator', key], `is missing; "%" stands for any name`);
    const known: readonly string[] = ['database-name', ...place, ...(target === 'column' ? ['type', 'precision', 'scale', 'length'] : [])];
    for (const key of Object.keys(rule['object-locator'])) if (!known.includes(key)) wrong(['object-locator', key], `does not belong to a rule for a ${target}`);
    if (needsValue(action) && (rule.value ?? '') === '') wrong(['value'], `is needed by ${action}`);
    if (needsOldValue(action) && (rule['old-value'] ?? '') === '') wrong(['old-value'], `is needed by ${action}`);
    if (action === 'change-data-type' && target !== 'column') wrong(['rule-action'], 'change-data-type is for columns only');
    if (action === 'change-data-type' && place.includes('view-name')) wrong(['rule-action'], 'change-data-type is for columns of tables: those of a view have the types of its query');
    if (action === 'change-data-type' && rule['data-type'] === undefined) wrong(['data-type'], 'is needed by change-data-type');
  });
export type TransformationRule = z.infer<typeof transformationRule>;

/** What is wrong with rules: of the whole, or of one (counted from 0) and one of its members. */
export interface RuleProblem {
  readonly rule?: number;
  readonly member?: string;
  readonly message: string;
}

export interface ReadRules {
  readonly rules: readonly TransformationRule[];
  readonly problems: readonly RuleProblem[];
}

/** Most problems that are told at once. */
const problemsTold = 50;

/** Checks rules that are there as values. */
export function checkTransformationRules(rules: readonly unknown[]): ReadRules {
  const problems: RuleProblem[] = [];
  if (rules.length > mostTransformationRules) problems.push({ message: `There are ${rules.length} rules; at most ${mostTransformationRules} are allowed.` });
  const good: TransformationRule[] = [];
  const ids = new Map<string, number>();
  for (const [index, rule] of rules.entries()) {
    const result = transformationRule.safeParse(rule);
    if (!result.success) {
      for (const issue of result.error.issues) problems.push({ rule: index, ...(issue.path.length === 0 ? {} : { member: issue.path.join('.') }), message: issue.message });
    } else {
      const id = String(result.data['rule-id']);
      const first = ids.get(id);
      if (first !== undefined) problems.push({ rule: index, member: 'rule-id', message: `is the same as that of rule ${first + 1}` });
      else ids.set(id, index);
      good.push(result.data);
    }
    if (problems.length >= problemsTold) break;
  }
  return { rules: good, problems };
}

/** Reads the JSON text of rules; an empty text has none. */
export function readTransformationRules(text: string): ReadRules {
  if (text.trim() === '') return { rules: [], problems: [] };
  if (text.length > largestTransformationRules) return { rules: [], problems: [{ message: `The rules are longer than ${largestTransformationRules / 1024} KB.` }] };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    // JSON.parse reports by throwing.
    return { rules: [], problems: [{ message: `The rules are not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}` }] };
  }
  const list = Array.isArray(json) ? json : typeof json === 'object' && json !== null && 'rules' in json ? json.rules : undefined;
  if (!Array.isArray(list)) return { rules: [], problems: [{ message: 'The rules are an object with a list: {"rules": [...]}.' }] };
  return checkTransformationRules(list);
}

/** A problem as one sentence. */
export const problemText = (problem: RuleProblem): string =>
  `${problem.rule === undefined ? '' : `Rule ${problem.rule + 1}: `}${problem.member === undefined ? '' : `${problem.member} `}${problem.message}`;

/** AWS's JSON text. */
export const writeTransformationRules = (rules: readonly TransformationRule[]): string => JSON.stringify({ rules }, undefined, 2);
