import type { Catalog, CatalogObject } from '@ferry/catalog';
import type { Transformations } from '@ferry/conversion';
import type { Lookup, Names, TargetName } from '../context';
import { defaultSchema } from '../lookup';
import type { Choices } from '../settings/choices';
import { byName } from './by-name';
import type { ByName } from './by-name';
import type { Namespace } from './namespace';
import { beginNaming } from './naming';
import { nameColumns, nameConstraints, nameIndexes, tabular } from './part-names';

type Kind = CatalogObject['kind'];

/** A table has a row type of its name, so that types and relations share one namespace. Relations choose first. */
const relationKinds: readonly Kind[] = ['TABLE', 'VIEW', 'SYNONYM', 'SEQUENCE'];
const typeKinds: readonly Kind[] = ['TYPE', 'TABLE_TYPE'];
const routineKinds: readonly Kind[] = ['FUNCTION', 'PROCEDURE', 'AGGREGATE'];
const triggerKinds: readonly Kind[] = ['TRIGGER'];

const schemaOf = (schema: string | undefined): string => (schema === undefined || schema === '' ? defaultSchema : schema);

/**
 * Gives every object, column, constraint and index of the catalogue its name in PostgreSQL, once and for all, so that references
 * agree whatever is converted. Linear in the number of names.
 */
export function buildNames(catalog: Catalog, choices: Choices, lookup: Lookup, rules: Transformations): Names {
  const naming = beginNaming(catalog, choices, lookup, rules);
  const own = new Map<CatalogObject, TargetName>();
  const nameAll = (kinds: readonly Kind[], spaceOf: (schema: string) => Namespace): ByName<TargetName> => {
    const names = byName<TargetName>(lookup.fold);
    for (const object of catalog.objects) {
      if (!kinds.includes(object.kind)) continue;
      const schema = naming.schema(object.schema);
      const target = { schema, name: naming.take(object, spaceOf(schema), object.kind, object.name, naming.chosen(object), object.nameAt ?? object.definition) };
      own.set(object, target);
      names.put(schemaOf(object.schema), object.name, target);
    }
    return names;
  };
  const relations = nameAll(relationKinds, naming.relations);
  const types = nameAll(typeKinds, naming.relations);
  const routines = nameAll(routineKinds, naming.routines);
  const triggers = nameAll(triggerKinds, naming.routines);

  const columns = nameColumns(naming);
  const owners = byName<CatalogObject>(lookup.fold);
  // A table is found before a table type of the same name.
  const [tables, tableTypes] = [tabular(naming).filter((o) => o.kind === 'TABLE'), tabular(naming).filter((o) => o.kind === 'TABLE_TYPE')];
  for (const object of [...tables, ...tableTypes]) owners.put(schemaOf(object.schema), object.name, object);
  const views = byName<CatalogObject>(lookup.fold);
  for (const object of catalog.objects) if (object.kind === 'VIEW') views.put(schemaOf(object.schema), object.name, object);
  const columnIn = (object: CatalogObject | undefined, name: string): string => (object && columns.get(object)?.get('', name)) ?? naming.local(name);

  const nameOf = (object: CatalogObject): string => own.get(object)?.name ?? naming.local(object.name);
  const constraints = nameConstraints(naming, nameOf, columnIn);
  const indexes = nameIndexes(naming, nameOf);

  const named = (names: ByName<TargetName>) => (schema: string | undefined, name: string): TargetName =>
    names.get(schemaOf(schema), name) ?? { schema: naming.schema(schemaOf(schema)), name: naming.local(name) };
  return {
    schema: naming.schema,
    relation: named(relations),
    routine: named(routines),
    triggerFunction: named(triggers),
    type: named(types),
    column: (schema, relation, name) => {
      const view = views.get(schemaOf(schema), relation);
      return view === undefined ? columnIn(owners.get(schemaOf(schema), relation), name) : naming.viewColumn(view, name);
    },
    local: naming.local,
    composed: naming.composed,
    constraint: (constraint) => constraints.get(constraint) ?? naming.local(constraint.name ?? 'constraint'),
    index: (index) => indexes.get(index) ?? naming.local(index.name),
    remarks: (object) => naming.remarks.get(object) ?? [],
  };
}
