import { leafKeys, selectionRules } from '@ferry/contract';
import type { ObjectLocator, SelectionRule } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { likeText } from '@ferry/store';
import type { LocatorPattern, NodeOutline } from '@ferry/store';

const locatorKeys = ['server-name', 'database-name', 'schema-name', 'category-name', 'table-type', ...leafKeys] as const;

/** Reads selection rules. @throws AppError `invalid-input` that says which rule is wrong */
export function parseRules(text: string): readonly SelectionRule[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // JSON.parse reports by throwing; its text speaks of offsets that help nobody.
    throw new AppError('invalid-input', { public: 'SelectionRules is not JSON.' });
  }
  const result = selectionRules.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new AppError('invalid-input', { public: `SelectionRules is not right at ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'unknown'}.` });
  }
  const rules = result.data.rules;
  const firstExclude = rules.findIndex((r) => r['rule-action'] === 'exclude');
  if (firstExclude >= 0 && !rules.slice(0, firstExclude).some((r) => r['rule-action'] === 'include'))
    throw new AppError('invalid-input', { public: 'An exclude rule needs an include rule before it.' });
  return rules;
}

/** The one node that an operation on a single node is about. */
export function singleRule(text: string): SelectionRule {
  const rules = parseRules(text);
  const [rule] = rules;
  if (rule === undefined || rules.length !== 1 || rule['rule-action'] !== 'explicit')
    throw new AppError('invalid-input', { public: 'Exactly one selection rule with the action "explicit" is needed here.' });
  return rule;
}

/** A locator as one text, for comparing; a table is a table unless the rule says view. */
export function locatorKey(locator: ObjectLocator): string {
  const type = locator['table-name'] === undefined ? undefined : (locator['table-type'] ?? 'table');
  return JSON.stringify(locatorKeys.flatMap((key) => {
    const value = key === 'table-type' ? type : locator[key];
    return value === undefined ? [] : [[key, value]];
  }));
}

type Token = 'any' | 'one' | string;

/** `%` any text, `_` one character; `[%]` and `[_]` stand for themselves. */
function tokens(pattern: string): Token[] {
  const out: Token[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === '[' && (pattern.charAt(i + 1) === '%' || pattern.charAt(i + 1) === '_') && pattern.charAt(i + 2) === ']') {
      out.push(`=${pattern.charAt(i + 1)}`);
      i += 2;
    } else out.push(c === '%' ? 'any' : c === '_' ? 'one' : `=${c}`);
  }
  return out;
}

/** Whether a name fits a pattern. Remembers only the last `%`, so the work is bounded by both lengths multiplied. */
export function matches(pattern: string, name: string): boolean {
  const wanted = tokens(pattern);
  let p = 0;
  let n = 0;
  let lastAny = -1;
  let resume = 0;
  while (n < name.length) {
    const token = wanted[p];
    if (token === 'one' || token === `=${name.charAt(n)}`) {
      p++;
      n++;
    } else if (token === 'any') {
      lastAny = p++;
      resume = n;
    } else if (lastAny >= 0) {
      p = lastAny + 1;
      n = ++resume;
    } else return false;
  }
  while (wanted[p] === 'any') p++;
  return p === wanted.length;
}

const keysOf = (locator: ObjectLocator): string[] => locatorKeys.filter((key) => locator[key] !== undefined && key !== 'table-type');

const parseLocator = (text: string): ObjectLocator => JSON.parse(text) as ObjectLocator;

/** Keys that a locator has; only locators with the same keys fit one another. */
const shapeOf = (locator: ObjectLocator): string => keysOf(locator).join();

/** Whether a node's locator, which has the rule's keys, fits the rule's patterns. */
function fits(rule: ObjectLocator, keys: readonly string[], node: ObjectLocator): boolean {
  if (rule['table-name'] !== undefined && (rule['table-type'] ?? 'table') !== (node['table-type'] ?? 'table')) return false;
  return keys.every((key) => {
    const value = node[key as keyof ObjectLocator];
    return value !== undefined && matches(rule[key as keyof ObjectLocator] ?? '', value);
  });
}

/** A node as far as rules can mean it. */
type Located = Pick<NodeOutline, 'position' | 'subtreeEnd' | 'path' | 'locator'>;

/** Answers which nodes of one tree the rules mean. */
function finder<N extends Located>(nodes: readonly N[]): (rule: SelectionRule) => readonly N[] {
  let byPath: Map<string, N> | undefined;
  let byKey: Map<string, N> | undefined;
  let byShape: Map<string, { node: N; locator: ObjectLocator }[]> | undefined;
  const alike = (shape: string): readonly { node: N; locator: ObjectLocator }[] => {
    if (byShape === undefined) {
      byShape = new Map();
      for (const node of nodes) {
        const locator = parseLocator(node.locator);
        const list = byShape.get(shapeOf(locator));
        if (list) list.push({ node, locator });
        else byShape.set(shapeOf(locator), [{ node, locator }]);
      }
    }
    return byShape.get(shape) ?? [];
  };
  return (rule) => {
    const locator = rule['object-locator'];
    const path = locator['node-path'];
    if (path !== undefined) {
      byPath ??= new Map(nodes.map((node) => [node.path, node]));
      const found = byPath.get(path);
      return found === undefined ? [] : [found];
    }
    if (rule['rule-action'] === 'explicit') {
      byKey ??= new Map(nodes.map((node) => [locatorKey(parseLocator(node.locator)), node]));
      const found = byKey.get(locatorKey(locator));
      return found === undefined ? [] : [found];
    }
    const keys = keysOf(locator);
    return alike(shapeOf(locator)).flatMap((one) => (fits(locator, keys, one.locator) ? [one.node] : []));
  };
}

/** Keys as locators of trees have them: the type of a table comes last, and of a table that is no view it is left out. */
const writtenKeys = [...locatorKeys.filter((key) => key !== 'table-type'), 'table-type'] as const;

function writtenLocator(locator: ObjectLocator): ObjectLocator {
  const view = locator['table-name'] !== undefined && locator['table-type'] === 'view';
  return Object.fromEntries(writtenKeys.flatMap((key) => (locator[key] === undefined || (key === 'table-type' && !view) ? [] : [[key, locator[key]]])));
}

/** A pattern of a rule as one of LIKE for a text in JSON. */
function likeOf(pattern: string): string {
  let [like, literal] = ['', ''];
  // A run of plain characters at once: JSON writes a surrogate pair otherwise than its halves.
  const plain = (): string => {
    const text = likeText(JSON.stringify(literal).slice(1, -1));
    literal = '';
    return text;
  };
  for (const token of tokens(pattern)) {
    if (token === 'any' || token === 'one') like += `${plain()}%`;
    else literal += token.slice(1);
  }
  return like + plain();
}

/**
 * What to look for in the texts of locators: all that fit the rule are found, and few others. Between two members of a locator stands
 * `","`, and inside of a member it cannot stand, as its quotes are escaped: so members can be counted.
 */
function locatorPattern(locator: ObjectLocator): LocatorPattern {
  const members = Object.entries(writtenLocator(locator));
  // A rule without members fits whatever has none of AWS's keys.
  if (members.length === 0) return { like: '{"node-path":%', unlike: '' };
  return { like: `{${members.map(([key, value]) => `${likeText(JSON.stringify(key))}:"${key === 'table-type' ? value : likeOf(value ?? '')}"`).join(',')}}`, unlike: `%${'","%'.repeat(members.length)}` };
}

/** What to ask the store for, to know the nodes that rules mean. */
export function wantedBy(rules: readonly SelectionRule[]): { paths: string[]; locators: string[]; patterns: LocatorPattern[] } {
  const wanted = { paths: new Set<string>(), locators: new Set<string>(), patterns: new Map<string, LocatorPattern>() };
  for (const { 'rule-action': action, 'object-locator': locator } of rules) {
    if (locator['node-path'] !== undefined) wanted.paths.add(locator['node-path']);
    else if (action === 'explicit') wanted.locators.add(JSON.stringify(writtenLocator(locator)));
    else {
      const pattern = locatorPattern(locator);
      wanted.patterns.set(pattern.like, pattern);
    }
  }
  return { paths: [...wanted.paths], locators: [...wanted.locators], patterns: [...wanted.patterns.values()] };
}

/**
 * The nodes that rules select, with everything below them: one flag for each position.
 * A later exclude takes away what an earlier include gave.
 * @param nodes in depth-first order: a whole tree, or those of it that the rules can mean (`wantedBy`)
 */
export function selectNodes<N extends Located>(nodes: readonly N[], rules: readonly SelectionRule[]): { readonly flags: Uint8Array; readonly heads: readonly N[] } {
  const find = finder(nodes);
  const flags = new Uint8Array(nodes.reduce((last, node) => Math.max(last, node.position, node.subtreeEnd), -1) + 1);
  const heads: N[] = [];
  for (const rule of rules) {
    const value = rule['rule-action'] === 'exclude' ? 0 : 1;
    for (const node of find(rule)) {
      flags.fill(value, node.position, node.subtreeEnd + 1);
      if (value === 1) heads.push(node);
    }
  }
  return { flags, heads };
}

/** The selected nodes that stand for objects or parts of them. */
export const selectedNodes = (outline: readonly NodeOutline[], rules: readonly SelectionRule[]): NodeOutline[] => {
  const { flags } = selectNodes(outline, rules);
  return outline.filter((node) => flags[node.position] === 1 && node.objectId !== null);
};

/** Ids of the objects that are selected, whole or through one of their parts. */
export const selectedObjects = (outline: readonly NodeOutline[], rules: readonly SelectionRule[]): Set<string> =>
  new Set(selectedNodes(outline, rules).map((node) => node.objectId ?? ''));

/** One explicit rule for a node. */
export const ruleFor = (locator: ObjectLocator): string =>
  JSON.stringify({ rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': 'explicit', 'object-locator': locator }] });
