import type { Column, Constraint, ExtendedProperty, TopLevelKind, TypeRef } from '@ferry/catalog';
import type { Span } from '@ferry/kernel';
import type * as syntax from '../syntax';
import { named, same } from './columns';
import { addMember, definePrincipal } from './administration';
import { addJob, addJobSchedule, addJobStep, addSchedule, attachSchedule } from './agent-jobs';
import { knownText } from './batch-variables';
import { define, defaultSchema, find, fragment, keep, passOver, rename, report, whenKnown } from './draft';
import type { DraftObject, DraftOf, DraftTable, Name, Place } from './draft';
import { addLinkedLogin, addLinkedServer } from './linked-servers';
import { longestName, nameIn, splitName } from './names';
import { setColumn } from './tables';

/** Arguments by the name of their parameter; a bare word means its text, NULL means nothing. */
export type Arguments = ReadonlyMap<string, string>;

/** Reads a text that stands in a statement, as a source of its own. */
export type ReadInner = (place: Place, text: string, at: Span) => void;

type Procedure = { readonly parameters: readonly string[]; readonly run: (place: Place, node: syntax.ExecuteStatement, args: Arguments, readInner: ReadInner) => void };

const argumentText = (place: Place, value: syntax.Expression): string | undefined => {
  if (value.kind === 'ColumnReference') return value.name.parts.map((p) => p?.name ?? '').join('.');
  return knownText(place, value);
};

export function argumentsOf(place: Place, args: readonly syntax.ExecuteArgument[], parameters: readonly string[]): Arguments {
  const out = new Map<string, string>();
  args.forEach((arg, index) => {
    const name = arg.name?.name.toLowerCase().slice(1) ?? parameters[index];
    const text = argumentText(place, arg.value);
    if (name !== undefined && text !== undefined) out.set(name, text);
  });
  return out;
}

/** `varchar(11)` as a text. */
function typeFromText(text: string): TypeRef {
  const match = /^([^(]+)(?:\(([^)]*)\))?$/.exec(text.trim().slice(0, longestName));
  const args = (match?.[2] ?? '').split(',').map((a) => a.trim()).filter((a) => a !== '');
  return { name: (match?.[1] ?? text).trim(), args: args.map((a) => (a.toLowerCase() === 'max' ? 'max' : Number(a))), raw: text };
}

/** https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-addtype-transact-sql */
function addType(place: Place, node: syntax.ExecuteStatement, args: Arguments): void {
  const name = args.get('typename');
  const base = args.get('phystype');
  if (name === undefined || base === undefined) return;
  define(place, { kind: 'TYPE', schema: defaultSchema, name, definition: fragment(place, node), base: typeFromText(base), nullable: !/^\s*NO/i.test(args.get('nulltype') ?? 'NULL') });
}

/** A rule or default is bound to an alias type, or to `table.column`. */
function bind(what: 'rule' | 'default') {
  return (place: Place, node: syntax.ExecuteStatement, args: Arguments): void => {
    const bound = args.get(what === 'rule' ? 'rule' : 'defname');
    const target = splitName(args.get('objname') ?? '');
    if (bound === undefined || target.length === 0) return;
    const boundName = nameIn(splitName(bound));
    const label = `${boundName.schema}.${boundName.name}`;
    const bindType = (type: DraftOf<'TYPE'>): void => {
      if (what === 'rule') type.boundRule = label;
      else type.boundDefault = label;
    };
    const bindColumn = (table: DraftTable): void =>
      setColumn(table, target.at(-1) ?? '', (column): Column => ({ ...column, options: [...column.options, `bound ${what} ${label}`] }));
    const apply = (): void => {
      const type = target.length <= 2 ? find(place.draft, ['TYPE'], nameIn(target)) : undefined;
      if (type) bindType(type);
      else if (target.length >= 2) whenKnown(place, ['TABLE'], nameIn(target.slice(0, -1)), node, `sp_bind${what === 'rule' ? 'rule' : 'efault'}`, bindColumn);
      else whenKnown(place, ['TYPE'], nameIn(target), node, `sp_bind${what === 'rule' ? 'rule' : 'efault'}`, bindType);
    };
    apply();
  };
}

const level1: Readonly<Record<string, readonly TopLevelKind[]>> = {
  TABLE: ['TABLE'],
  VIEW: ['VIEW'],
  PROCEDURE: ['PROCEDURE'],
  FUNCTION: ['FUNCTION'],
  AGGREGATE: ['AGGREGATE'],
  SYNONYM: ['SYNONYM'],
  SEQUENCE: ['SEQUENCE'],
  TYPE: ['TYPE', 'TABLE_TYPE'],
  TABLE_TYPE: ['TABLE_TYPE'],
  'XML SCHEMA COLLECTION': ['XML_SCHEMA_COLLECTION'],
  DEFAULT: ['DEFAULT_OBJECT'],
  RULE: ['RULE'],
};

/** Things outside of schemas that can have properties. */
const level0: Readonly<Record<string, TopLevelKind>> = {
  'PARTITION FUNCTION': 'PARTITION_FUNCTION',
  'PARTITION SCHEME': 'PARTITION_SCHEME',
  ASSEMBLY: 'ASSEMBLY',
  TRIGGER: 'DDL_TRIGGER',
};

const put = (list: readonly ExtendedProperty[] | undefined, property: ExtendedProperty): ExtendedProperty[] => [...(list ?? []).filter((p) => p.name !== property.name || p.part !== property.part), property];

const statementName = 'sp_addextendedproperty';

/** https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-addextendedproperty-transact-sql */
function addProperty(place: Place, node: syntax.ExecuteStatement, args: Arguments): void {
  const name = args.get('name');
  if (name === undefined) return;
  const property: ExtendedProperty = { name, value: args.get('value') ?? '', at: fragment(place, node) };
  const [type0, type1, type2] = ['level0type', 'level1type', 'level2type'].map((k) => args.get(k)?.trim().toUpperCase());
  const [name0, name1, name2] = ['level0name', 'level1name', 'level2name'].map((k) => args.get(k));
  const onObject = (object: DraftObject): void => {
    object.properties = put(object.properties, property);
  };
  if ((type0 === 'SCHEMA' || type0 === 'USER') && name0 !== undefined) {
    const kinds = type1 === undefined ? undefined : level1[type1];
    const principal = type0 === 'USER' && type1 === undefined ? find(place.draft, ['PRINCIPAL'], { schema: '', name: name0 }) : undefined;
    if (principal !== undefined) onObject(principal);
    else if (type1 === undefined || name1 === undefined) whenKnown<TopLevelKind>(place, ['SCHEMA'], { schema: name0, name: name0 }, node, statementName, onObject);
    else if (!kinds) passOver(place, node.span, statementName, `properties of the kind ${type1} are not kept`);
    else if (type2 === undefined || name2 === undefined) whenKnown<TopLevelKind>(place, kinds, { schema: name0, name: name1 }, node, statementName, onObject);
    else onPart(place, node, kinds, { schema: name0, name: name1 }, type2, name2, property);
    return;
  }
  if (type0 === undefined && !place.draft.schemaOnly) return keep(place.draft, { kind: 'DATABASE_OPTION', schema: '', name: `DESCRIPTION ${name}`, definition: property.at, value: property.value });
  const kind = type0 === undefined ? undefined : level0[type0];
  if (kind && name0 !== undefined) whenKnown<TopLevelKind>(place, [kind], { schema: kind === 'DDL_TRIGGER' ? defaultSchema : '', name: name0 }, node, statementName, onObject);
  else passOver(place, node.span, statementName, type0 === undefined ? 'a property of the database itself' : `properties of the kind ${type0} are not kept`);
}

function onPart(place: Place, node: syntax.ExecuteStatement, kinds: readonly TopLevelKind[], owner: Name, type: string, name: string, property: ExtendedProperty): void {
  if (type === 'TRIGGER') {
    whenKnown(place, ['TRIGGER'], { schema: owner.schema, name }, node, statementName, (trigger) => {
      trigger.properties = put(trigger.properties, property);
    });
    return;
  }
  whenKnown(place, kinds, owner, node, statementName, (object) => {
    if (putOnPart(object, type, name, property)) return;
    const later = place.draft.final ? undefined : () => onPart(place, node, kinds, owner, type, name, property);
    if (later) place.draft.deferred.push(later);
    else report(place, node, 'unknown-object', `${owner.schema}.${owner.name} has no ${type.toLowerCase()} ${name}; its property ${property.name} is left out. Correct the name.`);
  });
}

/** @returns whether the object has such a part */
function putOnPart(object: DraftObject, type: string, name: string, property: ExtendedProperty): boolean {
  const on = <T extends { readonly name?: string; readonly properties?: readonly ExtendedProperty[] }>(list: readonly T[], set: (list: T[]) => void): boolean => {
    const meant = named(list, name);
    if (meant === undefined) return false;
    set(list.map((part) => (part === meant ? { ...part, properties: put(part.properties, property) } : part)));
    return true;
  };
  const isTable = object.kind === 'TABLE' || object.kind === 'TABLE_TYPE';
  if (isTable && type === 'COLUMN') return on(object.columns, (list) => (object.columns = list));
  if (isTable && type === 'INDEX') return on(object.indexes, (list) => (object.indexes = list)) || on(object.constraints, (list) => (object.constraints = list));
  if (isTable && type === 'CONSTRAINT') {
    if (on(object.constraints, (list) => (object.constraints = list))) return true;
    // A default has no entry of its own in the catalogue: its description is kept as one of the column.
    const owner = object.columns.find((c) => c.default?.name !== undefined && same(c.default.name, name));
    if (!owner) return false;
    object.columns = object.columns.map((c) => (c === owner ? { ...c, properties: put(c.properties, { ...property, part: name }) } : c));
    return true;
  }
  if (object.kind === 'VIEW' && type === 'INDEX') return on(object.indexes ?? [], (list) => (object.indexes = list));
  object.properties = put(object.properties, { ...property, part: name });
  return true;
}

/** https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-rename-transact-sql */
function renameObject(place: Place, node: syntax.ExecuteStatement, args: Arguments): void {
  const old = splitName(args.get('objname') ?? '');
  const name = args.get('newname');
  const type = args.get('objtype')?.toUpperCase();
  if (name === undefined || old.length === 0) return;
  const last = old.at(-1) ?? '';
  if (type === 'COLUMN' || type === 'INDEX') {
    whenKnown(place, ['TABLE'], nameIn(old.slice(0, -1)), node, 'sp_rename', (table) => (type === 'COLUMN' ? renameColumn(table, last, name) : renameIn(table, last, name)));
    return;
  }
  if (type === 'DATABASE') return;
  const target = nameIn(old);
  const found = find(place.draft, ['TABLE', 'VIEW', 'PROCEDURE', 'FUNCTION', 'SEQUENCE', 'SYNONYM', 'TYPE', 'TABLE_TYPE'], target);
  if (found?.kind === 'TABLE') {
    const before = { schema: found.schema, name: found.name };
    rename(place.draft, found, { schema: found.schema, name });
    followTable(place, before, name);
  } else if (found) {
    rename(place.draft, found, { schema: found.schema, name });
    report(place, node, 'renamed', `${target.schema}.${target.name} is renamed to ${name}; its definition still says the old name. Change the name in its definition.`, 'info');
  } else {
    for (const object of place.draft.objects.values()) if (object.kind === 'TABLE' && object.schema === target.schema && renameIn(object, last, name)) return;
    report(place, node, 'unknown-object', `sp_rename speaks of ${old.join('.')}, which no script defines before it.`);
  }
}

/** Foreign keys and triggers follow a table that is renamed. */
function followTable(place: Place, before: Name, name: string): void {
  const meant = (n: Name): boolean => same(n.schema, before.schema) && same(n.name, before.name);
  for (const object of place.draft.objects.values()) {
    if (object.kind === 'TABLE')
      object.constraints = object.constraints.map((c) => (c.kind === 'FOREIGN_KEY' && meant({ schema: c.references.schema, name: c.references.table }) ? { ...c, references: { ...c.references, table: name } } : c));
    else if (object.kind === 'TRIGGER' && object.on && meant(object.on)) object.on = { ...object.on, name };
  }
}

function renameColumn(table: DraftTable, old: string, name: string): void {
  const before = table.columns;
  const meant = named(before, old);
  const swap = (n: string): string => (meant !== undefined && named(before, n) === meant ? name : n);
  setColumn(table, old, (c) => ({ ...c, name }));
  table.constraints = table.constraints.map((c): Constraint => ('references' in c || c.kind === 'CHECK' ? { ...c, columns: c.columns.map(swap) } : { ...c, columns: c.columns.map((k) => ({ ...k, name: swap(k.name) })) }));
  table.indexes = table.indexes.map((i) => ({ ...i, keys: i.keys.map((k) => ({ ...k, name: swap(k.name) })), include: i.include.map(swap) }));
}

/** Renames an index or constraint of a table. @returns whether it has one of that name */
function renameIn(table: DraftTable, old: string, name: string): boolean {
  const has = (part: { readonly name?: string }): boolean => part.name !== undefined && same(part.name, old);
  const found = table.indexes.some(has) || table.constraints.some(has);
  table.indexes = table.indexes.map((i) => (has(i) ? { ...i, name } : i));
  table.constraints = table.constraints.map((c) => (has(c) ? { ...c, name } : c));
  return found;
}

/** https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-adduser-transact-sql */
function addUser(place: Place, node: syntax.ExecuteStatement, args: Arguments): void {
  const name = args.get('name_in_db') ?? args.get('loginame');
  if (name === undefined) return;
  definePrincipal(place, node, name, false);
  const role = args.get('grpname');
  if (role !== undefined) addMember(place, node, role, name);
}

const propertyParameters = ['name', 'value', 'level0type', 'level0name', 'level1type', 'level1name', 'level2type', 'level2name'];

/** System procedures that define something, by name in lower case. */
export const systemProcedures: Readonly<Record<string, Procedure>> = {
  sp_addtype: { parameters: ['typename', 'phystype', 'nulltype', 'owner'], run: addType },
  sp_bindrule: { parameters: ['rule', 'objname'], run: bind('rule') },
  sp_bindefault: { parameters: ['defname', 'objname'], run: bind('default') },
  sp_addextendedproperty: { parameters: propertyParameters, run: addProperty },
  sp_updateextendedproperty: { parameters: propertyParameters, run: addProperty },
  sp_addrole: { parameters: ['rolename', 'ownername'], run: (place, node, args) => definePrincipal(place, node, args.get('rolename') ?? '', true) },
  sp_adduser: { parameters: ['loginame', 'name_in_db', 'grpname'], run: addUser },
  sp_grantdbaccess: { parameters: ['loginame', 'name_in_db'], run: addUser },
  sp_addrolemember: { parameters: ['rolename', 'membername'], run: (place, node, args) => addMember(place, node, args.get('rolename') ?? '', args.get('membername') ?? '') },
  sp_addlinkedserver: { parameters: ['server', 'srvproduct', 'provider', 'datasrc', 'location', 'provstr', 'catalog'], run: addLinkedServer },
  sp_addlinkedsrvlogin: { parameters: ['rmtsrvname', 'useself', 'locallogin', 'rmtuser', 'rmtpassword'], run: addLinkedLogin },
  sp_add_job: { parameters: ['job_name', 'enabled'], run: addJob },
  sp_add_jobstep: { parameters: ['job_id', 'job_name', 'step_id', 'step_name', 'subsystem', 'command'], run: addJobStep },
  sp_add_jobschedule: { parameters: ['job_id', 'job_name', 'name', 'enabled', 'freq_type'], run: addJobSchedule },
  sp_add_schedule: { parameters: ['schedule_name', 'enabled', 'freq_type'], run: addSchedule },
  sp_attach_schedule: { parameters: ['job_id', 'job_name', 'schedule_id', 'schedule_name'], run: attachSchedule },
  sp_rename: { parameters: ['objname', 'newname', 'objtype'], run: renameObject },
};

/** Those that define no part of a schema. */
export const administrative: ReadonlySet<string> = new Set(['sp_addrole', 'sp_adduser', 'sp_grantdbaccess', 'sp_addrolemember', 'sp_addlinkedserver', 'sp_addlinkedsrvlogin', 'sp_add_job', 'sp_add_jobstep', 'sp_add_jobschedule', 'sp_add_schedule', 'sp_attach_schedule']);
