/**
 * Transformation rules: names and column types that a person chooses, in the words of AWS
 * (https://docs.aws.amazon.com/dms/latest/userguide/sc-transformation-rules.html). They take effect in the order of the list, before
 * the default naming (case, clashes, length). Rules of different actions all take effect on an object; of one action the last wins.
 * Names are compared with case; `%` stands for any text.
 */
export const ruleActions = [
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
export type RuleAction = (typeof ruleActions)[number];
export type RuleTarget = 'database' | 'schema' | 'table' | 'view' | 'column';

/** A data type as a rule writes it: the name is one of the target. */
export interface RuleDataType {
  readonly type: string;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  readonly length?: number | undefined;
}

export interface RuleLocator {
  readonly 'database-name'?: string | undefined;
  readonly 'schema-name'?: string | undefined;
  readonly 'table-name'?: string | undefined;
  readonly 'view-name'?: string | undefined;
  readonly 'column-name'?: string | undefined;
  /** Of columns: only those whose source type is this. */
  readonly type?: string | undefined;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  readonly length?: number | undefined;
}

export interface TransformationRule {
  readonly 'rule-target': RuleTarget;
  readonly 'rule-action': RuleAction;
  readonly 'object-locator': RuleLocator;
  readonly value?: string | undefined;
  readonly 'old-value'?: string | undefined;
  readonly 'data-type'?: RuleDataType | undefined;
}

/** Where a name stands in the source. */
export interface NamePlace {
  readonly database: string;
  readonly schema?: string;
  /** The table or view; of a column, the table it belongs to. */
  readonly relation?: string;
  readonly column?: string;
  /** Of columns: the type as the source writes it. */
  readonly type?: { readonly name: string; readonly args: readonly (number | 'max')[] };
}

/** What rules make of a name. `exact`: a rule chose upper or lower case, so that the default folding must leave it. */
export interface ChosenName {
  readonly name: string;
  readonly exact: boolean;
}

export interface Transformations {
  /** @param name the name that would be folded next: the source's, or for a schema what the template makes of it */
  readonly nameOf: (target: RuleTarget, place: NamePlace, name: string) => ChosenName;
  /** The type that a rule gives to a column. */
  readonly typeOf: (place: NamePlace) => RuleDataType | undefined;
}

/** Whether a name fits a pattern in which `%` is any text. Linear: each piece between two `%` is looked for once, from the left. */
export function fitsPattern(pattern: string, name: string): boolean {
  const pieces = pattern.split('%');
  if (pieces.length === 1) return pattern === name;
  const first = pieces[0] ?? '';
  const last = pieces[pieces.length - 1] ?? '';
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  const end = name.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = name.indexOf(piece, from);
    if (at < 0 || at + piece.length > end) return false;
    from = at + piece.length;
  }
  return true;
}

const fits = (pattern: string | undefined, name: string | undefined): boolean => pattern === undefined || (name !== undefined && fitsPattern(pattern, name));

/** Types are compared without case, as SQL does; lengths and digits where the rule names them. */
function fitsType(locator: RuleLocator, place: NamePlace): boolean {
  const [first, second] = place.type?.args ?? [];
  const same = (wanted: number | undefined, found: number | 'max' | undefined): boolean => wanted === undefined || wanted === found;
  return (
    (locator.type === undefined || locator.type.toLowerCase() === place.type?.name.toLowerCase()) &&
    same(locator.length, first) &&
    same(locator.precision, first) &&
    same(locator.scale, second)
  );
}

function locates({ 'rule-target': target, 'object-locator': locator }: TransformationRule, place: NamePlace): boolean {
  if (!fits(locator['database-name'], place.database) || !fits(locator['schema-name'], place.schema)) return false;
  if (target === 'column') return fits(locator['table-name'], place.relation) && fits(locator['column-name'], place.column) && fitsType(locator, place);
  return target === 'view' ? fits(locator['view-name'], place.relation) : fits(locator['table-name'], place.relation);
}

const without = (name: string, prefix: string, suffix: string): string =>
  name.length > prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix) ? name.slice(prefix.length, name.length - suffix.length) : name;

/** One action on a name. A rule that would leave nothing of the name leaves all of it. */
function act(rule: TransformationRule, name: string): string {
  const value = rule.value ?? '';
  const old = rule['old-value'] ?? '';
  switch (rule['rule-action']) {
    case 'rename':
      return value === '' ? name : value;
    case 'add-prefix':
      return value + name;
    case 'remove-prefix':
      return without(name, value, '');
    case 'replace-prefix':
      return name.startsWith(old) && value.length + name.length > old.length ? value + name.slice(old.length) : name;
    case 'add-suffix':
      return name + value;
    case 'remove-suffix':
      return without(name, '', value);
    case 'replace-suffix':
      return name.endsWith(old) && value.length + name.length > old.length ? name.slice(0, name.length - old.length) + value : name;
    case 'convert-lowercase':
      return name.toLowerCase();
    case 'convert-uppercase':
      return name.toUpperCase();
    case 'change-data-type':
      return name;
  }
}

/** Prepares rules for many names. The work for one name is in proportion to the rules of its kind. */
export function transformationsOf(rules: readonly TransformationRule[]): Transformations {
  const byTarget = new Map<RuleTarget, TransformationRule[]>();
  for (const rule of rules) byTarget.set(rule['rule-target'], [...(byTarget.get(rule['rule-target']) ?? []), rule]);
  /** The last rule of each action, in the order in which they stand. */
  const hits = (target: RuleTarget, place: NamePlace): Map<RuleAction, TransformationRule> => {
    const found = new Map<RuleAction, TransformationRule>();
    for (const rule of byTarget.get(target) ?? []) {
      if (!locates(rule, place)) continue;
      found.delete(rule['rule-action']);
      found.set(rule['rule-action'], rule);
    }
    return found;
  };
  return {
    nameOf: (target, place, name) => {
      if (!byTarget.has(target)) return { name, exact: false };
      const found = hits(target, place);
      let chosen = name;
      for (const rule of found.values()) chosen = act(rule, chosen);
      return { name: chosen, exact: found.has('convert-lowercase') || found.has('convert-uppercase') };
    },
    typeOf: (place) => (byTarget.has('column') ? hits('column', place).get('change-data-type')?.['data-type'] : undefined),
  };
}

/** No rules. */
export const noTransformations: Transformations = transformationsOf([]);
