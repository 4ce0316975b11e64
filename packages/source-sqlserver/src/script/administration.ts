import type { DatabaseOption, PermissionRule } from '@ferry/catalog';
import type * as syntax from '../syntax';
import { define, find, fragment, keep, passOver, resolve } from './draft';
import type { DraftOf, Place } from './draft';
import { firstWords } from './heads';
import type { Word } from './heads';

/** Users that every database has, and which mean its owner or nobody in particular. */
const builtIn = new Set(['dbo', 'guest', 'sys', 'information_schema']);
/** Roles that every database has: https://learn.microsoft.com/sql/relational-databases/security/authentication-access/database-level-roles */
const fixedRole = /^(?:db_\w+|public)$/i;

const mostWords = 400;
const wordsOf = (place: Place, at: syntax.Node): readonly Word[] => firstWords(place.text, at.span.start, at.span.end, mostWords);
const isWord = (word: Word | undefined, text: string): boolean => word?.kind === 'word' && word.text.toUpperCase() === text;

const newPrincipal = (place: Place, at: syntax.Node, name: string, isRole: boolean): DraftOf<'PRINCIPAL'> => ({ kind: 'PRINCIPAL', schema: '', name, definition: fragment(place, at), isRole, memberOf: [] });

/** Makes a user or role, once: scripts create users again and again behind IF. */
export function definePrincipal(place: Place, at: syntax.Node, name: string, isRole: boolean): void {
  if (builtIn.has(name.toLowerCase()) || fixedRole.test(name)) passOver(place, at.span, isRole ? 'CREATE ROLE' : 'CREATE USER', 'every database has it');
  else if (find(place.draft, ['PRINCIPAL'], { schema: '', name })) passOver(place, at.span, isRole ? 'CREATE ROLE' : 'CREATE USER', 'it is created before');
  else define(place, newPrincipal(place, at, name, isRole));
}

/** A member that no script creates is a user of the server: it is listed by what is said of it. */
export function addMember(place: Place, at: syntax.Node, role: string, member: string): void {
  if (place.draft.schemaOnly || builtIn.has(member.toLowerCase())) return passOver(place, at.span, 'ALTER ROLE', 'speaks of a user that every database has');
  const add = (object: DraftOf<'PRINCIPAL'>): void => {
    object.memberOf = [...object.memberOf, { role, at: fragment(place, at) }];
  };
  const known = find(place.draft, ['PRINCIPAL'], { schema: '', name: member });
  if (known) add(known);
  else {
    const made = newPrincipal(place, at, member, false);
    keep(place.draft, made);
    add(made);
  }
}

/** CREATE USER, CREATE ROLE, ALTER ROLE ... ADD MEMBER. @returns whether the statement was one of them */
export function principal(place: Place, node: syntax.GenericDefinition): boolean {
  const name = node.name?.parts.at(-1)?.name;
  if (place.draft.schemaOnly || name === undefined) return false;
  const role = node.objectType === 'ROLE' || node.objectType === 'APPLICATION ROLE';
  if (node.verb === 'CREATE' && (role || node.objectType === 'USER')) {
    definePrincipal(place, node, name, role);
    return true;
  }
  if (node.verb !== 'ALTER' || node.objectType !== 'ROLE') return false;
  const words = wordsOf(place, node);
  const at = words.findIndex((word, i) => isWord(word, 'ADD') && isWord(words[i + 1], 'MEMBER'));
  const member = words[at + 2]?.text;
  if (at < 0 || member === undefined) return false;
  addMember(place, node, name, member);
  return true;
}

const inShort = (words: readonly string[]): string => words.join(' ').slice(0, 200);

/** What a securable is, for kinds that the target may know; undefined for the others. */
function securable(on: syntax.Securable): PermissionRule['on'] {
  const class_ = on.class ?? 'OBJECT';
  const parts = on.name.parts;
  return class_ === 'OBJECT' || class_ === 'TYPE' ? { class: class_, ...resolve(on.name) } : { class: class_, schema: '', name: parts.at(-1)?.name ?? '' };
}

/** GRANT, DENY and REVOKE. @returns whether the statement was kept */
export function permission(place: Place, node: syntax.PermissionStatement): boolean {
  if (place.draft.schemaOnly) return false;
  const on = node.on === undefined ? undefined : securable(node.on);
  const to = node.principals.map((p) => p.name);
  const outside = node.on?.columns.map((c) => c.name) ?? [];
  const permissions = node.permissions.map((p) => ({ name: p.name, columns: p.columns.length > 0 ? p.columns.map((c) => c.name) : outside }));
  const shown = on === undefined ? [] : ['ON', `${on.class === 'OBJECT' ? '' : `${on.class}::`}${on.schema === '' ? '' : `${on.schema}.`}${on.name}`];
  const what = permissions.map((p) => `${p.name}${p.columns.length === 0 ? '' : ` (${p.columns.join(', ')})`}`).join(', ');
  const name = inShort([node.action, what, ...shown, node.action === 'REVOKE' ? 'FROM' : 'TO', to.join(', ')]);
  keep(place.draft, { kind: 'PERMISSION', schema: '', name, definition: fragment(place, node), action: node.action, permissions, ...(on === undefined ? {} : { on }), to, grantOption: node.withGrantOption });
  return true;
}

/** Who owns something: ALTER AUTHORIZATION, CREATE SCHEMA ... AUTHORIZATION. */
export function owner(place: Place, at: syntax.Node, on: NonNullable<PermissionRule['on']>, to: string): void {
  if (place.draft.schemaOnly || builtIn.has(to.toLowerCase()) || fixedRole.test(to)) return;
  const name = inShort(['OWNER', 'OF', `${on.class === 'OBJECT' ? '' : `${on.class}::`}${on.schema === '' ? '' : `${on.schema}.`}${on.name}`, 'IS', to]);
  keep(place.draft, { kind: 'PERMISSION', schema: '', name, definition: fragment(place, at), action: 'OWNER', permissions: [], on, to: [to], grantOption: false });
}

const owned = new Set(['OBJECT', 'SCHEMA', 'TYPE']);

/** @returns whether the statement was kept */
export function changeOwner(place: Place, node: syntax.AlterAuthorizationStatement): boolean {
  const on = securable({ kind: 'Securable', class: node.class, name: node.object, columns: [], span: node.span });
  if (on === undefined || node.principal === undefined || !owned.has(on.class) || place.draft.schemaOnly) return false;
  if (builtIn.has(node.principal.name.toLowerCase())) return false;
  owner(place, node, on, node.principal.name);
  return true;
}

/** Words that end the options of ALTER DATABASE SET. */
const optionsEnd = new Set(['WITH']);
/** Options whose value stands behind them without `=`. */
const values = new Set(['ON', 'OFF', 'SIMPLE', 'FULL', 'BULK_LOGGED', 'GLOBAL', 'LOCAL', 'NONE', 'CHECKSUM', 'TORN_PAGE_DETECTION', 'FORCED', 'ASYNC', 'AUTO', 'PARTIAL', 'DISABLED', 'ALLOWED', 'LIMITED']);

/** `A ON, B = 1, C (x = 1)` as pairs. */
function optionPairs(words: readonly Word[]): { readonly name: string; readonly value: string }[] {
  const out: { name: string; value: string }[] = [];
  let name = '';
  let value: string[] = [];
  let depth = 0;
  const close = (): void => {
    if (name !== '') out.push({ name: name.toUpperCase(), value: value.join(' ').toUpperCase() });
    name = '';
    value = [];
  };
  for (const word of words) {
    if (word.text === '(') depth++;
    if (depth === 0 && word.kind === 'word' && optionsEnd.has(word.text.toUpperCase())) break;
    if (depth === 0 && (word.text === ',' || word.text === ';')) close();
    else if (depth === 0 && word.text === '=') value = [];
    else if (name === '') name = word.text;
    else value.push(word.text);
    if (word.text === ')') depth = Math.max(0, depth - 1);
  }
  close();
  return out.map(({ name: option, value: given }) => {
    const last = given.split(' ')[0] ?? '';
    // Digits come one by one.
    return { name: option, value: given === '' ? 'ON' : values.has(last) ? last : given.slice(0, 100).replace(/(\d) (?=\d)/g, '$1') };
  });
}

/** ALTER DATABASE ... SET, for the database itself: the last value counts. @returns whether the statement was kept */
export function databaseOptions(place: Place, node: syntax.GenericDefinition): boolean {
  const scoped = node.objectType === 'DATABASE SCOPED CONFIGURATION';
  if (place.draft.schemaOnly || node.verb !== 'ALTER' || (node.objectType !== 'DATABASE' && !scoped)) return false;
  const words = wordsOf(place, node);
  const set = words.findIndex((word) => isWord(word, 'SET'));
  if (set < 0) return false;
  for (const { name, value } of optionPairs(words.slice(set + 1))) {
    const made: DatabaseOption = { kind: 'DATABASE_OPTION', schema: '', name, definition: fragment(place, node), value };
    keep(place.draft, made);
  }
  return true;
}

