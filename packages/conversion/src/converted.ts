import type { Fragment, ObjectId, ObjectRef } from '@ferry/catalog';
import type { Span } from '@ferry/kernel';
import type { ActionItem, ActionItemRegistry } from './action-item';
import { itemDefinition, needsWork } from './action-item';

/** An object of the target, in the target's own words (`DOMAIN`, `MATERIALIZED_VIEW` ...). */
export interface TargetRef {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
  /** The table that a constraint, index or trigger belongs to. */
  readonly parent?: string;
}

/** What names a target object in `needs`; routines share one key whatever their parameters. */
export type TargetKey = string;
const keyClass = (kind: string): string => {
  switch (kind) {
    case 'TABLE':
    case 'VIEW':
    case 'MATERIALIZED_VIEW':
    case 'SEQUENCE':
      return 'RELATION';
    case 'DOMAIN':
    case 'TYPE':
      return 'TYPE';
    case 'FUNCTION':
    case 'PROCEDURE':
      return 'ROUTINE';
    default:
      return kind;
  }
};
export const targetKey = (ref: TargetRef): TargetKey => JSON.stringify([keyClass(ref.kind), ref.schema, ref.parent ?? '', ref.name]);

/** Source place and place in `sql` that belong together. */
export interface StatementLink {
  readonly source: Fragment;
  readonly target: Span;
}

/** One statement for the target, complete with its semicolon. */
export interface TargetStatement {
  readonly sql: string;
  readonly links: readonly StatementLink[];
  /** The object that the statement creates or changes. */
  readonly creates: TargetRef;
  /** Position in the target's list of phases: the order when nothing else decides. */
  readonly phase: number;
  /** What must exist before, beyond what the phase implies. Keys that nothing creates are ignored. */
  readonly needs: readonly TargetKey[];
}

/** What became of one source object, or of one part of it (column, constraint, index ...). */
export interface ConvertedPart {
  readonly ref: ObjectRef;
  readonly at: Fragment;
  readonly targets: readonly TargetRef[];
  /** Own statements. A part without any (a column) is carried by the first part of its object. */
  readonly statements: readonly TargetStatement[];
  /** Statements that fail loudly at run time, to use when the server refuses the real ones. */
  readonly fallback?: readonly TargetStatement[];
  /** The statements are such stand-ins already. */
  readonly stub?: boolean;
  readonly items: readonly ActionItem[];
}

/** A whole source object: the first part is the object itself. */
export interface ConvertedObject {
  readonly id: ObjectId;
  readonly parts: readonly [ConvertedPart, ...ConvertedPart[]];
  /** The support code that it asked for. */
  readonly support?: readonly SupportCode[];
}

/** A piece of support code: an extension, a helper function. */
export interface SupportCode {
  /** Stable identifier. */
  readonly name: string;
  readonly statements: readonly TargetStatement[];
}

/** What the data in the scripts became: INSERT, UPDATE and the like outside of routines. */
export interface ConvertedData {
  /** In the order in which they run. */
  readonly statements: readonly TargetStatement[];
  /** Statements of the source that were not converted: what stands in their place raises an error. */
  readonly left: readonly { readonly at: Fragment; readonly items: readonly ActionItem[] }[];
}

/** Whether a person has work to do; says nothing about proof. */
export type Status = 'converted' | 'converted-with-items' | 'not-converted';

export function statusOf(part: ConvertedPart, registry: ActionItemRegistry): Status {
  if (part.stub === true || part.targets.length === 0) return 'not-converted';
  return part.items.some((item) => needsWork(itemDefinition(registry, item.code).severity)) ? 'converted-with-items' : 'converted';
}

/** What was shown, from nothing to equal results; each level includes those before it. */
export const proofLevels = ['none', 'parsed', 'created', 'checked', 'ran', 'equal'] as const;
export type ProofLevel = (typeof proofLevels)[number];

export interface ServerMessage {
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Offset in the statement's text, in UTF-16 code units. */
  readonly offset?: number;
}

export interface Proof {
  readonly level: ProofLevel;
  /** The product and version that showed it, for example `PostgreSQL 18.4` or `libpg-query 18.0`. */
  readonly by?: string;
  /** Why it went no further, when something was refused. */
  readonly refusal?: ServerMessage;
}

export const unproved: Proof = { level: 'none' };

/** The weaker of two proofs; a refusal is weaker than anything of its level. */
export function weaker(a: Proof, b: Proof): Proof {
  const difference = proofLevels.indexOf(a.level) - proofLevels.indexOf(b.level);
  if (difference !== 0) return difference < 0 ? a : b;
  return a.refusal ? a : b;
}
