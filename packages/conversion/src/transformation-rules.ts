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
  /** The table or view; of a column, the one it belongs to. */
  readonly relation?: string;
  /** Of columns: the relation is a view. */
  readonly ofView?: boolean;
  readonly column?: string;
  /** Of columns: the type as the source writes it. */
  readonly type?: { readonly name: string; readonly args: readonly (number | 'max')[] };
}

/** What rules make of a name. `exact`: a rule chose upper or lower case, so that the default folding must leave it. */
export interface ChosenName {
  readonly name: string;
  readonly exact: boolean;
}

/** A name and a type at once. */
export interface Chosen extends ChosenName {
  readonly type: RuleDataType | undefined;
}

export interface Transformations {
  readonly choose: (target: RuleTarget, place: NamePlace, name: string) => Chosen;
  /** @param name the name that would be folded next: the source's, or for a schema what the template makes of it */
  readonly nameOf: (target: RuleTarget, place: NamePlace, name: string) => ChosenName;
  /** The type that a rule gives to a column. */
  readonly typeOf: (place: NamePlace) => RuleDataType | undefined;
}

type Fits = (name: string | undefined) => boolean;

/** Prepares a pattern in which `%` is any text. Linear in the name: each piece between two `%` is looked for once, from the left. */
function patternOf(pattern: string | undefined): Fits {
  if (pattern === undefined || pattern === '%') return () => true;
  const pieces = pattern.split('%');
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return (name) => name === first;
  const last = pieces[pieces.length - 1] ?? '';
  const middle = pieces.slice(1, -1).filter((piece) => piece !== '');
  return (name) => {
    if (name === undefined || name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
    let from = first.length;
    const end = name.length - last.length;
    for (const piece of middle) {
      const at = name.indexOf(piece, from);
      if (at < 0 || at + piece.length > end) return false;
      from = at + piece.length;
    }
    return true;
  };
}

export const fitsPattern = (pattern: string, name: string): boolean => patternOf(pattern)(name);

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

interface Prepared {
  readonly rule: TransformationRule;
  readonly index: number;
  readonly locates: (place: NamePlace) => boolean;
}

function prepare(rule: TransformationRule, index: number): Prepared {
  const locator = rule['object-locator'];
  const [database, schema, column] = [patternOf(locator['database-name']), patternOf(locator['schema-name']), patternOf(locator['column-name'])];
  // A rule for columns names a table or a view, and is for the one that it names.
  const view = locator['view-name'];
  const relation = patternOf(view ?? locator['table-name']);
  const fitsKind = (place: NamePlace): boolean => rule['rule-target'] !== 'column' || (view !== undefined) === (place.ofView === true);
  return { rule, index, locates: (place) => fitsKind(place) && database(place.database) && schema(place.schema) && relation(place.relation) && column(place.column) && fitsType(locator, place) };
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

/**
 * Prepares rules for many names. The work for one name is in proportion to the rules of its kind.
 * @param hit is told the index of every rule that locates a name that is asked for
 */
export function transformationsOf(rules: readonly TransformationRule[], hit?: (rule: number) => void): Transformations {
  const byTarget = new Map<RuleTarget, Prepared[]>();
  for (const [index, rule] of rules.entries()) {
    const list = byTarget.get(rule['rule-target']);
    if (list) list.push(prepare(rule, index));
    else byTarget.set(rule['rule-target'], [prepare(rule, index)]);
  }
  /** The last rule of each action, in the order in which they stand. */
  const hits = (target: RuleTarget, place: NamePlace): Map<RuleAction, TransformationRule> => {
    const found = new Map<RuleAction, TransformationRule>();
    for (const { rule, index, locates } of byTarget.get(target) ?? []) {
      if (!locates(place)) continue;
      hit?.(index);
      found.delete(rule['rule-action']);
      found.set(rule['rule-action'], rule);
    }
    return found;
  };
  const choose = (target: RuleTarget, place: NamePlace, name: string): Chosen => {
    const found = hits(target, place);
    let chosen = name;
    for (const rule of found.values()) chosen = act(rule, chosen);
    return { name: chosen, exact: found.has('convert-lowercase') || found.has('convert-uppercase'), type: found.get('change-data-type')?.['data-type'] };
  };
  return {
    choose,
    nameOf: (target, place, name) => (byTarget.has(target) ? choose(target, place, name) : { name, exact: false }),
    typeOf: (place) => (byTarget.has('column') ? hits('column', place).get('change-data-type')?.['data-type'] : undefined),
  };
}
