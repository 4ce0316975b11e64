import type { Expression, Node } from '../syntax';
import { valueParts } from './dynamic-values';
import type { DynamicChoice, DynamicHole, DynamicRepeat, DynamicText, DynamicValue } from './dynamic-values';

export type DynamicPart = DynamicText | DynamicHole | DynamicRepeat;

/** Which way a choice went. */
export interface DynamicDecision {
  readonly choice: DynamicChoice;
  readonly then: boolean;
}

/** One text that a value may be: its parts, and the ways of the choices that make it so. */
export interface DynamicPath {
  readonly parts: readonly DynamicPart[];
  readonly decisions: readonly DynamicDecision[];
  /** NULL: EXEC of it does nothing. */
  readonly isNull: boolean;
}

/** More alternatives than this are not listed one by one. */
export const mostPaths = 64;
const mostParts = 20_000;
/** Characters of all alternatives together, likewise: written out one by one they would be code that nobody can keep up. */
const mostCharacters = 50_000;
/** So many decisions are looked at for one about the same condition. */
const lookBack = 100;

interface Draft {
  parts: DynamicPart[];
  decisions: DynamicDecision[];
  isNull: boolean;
}

interface Walk {
  /** Parts that may still be looked at. */
  budget: number;
  /** How a choice goes; undefined when both ways are wanted. */
  readonly forced: ((choice: DynamicChoice) => boolean | undefined) | undefined;
  /** More drafts than this are too many. */
  readonly most?: number;
}

/** Appends a value to every draft; gives undefined when they become too many. */
function append(walk: Walk, drafts: readonly Draft[], value: DynamicValue): Draft[] | undefined {
  const parts = walk.budget <= 0 ? undefined : valueParts(value, walk.budget);
  if (parts === undefined) return undefined;
  let all: Draft[] = [...drafts];
  for (const part of parts) {
    walk.budget -= all.length;
    if (walk.budget <= 0) return undefined;
    if (part.kind === 'null') for (const draft of all) draft.isNull = true;
    else if (part.kind === 'choice') {
      const next = split(walk, all, part);
      if (next === undefined) return undefined;
      all = next;
    } else for (const draft of all) draft.parts.push(part);
  }
  return all;
}

function split(walk: Walk, drafts: readonly Draft[], choice: DynamicChoice): Draft[] | undefined {
  const yes: Draft[] = [];
  const no: Draft[] = [];
  for (const draft of drafts) {
    const told = walk.forced?.(choice) ?? decidedBefore(draft, choice);
    // Both ways need texts of their own.
    const other: Draft = told === undefined ? { parts: [...draft.parts], decisions: [...draft.decisions], isNull: draft.isNull } : draft;
    if (told === undefined) walk.budget -= draft.parts.length >> 4;
    if (told !== false) yes.push(decided(draft, choice, true));
    if (told !== true) no.push(decided(other, choice, false));
  }
  if (yes.length + no.length > (walk.most ?? mostPaths)) return undefined;
  const then = yes.length === 0 ? [] : append(walk, yes, choice.then);
  const otherwise = no.length === 0 ? [] : append(walk, no, choice.otherwise);
  return then === undefined || otherwise === undefined ? undefined : [...then, ...otherwise];
}

function decided(draft: Draft, choice: DynamicChoice, then: boolean): Draft {
  draft.decisions.push({ choice, then });
  return draft;
}

/** The same condition over the same values goes the same way again. */
function decidedBefore(draft: Draft, choice: DynamicChoice): boolean | undefined {
  if (choice.condition === undefined || choice.reads === undefined) return undefined;
  const wanted = conditionKey(choice);
  for (const { choice: before, then } of draft.decisions.slice(-lookBack)) {
    if (before.condition === undefined || before.reads === undefined) continue;
    const key = conditionKey(before);
    if (key.text === wanted.text) return then === (key.positive === wanted.positive);
  }
  return undefined;
}

interface ConditionKey {
  readonly text: string;
  /** False for the opposite of what the text says: `IS NOT NULL` is the opposite of `IS NULL`. */
  readonly positive: boolean;
}

const keys = new WeakMap<DynamicChoice, ConditionKey>();

/** Never NULL: then what does not hold is held by its opposite. */
function isTwoValued(node: Expression): boolean {
  if (node.kind === 'ParenthesizedExpression') return isTwoValued(node.expression);
  return node.kind === 'NotExpression' ? isTwoValued(node.operand) : node.kind === 'IsNullPredicate' || node.kind === 'ExistsPredicate';
}

function conditionKey(choice: DynamicChoice): ConditionKey {
  const known = keys.get(choice);
  if (known !== undefined) return known;
  let node = choice.condition as Expression;
  let positive = true;
  for (;;) {
    if (node.kind === 'ParenthesizedExpression') node = node.expression;
    else if (node.kind === 'NotExpression' && isTwoValued(node.operand)) {
      node = node.operand;
      positive = !positive;
    } else break;
  }
  if (node.kind === 'IsNullPredicate' && node.negated) {
    node = { ...node, negated: false };
    positive = !positive;
  }
  const text = `${shapeText(node)} ${[...(choice.reads ?? [])].map((r) => r.join(':')).join(' ')}`;
  const key = { text, positive };
  keys.set(choice, key);
  return key;
}

/** A tree without its places, as text; names of variables without regard to case. */
const shapeText = (node: Node): string => JSON.stringify(node, (name, value: unknown) => (name === 'span' || name === 'raw' ? undefined : typeof value === 'string' && value.startsWith('@') ? value.toLowerCase() : value));

const start = (): Draft[] => [{ parts: [], decisions: [], isNull: false }];

/**
 * The texts that a value may be.
 * @returns all of them; when they are too many, those in which every choice goes one way, and those in which a single one goes the
 * other way, so that every piece is seen at least once, as far as they are not too long together (`exhaustive` is false then); none
 * when the text is too large
 */
export function pathsOf(value: DynamicValue): { readonly paths: readonly DynamicPath[]; readonly exhaustive: boolean } {
  const all = append({ budget: mostParts, forced: undefined }, start(), value);
  if (all !== undefined && (all.length === 1 || all.reduce((sum, path) => sum + lengthOf(path), 0) <= mostCharacters)) return { paths: all, exhaustive: true };
  const choices: DynamicChoice[] = [];
  const base = (way: boolean): Draft[] => append({ budget: mostParts, forced: (choice) => { if (way && choices.length < mostPaths) choices.push(choice); return way; } }, start(), value) ?? [];
  const paths = [...base(true), ...base(false)];
  let length = paths.reduce((sum, path) => sum + lengthOf(path), 0);
  for (const one of choices) {
    if (length > mostCharacters) break;
    const more = append({ budget: mostParts, forced: (choice) => choice === one }, start(), value) ?? [];
    length += more.reduce((sum, path) => sum + lengthOf(path), 0);
    paths.push(...more);
  }
  return { paths: paths.slice(0, mostPaths), exhaustive: false };
}

const lengthOf = (path: DynamicPath): number => path.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);

/** One text in which the choices of a group go one way, all others as in the first text. */
export interface DynamicArm {
  readonly path: DynamicPath;
  /** The decisions of the group alone, outer ones first. */
  readonly decisions: readonly DynamicDecision[];
  /** This is how the first text has it. */
  readonly isFirst: boolean;
}

/** A text with parts that come and go independently of each other: how each of them may be, and texts with any of them. */
export interface DynamicAlternatives {
  readonly first: DynamicPath;
  /** For each group of choices that hang together all that it may be; of two ways of a choice the one where it holds comes before. */
  readonly groups: readonly (readonly DynamicArm[])[];
  /** The text in which each group is as the arm with that index. */
  readonly path: (arms: readonly number[]) => DynamicPath | undefined;
}

/** Arms of one group, and choices of one text, beyond which nobody looks. */
const mostArms = 256;
const mostChoices = 400;

/** The choices of a value, each once, in the order of the text; undefined when there are too many. */
function choicesIn(value: DynamicValue, budget = { parts: mostParts }, found = new Set<DynamicChoice>()): Set<DynamicChoice> | undefined {
  for (const part of valueParts(value, budget.parts) ?? []) {
    budget.parts--;
    if (part.kind !== 'choice' || found.has(part)) continue;
    found.add(part);
    if (found.size > mostChoices || budget.parts <= 0 || choicesIn(part.then, budget, found) === undefined || choicesIn(part.otherwise, budget, found) === undefined) return undefined;
  }
  return found;
}

/**
 * Splits a text into what is always there and groups of choices that go their ways independently of each other. Choices hang together
 * when one stands inside of the other, or when they ask the same.
 * @returns undefined when a condition cannot be asked, or when there is too much
 */
export function alternativesOf(value: DynamicValue): DynamicAlternatives | undefined {
  const choices = choicesIn(value);
  if (choices === undefined || choices.size === 0 || [...choices].some((c) => c.condition === undefined || c.reads === undefined)) return undefined;
  // At first nothing holds that is asked.
  const first = new Map<string, boolean>();
  for (const choice of choices) {
    const { text, positive } = conditionKey(choice);
    if (!first.has(text)) first.set(text, !positive);
  }
  const group = groupsOf(value);
  const wayOf = (ways: ReadonlyMap<string, boolean>) => (choice: DynamicChoice): boolean => {
    const { text, positive } = conditionKey(choice);
    return (ways.get(text) ?? first.get(text) ?? false) === positive;
  };
  const pathWith = (ways: ReadonlyMap<string, boolean>): DynamicPath | undefined => append({ budget: mostParts, forced: wayOf(ways) }, start(), value)?.[0];
  const base = pathWith(first);
  if (base === undefined || base.isNull) return undefined;
  const groups: DynamicArm[][] = [];
  for (const name of new Set([...choices].map((c) => group(conditionKey(c).text)))) {
    const inGroup = (choice: DynamicChoice): boolean => group(conditionKey(choice).text) === name;
    const paths = append({ budget: mostParts * 4, forced: (choice) => (inGroup(choice) ? undefined : wayOf(first)(choice)), most: mostArms }, start(), value);
    if (paths === undefined) return undefined;
    groups.push(paths.map((path): DynamicArm => {
      const decisions = path.decisions.filter((d) => inGroup(d.choice));
      return { path, decisions, isFirst: decisions.every((d) => d.then === wayOf(first)(d.choice)) };
    }));
  }
  return {
    first: base,
    groups,
    path: (arms) => {
      const ways = new Map(first);
      groups.forEach((all, i) => all[arms[i] ?? -1]?.decisions.forEach(({ choice, then }) => ways.set(conditionKey(choice).text, then === conditionKey(choice).positive)));
      return pathWith(ways);
    },
  };
}

/** The group of each condition. */
function groupsOf(value: DynamicValue): (key: string) => string {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    let at = key;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const part of valueParts(value, mostParts) ?? []) {
    if (part.kind !== 'choice') continue;
    const [head, ...inside] = [...(choicesIn(part) ?? [])].map((c) => conditionKey(c).text);
    for (const key of inside) if (head !== undefined && rootOf(key) !== rootOf(head)) parent.set(rootOf(key), rootOf(head));
  }
  return rootOf;
}
