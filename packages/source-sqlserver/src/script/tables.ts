import type { Column, Constraint } from '@ferry/catalog';
import type * as syntax from '../syntax';
import { columnOfUnnamedDefault } from './batch-variables';
import { named, nullabilityFromType, optionRecord, readElements, same, storage, typeRef } from './columns';
import type { Elements } from './columns';
import { define, find, fragment, isCaseSensitive, isTemporary, passOver, report, resolve, whenKnown } from './draft';
import type { DraftCode, DraftTable, Place } from './draft';
import { columnsOfForm, ledgerColumns } from './own-columns';

const tableForm = (form: syntax.CreateTableStatement['form']): Record<string, string> => (form === 'TABLE' ? {} : { FORM: form });

export function createTable(place: Place, node: syntax.CreateTableStatement, schema?: string): void {
  const name = resolve(node.name, schema);
  if (isTemporary(name.name)) {
    passOver(place, node.span, 'CREATE TABLE', 'a temporary table');
    return;
  }
  const elements = readElements(place, node.elements, name.schema);
  const table: DraftTable = {
    kind: 'TABLE',
    ...name,
    definition: fragment(place, node),
    nameAt: fragment(place, node.name),
    columns: [...columnsOfForm(place, node, elements.columns), ...elements.columns, ...ledgerColumns(place, node, elements.columns)],
    constraints: elements.constraints,
    indexes: elements.indexes,
    options: { ...elements.options, ...optionRecord(node.options), ...storage(node.on), ...tableForm(node.form), ...sourceOptions(place, node) },
  };
  define(place, table);
}

const sourceOption = (text: string, name: string): string | undefined => new RegExp(String.raw`\b${name}\s{0,20}=\s{0,20}N?(?:'([^']{0,2000})'|(\w{1,100}))`, 'i').exec(text)?.slice(1).find((found) => found !== undefined);

/** CREATE EXTERNAL DATA SOURCE: kept for the tables that name it. */
export function externalSource(place: Place, node: syntax.GenericDefinition): void {
  const name = node.name?.parts.at(-1)?.name;
  const text = place.text.slice(node.span.start, Math.min(node.span.end, node.span.start + 20_000));
  const found = { EXTERNAL_SOURCE_LOCATION: sourceOption(text, 'LOCATION'), EXTERNAL_SOURCE_TYPE: sourceOption(text, 'TYPE'), EXTERNAL_SOURCE_DATABASE: sourceOption(text, 'DATABASE_NAME') };
  if (name !== undefined) place.draft.externalSources.set(name.toLowerCase(), Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined)));
}

const sourceOptions = (place: Place, node: syntax.CreateTableStatement): Readonly<Record<string, string>> => {
  const name = node.form === 'EXTERNAL' ? node.options.find((o) => o.name.toUpperCase() === 'DATA_SOURCE')?.value : undefined;
  return (name === undefined ? undefined : place.draft.externalSources.get(name.trim().replace(/^[["]|[\]"]$/g, '').toLowerCase())) ?? {};
};

/** ALTER TABLE, as soon as the table is known. */
export function alterTable(place: Place, node: syntax.AlterTableStatement): void {
  const name = resolve(node.table);
  if (isTemporary(name.name)) passOver(place, node.span, 'ALTER TABLE', 'a temporary table');
  // What makes room for a table speaks of the one before it: it must not take anything from the table that is made later.
  else if (node.action.kind === 'DropElements' && !find(place.draft, ['TABLE'], name)) passOver(place, node.span, 'ALTER TABLE', 'drops parts of a table that is not defined yet at this place');
  else whenKnown(place, ['TABLE'], name, node, 'ALTER TABLE', (table) => change(place, node, table));
}

function change(place: Place, node: syntax.AlterTableStatement, table: DraftTable): void {
  const { action } = node;
  switch (action.kind) {
    case 'AddElements':
      addElements(place, table, readElements(place, action.elements, table.schema), action);
      break;
    case 'AlterColumn':
      alterColumn(place, table, action);
      break;
    case 'DropElements':
      for (const item of action.items) dropElement(table, item);
      break;
    case 'ToggleConstraints':
      table.constraints = table.constraints.map((c) => toggle(c, action));
      break;
    case 'ToggleTriggers':
      toggleTriggers(place, table, action.names.map((n) => n.name), action.enable);
      break;
    case 'SetTableOptions':
      table.options = { ...table.options, ...optionRecord(action.options) };
      break;
    case 'SwitchPartition':
      passOver(place, node.span, 'ALTER TABLE SWITCH', 'moves rows from one table to another; not schema');
      break;
    case 'OtherTableAction':
      passOver(place, node.span, `ALTER TABLE ${action.words}`, 'changes how the table is stored, not what it is');
      break;
  }
}

function addElements(place: Place, table: DraftTable, added: Elements, action: syntax.AddElements): void {
  const exact = isCaseSensitive(place.draft);
  const isNew = (name: string | undefined, present: readonly { readonly name?: string }[]): boolean => name === undefined || !present.some((p) => p.name === name || (!exact && p.name !== undefined && same(p.name, name)));
  const notValidated = action.check === false ? { notValidated: true } : {};
  const constraints = added.constraints.map((c): Constraint => (c.kind === 'FOREIGN_KEY' || c.kind === 'CHECK' ? { ...c, ...notValidated } : c));
  table.columns = [...table.columns, ...added.columns.filter((c) => isNew(c.name, table.columns))];
  table.constraints = [...table.constraints, ...constraints.filter((c) => isNew(c.name, table.constraints))];
  table.indexes = [...table.indexes, ...added.indexes.filter((i) => isNew(i.name, table.indexes))];
  table.options = { ...table.options, ...added.options };
  for (const d of added.defaults) {
    if (table.columns.some((c) => same(c.name, d.column))) setColumn(table, d.column, (c) => ({ ...c, default: d.default }));
    else if (!place.draft.final) place.draft.deferred.push(() => addElements(place, table, { ...emptyElements, defaults: [d] }, action));
    else report(place, action, 'unknown-column', `The default is for the column ${d.column}, which ${table.schema}.${table.name} does not have. Correct the column's name.`, 'error');
  }
}

const emptyElements: Elements = { columns: [], constraints: [], indexes: [], options: {}, defaults: [] };

export function setColumn(table: { columns: readonly Column[] }, name: string, set: (column: Column) => Column): void {
  const meant = named(table.columns, name);
  table.columns = table.columns.map((c) => (c === meant ? set(c) : c));
}

function alterColumn(place: Place, table: DraftTable, action: syntax.AlterColumn): void {
  if (!table.columns.some((c) => same(c.name, action.name.name))) {
    report(place, action, 'unknown-column', `${table.schema}.${table.name} has no column ${action.name.name}. Correct the name, or add the script that creates the column.`, 'error');
    return;
  }
  const type = action.type === undefined ? undefined : typeRef(place, action.type);
  setColumn(table, action.name.name, (column) => {
    const options = changed([...column.options.filter((o) => o !== nullabilityFromType), ...action.options.map((o) => o.name.toLowerCase())], action.change);
    if (type === undefined) return { ...column, options };
    const { collation: _dropped, ...rest } = column;
    return { ...rest, type, nullable: action.nullability !== 'NOT NULL', ...(action.collation === undefined ? {} : { collation: action.collation.name }), options };
  });
}

/** `ADD MASKED WITH (...)`, `DROP SPARSE`: options as CREATE TABLE would have written them. */
function changed(options: readonly string[], change: string | undefined): readonly string[] {
  const [, verb = '', word = '', rest = ''] = /^\s*(ADD|DROP)\s+(\w+)(?:\s+WITH)?([^]*)$/i.exec(change ?? '') ?? [];
  if (verb === '') return change === undefined ? options : [...options, change.toLowerCase()];
  const others = options.filter((o) => !o.startsWith(word.toLowerCase()));
  return verb.toUpperCase() === 'DROP' ? others : [...others, `${word.toLowerCase()}${rest.trimEnd()}`];
}

const without = <T extends { readonly name?: string }>(list: readonly T[], name: string): T[] => {
  const meant = named(list, name);
  return list.filter((part) => part !== meant);
};

function dropElement(table: DraftTable, item: syntax.DroppedElement): void {
  const name = item.name?.name;
  if (name === undefined) {
    const { ['PERIOD FOR SYSTEM_TIME']: _period, ...rest } = table.options;
    table.options = rest;
    return;
  }
  if (item.type === 'COLUMN') table.columns = without(table.columns, name);
  else if (item.type === 'INDEX') table.indexes = without(table.indexes, name);
  else {
    table.constraints = without(table.constraints, name);
    table.columns = table.columns.map((c) => {
      const meant = c.default?.name === undefined ? c.default !== undefined && columnOfUnnamedDefault(name) === c.name : same(c.default.name, name);
      if (!meant) return c;
      const { default: _dropped, ...rest } = c;
      return rest;
    });
  }
}

/** A constraint that is enabled again without WITH CHECK stays untrusted. */
function toggle(constraint: Constraint, action: syntax.ToggleConstraints): Constraint {
  const meant = action.names.length === 0 || action.names.some((n) => constraint.name !== undefined && same(n.name, constraint.name));
  if (!meant || constraint.kind === 'PRIMARY_KEY' || constraint.kind === 'UNIQUE') return constraint;
  if (!action.enable) return { ...constraint, notValidated: true, disabled: true };
  const { disabled: _off, ...enabled } = constraint;
  if (action.check !== true) return enabled;
  const { notValidated: _was, ...rest } = enabled;
  return rest;
}

/** @param names empty for ALL */
export function toggleTriggers(place: Place, table: { readonly schema: string; readonly name: string }, names: readonly string[], enable: boolean): void {
  const set = (trigger: DraftCode): void => {
    if (enable) delete trigger.disabled;
    else trigger.disabled = true;
  };
  const apply = (): void => {
    if (names.length > 0) {
      for (const name of names) {
        const trigger = find(place.draft, ['TRIGGER'], { schema: table.schema, name });
        if (trigger) set(trigger);
      }
      return;
    }
    for (const object of place.draft.objects.values())
      if (object.kind === 'TRIGGER' && object.on && same(object.on.name, table.name) && same(object.on.schema, table.schema)) set(object);
  };
  if (place.draft.final || names.every((name) => find(place.draft, ['TRIGGER'], { schema: table.schema, name }))) apply();
  else place.draft.deferred.push(apply);
}

