import type { ApplyUnit, ServerMessage, TargetRef } from '@ferry/conversion';
import type { Client } from 'pg';
import { nameText, quoteIdentifier } from '../printer';
import { strangerAmongDependents } from './dependents';
import { schemaOf } from './identity';

/** How a unit is brought into the target. */
export type Plan =
  /** These statements in one transaction. */
  | { readonly kind: 'run'; readonly before: readonly string[]; readonly statements: readonly string[]; /** Something that others stand on goes and comes back. */ readonly drops: boolean }
  /** Nothing is touched, for this reason. */
  | { readonly kind: 'keep'; readonly message: ServerMessage };

export const kept = (message: string, hint: string): Extract<Plan, { kind: 'keep' }> => ({ kind: 'keep', message: { sqlstate: '55000', message, hint } });

const nameOf = (ref: TargetRef): string => nameText({ schema: schemaOf(ref), name: ref.name });
const parentOf = (ref: TargetRef): string => nameText({ schema: schemaOf(ref), name: ref.parent ?? '' });

/** The words that drop an object. Only after `strangerAmongDependents` may they say CASCADE. */
export function dropText(ref: TargetRef, cascade: boolean): string | undefined {
  const tail = cascade ? ' CASCADE' : '';
  switch (ref.kind) {
    case 'FUNCTION':
    case 'PROCEDURE':
      return `DROP ROUTINE ${nameOf(ref)}${tail}`;
    case 'TABLE':
    case 'VIEW':
    case 'SEQUENCE':
    case 'INDEX':
    case 'TYPE':
    case 'DOMAIN':
    case 'COLLATION':
      return `DROP ${ref.kind} ${nameOf(ref)}${tail}`;
    case 'MATERIALIZED_VIEW':
      return `DROP MATERIALIZED VIEW ${nameOf(ref)}${tail}`;
    case 'PRIMARY_KEY':
    case 'UNIQUE':
    case 'CHECK':
    case 'FOREIGN_KEY':
      return `ALTER TABLE ${parentOf(ref)} DROP CONSTRAINT ${quoteIdentifier(ref.name)}${tail}`;
    case 'TRIGGER':
      return `DROP TRIGGER ${quoteIdentifier(ref.name)} ON ${parentOf(ref)}`;
    case 'EVENT_TRIGGER':
      return `DROP EVENT TRIGGER ${quoteIdentifier(ref.name)}`;
    default:
      return undefined;
  }
}

/** The same definition that may replace an existing one. Comments before it stay where they are. */
const replacing = (sql: string): string => sql.replace(/^(?<comments>(?:\s|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*)CREATE (?=FUNCTION |PROCEDURE |VIEW )/i, '$<comments>CREATE OR REPLACE ');

const isCode = (ref: TargetRef): boolean => ref.kind === 'FUNCTION' || ref.kind === 'PROCEDURE' || ref.kind === 'VIEW';
/** Kinds whose dependents (defaults, columns) may not fall with them. */
export const neverCascades = new Set(['TYPE', 'DOMAIN', 'COLLATION', 'SEQUENCE', 'TRIGGER', 'EVENT_TRIGGER']);
export const words = (ref: TargetRef): string => `${ref.kind.toLowerCase().replaceAll('_', ' ')} ${ref.schema === '' ? '' : `${ref.schema}.`}${ref.parent === undefined ? '' : `${ref.parent}.`}${ref.name}`;

export async function holdsData(client: Client, ref: TargetRef): Promise<boolean> {
  if (ref.kind === 'TABLE') return (await client.query<{ some: boolean }>(`SELECT EXISTS (SELECT FROM ${nameOf(ref)}) AS some`)).rows[0]?.some === true;
  return ref.kind === 'SEQUENCE' && (await client.query<{ used: boolean }>(`SELECT is_called AS used FROM ${nameOf(ref)}`)).rows[0]?.used === true;
}

/** A first try for what is there already: code is replaced in place, so that what stands on it stays. */
export const replaceInPlace = (unit: ApplyUnit): Plan | undefined =>
  isCode(unit.ref) ? { kind: 'run', before: [], statements: unit.statements.map((s) => replacing(s.sql)), drops: false } : undefined;

/**
 * How a unit is made anew whose object is there in another form. Data is never lost: a table with rows and a sequence in use are kept,
 * and nothing that we could not make again falls with the old object.
 * @param ours see `strangerAmongDependents`
 */
export async function replaceByDropping(client: Client, unit: ApplyUnit, ours: ReadonlySet<string>): Promise<Plan> {
  const { ref } = unit;
  const statements = unit.statements.map((s) => s.sql);
  const drop = dropText(ref, false);
  // A thing about another object (a comment) is said again.
  if (drop === undefined) return { kind: 'run', before: [], statements, drops: false };
  // A later step about the same object (a trigger that is switched off) is no definition of its own.
  if (!unit.statements.some((s) => /\bCREATE\b|\bADD\b/i.test(s.sql.slice(0, 2000)))) return { kind: 'run', before: [], statements, drops: false };
  if (await holdsData(client, ref))
    return ref.kind === 'TABLE'
      ? kept(`The ${words(ref)} holds rows, and its definition here differs from the one that was applied.`, 'It was left as it is, so that no row is lost. Change it in the target with ALTER TABLE, or empty it, then apply again.')
      : kept(`The ${words(ref)} is in use, and its definition here differs from the one that was applied.`, 'It was left as it is, so that no number is given twice. Change it in the target with ALTER SEQUENCE, or drop it, then apply again.');
  if (neverCascades.has(ref.kind)) return { kind: 'run', before: [drop], statements, drops: false };
  const stranger = await strangerAmongDependents(client, ref, ours);
  if (stranger !== undefined) return kept(`The ${words(ref)} cannot be made anew: ${stranger} depends on it and was not made by applying changes.`, 'Drop that object in the target, apply again, then make it again.');
  return { kind: 'run', before: [dropText(ref, true) ?? drop], statements, drops: true };
}

/** An object of this name that is not ours. */
export const keepForeign = (unit: ApplyUnit): Plan =>
  kept(`The target already has a ${words(unit.ref)}, and it was not made by applying changes.`, 'It was left as it is. Drop or rename it in the target, then apply again.');
