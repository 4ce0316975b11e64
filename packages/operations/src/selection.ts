import { leafKeys, selectionRules } from '@ferry/contract';
import type { ObjectLocator, SelectionRule } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import type { NodeOutline } from '@ferry/store';

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

/** Whether a node's locator has the same keys as the rule's and fits its patterns. */
function fits(rule: ObjectLocator, node: ObjectLocator): boolean {
  const keys = keysOf(rule);
  if (keys.length !== keysOf(node).length) return false;
  if (rule['table-name'] !== undefined && (rule['table-type'] ?? 'table') !== (node['table-type'] ?? 'table')) return false;
  return keys.every((key) => {
    const value = node[key as keyof ObjectLocator];
    return value !== undefined && matches(rule[key as keyof ObjectLocator] ?? '', value);
  });
}

const parseLocator = (text: string): ObjectLocator => JSON.parse(text) as ObjectLocator;

/** Answers which nodes of one tree the rules mean. */
function finder(outline: readonly NodeOutline[]): (rule: SelectionRule) => readonly NodeOutline[] {
  let byPath: Map<string, NodeOutline> | undefined;
  let byKey: Map<string, NodeOutline> | undefined;
  let parsed: { node: NodeOutline; locator: ObjectLocator }[] | undefined;
  return (rule) => {
    const locator = rule['object-locator'];
    const path = locator['node-path'];
    if (path !== undefined) {
      byPath ??= new Map(outline.map((node) => [node.path, node]));
      const found = byPath.get(path);
      return found === undefined ? [] : [found];
    }
    if (rule['rule-action'] === 'explicit') {
      byKey ??= new Map(outline.map((node) => [locatorKey(parseLocator(node.locator)), node]));
      const found = byKey.get(locatorKey(locator));
      return found === undefined ? [] : [found];
    }
    parsed ??= outline.map((node) => ({ node, locator: parseLocator(node.locator) }));
    return parsed.filter((one) => fits(locator, one.locator)).map((one) => one.node);
  };
}

/**
 * The nodes that rules select, with everything below them: one flag for each node, by its place in the outline.
 * A later exclude takes away what an earlier include gave.
 * @param outline a whole tree in depth-first order, beginning with position 0
 */
export function selectNodes(outline: readonly NodeOutline[], rules: readonly SelectionRule[]): { readonly flags: Uint8Array; readonly heads: readonly NodeOutline[] } {
  const find = finder(outline);
  // Positions may have gaps.
  const flags = new Uint8Array((outline.at(-1)?.position ?? -1) + 1);
  const heads: NodeOutline[] = [];
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
