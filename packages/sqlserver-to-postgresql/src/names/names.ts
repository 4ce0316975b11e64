import type { Catalog, CatalogObject, Constraint, Fragment, Index, Table, TableType } from '@ferry/catalog';
import { constraintColumns } from '@ferry/catalog';
import type { Lookup, NameRemark, Names, TargetName } from '../context';
import { defaultSchema, pairKey } from '../lookup';
import type { Choices } from '../settings/choices';
import { fitName, foldName } from './fold';
import { namespace } from './namespace';
import type { Namespace } from './namespace';
import { buildSchemaNames } from './schemas';

/** Column names that every table of PostgreSQL has for itself (https://www.postgresql.org/docs/current/ddl-system-columns.html). */
const systemColumns = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];

/** Suffixes of PostgreSQL's own names for constraints that the user leaves unnamed. */
const constraintSuffix: Readonly<Record<Constraint['kind'], string>> = { PRIMARY_KEY: 'pkey', UNIQUE: 'key', FOREIGN_KEY: 'fkey', CHECK: 'check' };

/** A table has a row type of its name, so that types and relations share one namespace. Relations choose first. */
const relationKinds = new Set<CatalogObject['kind']>(['TABLE', 'VIEW', 'SYNONYM', 'SEQUENCE']);
const typeKinds = new Set<CatalogObject['kind']>(['TYPE', 'TABLE_TYPE']);
const routineKinds = new Set<CatalogObject['kind']>(['FUNCTION', 'PROCEDURE', 'AGGREGATE']);
const triggerKinds = new Set<CatalogObject['kind']>(['TRIGGER']);

type Tabular = Extract<CatalogObject, { indexes?: readonly Index[] }>;
const indexesOf = (object: CatalogObject): readonly Index[] => ('indexes' in object ? ((object as Tabular).indexes ?? []) : []);
const isTabular = (object: CatalogObject): object is Table | TableType => object.kind === 'TABLE' || object.kind === 'TABLE_TYPE';

/**
 * Gives every object, column, constraint and index of the catalogue its name in PostgreSQL, once and for all, so that references
 * agree whatever is converted. Linear in the number of names.
 */
export function buildNames(catalog: Catalog, choices: Choices, lookup: Lookup): Names {
  const fold = (name: string): string => foldName(name, choices.nameCase);
  const local = (name: string): string => fitName(fold(name), name);
  const key = (schema: string | undefined, name: string): string => pairKey(lookup.fold(schema === undefined || schema === '' ? defaultSchema : schema), lookup.fold(name));

  const remarks = new Map<CatalogObject, NameRemark[]>();
  const remark = (object: CatalogObject, entry: NameRemark): void => {
    const list = remarks.get(object);
    if (list) list.push(entry);
    else remarks.set(object, [entry]);
  };

  const schemaNames = buildSchemaNames(catalog, choices, lookup.fold, fold);
  const schemas = schemaNames.of;
  for (const { object, ...entry } of schemaNames.remarks) remark(object, { ...entry, kind: 'SCHEMA' });
  const relations = new Map<string, Namespace>();
  const routines = new Map<string, Namespace>();
  const spaceOf = (spaces: Map<string, Namespace>, schema: string): Namespace => {
    const known = spaces.get(schema);
    if (known) return known;
    const made = namespace();
    spaces.set(schema, made);
    return made;
  };

  const relationNames = new Map<string, TargetName>();
  const typeNames = new Map<string, TargetName>();
  const routineNames = new Map<string, TargetName>();
  const triggerNames = new Map<string, TargetName>();
  const take = (object: CatalogObject, space: Namespace, kind: string, source: string, wanted: string, at: Fragment): string => {
    const taken = space.take(wanted, `${kind}:${object.schema}.${object.name}.${source}`);
    if (taken.reason) remark(object, { reason: taken.reason, kind, source, target: taken.name, at });
    return taken.name;
  };
  const nameAll = (kinds: ReadonlySet<CatalogObject['kind']>, spaces: Map<string, Namespace>, targets: Map<string, TargetName>): void => {
    for (const object of catalog.objects) {
      if (!kinds.has(object.kind)) continue;
      const schema = schemas(object.schema);
      const name = take(object, spaceOf(spaces, schema), object.kind, object.name, fold(object.name), object.nameAt ?? object.definition);
      targets.set(key(object.schema, object.name), { schema, name });
    }
  };
  nameAll(relationKinds, relations, relationNames);
  nameAll(typeKinds, relations, typeNames);
  nameAll(routineKinds, routines, routineNames);
  nameAll(triggerKinds, routines, triggerNames);

  const columnNames = new Map<string, ReadonlyMap<string, string>>();
  for (const object of catalog.objects) {
    if (!isTabular(object)) continue;
    const space = namespace(object.kind === 'TABLE' ? systemColumns : []);
    const map = new Map<string, string>();
    for (const column of object.columns) map.set(lookup.fold(column.name), take(object, space, 'COLUMN', column.name, fold(column.name), column.at));
    columnNames.set(`${object.kind === 'TABLE' ? 'R' : 'T'}${key(object.schema, object.name)}`, map);
  }
  const column = (schema: string | undefined, relation: string, name: string): string => {
    const owner = key(schema, relation);
    const map = columnNames.get(`R${owner}`) ?? columnNames.get(`T${owner}`);
    return map?.get(lookup.fold(name)) ?? local(name);
  };

  const constraintNames = new Map<Constraint, string>();
  const nameOf = (object: CatalogObject): string => (relationNames.get(key(object.schema, object.name)) ?? typeNames.get(key(object.schema, object.name)))?.name ?? local(object.name);
  const generated = (object: Table | TableType, constraint: Constraint): string => {
    const columns = constraint.kind === 'PRIMARY_KEY' ? [] : constraintColumns(constraint).map((c) => column(object.schema, object.name, c));
    return [nameOf(object), ...columns, constraintSuffix[constraint.kind]].join('_');
  };
  const nameConstraints = (object: Table | TableType): void => {
    const schema = schemas(object.schema);
    // A key is an index, too, and so a relation of its schema; other constraints are named per table.
    const relationSpace = spaceOf(relations, schema);
    const own = namespace();
    for (const constraint of object.constraints) {
      const wanted = constraint.name === undefined ? generated(object, constraint) : fold(constraint.name);
      const isKey = constraint.kind === 'PRIMARY_KEY' || constraint.kind === 'UNIQUE';
      const seed = constraint.name ?? generated(object, constraint);
      const free = isKey && constraint.name !== undefined && relationSpace.has(fitName(wanted, seed)) ? `${nameOf(object)}_${wanted}` : wanted;
      const inRelations = isKey ? takeQuietly(object, relationSpace, constraint, seed, free) : free;
      constraintNames.set(constraint, isKey ? own.take(inRelations, seed).name : takeQuietly(object, own, constraint, seed, inRelations));
    }
  };
  /** Names that the system made up need no remark. */
  const takeQuietly = (object: CatalogObject, space: Namespace, constraint: Constraint, seed: string, wanted: string): string =>
    constraint.name === undefined ? space.take(wanted, `${object.schema}.${object.name}.${seed}`).name : take(object, space, constraint.kind, constraint.name, wanted, constraint.at);
  for (const object of catalog.objects) if (isTabular(object)) nameConstraints(object);

  // Indexes are named per table in SQL Server and per schema in PostgreSQL: those that share a name all get their table's name in front.
  const shared = new Map<string, number>();
  const shareKey = (schema: string, index: Index): string => pairKey(schema, fold(index.name));
  for (const object of catalog.objects)
    for (const index of indexesOf(object)) if (index.name !== '') shared.set(shareKey(schemas(object.schema), index), (shared.get(shareKey(schemas(object.schema), index)) ?? 0) + 1);
  const indexNames = new Map<string, string>();
  const indexKey = (schema: string, relation: string, index: string): string => pairKey(key(schema, relation), lookup.fold(index));
  for (const object of catalog.objects) {
    const schema = schemas(object.schema);
    const space = spaceOf(relations, schema);
    for (const index of indexesOf(object)) {
      // A full-text index has no name in SQL Server.
      const plain = index.name === '' ? fold(`${object.name}_fulltext`) : fold(index.name);
      const prefixed = choices.uniqueIndexNames || (shared.get(shareKey(schema, index)) ?? 0) > 1 || space.has(plain);
      const wanted = prefixed ? `${nameOf(object)}_${plain}` : plain;
      indexNames.set(indexKey(object.schema, object.name, index.name), take(object, space, 'INDEX', index.name, wanted, index.at));
    }
  }

  const named = (map: ReadonlyMap<string, TargetName>) => (schema: string | undefined, name: string): TargetName =>
    map.get(key(schema, name)) ?? { schema: schemas(schema === undefined || schema === '' ? defaultSchema : schema), name: local(name) };
  return {
    schema: schemas,
    relation: named(relationNames),
    routine: named(routineNames),
    triggerFunction: named(triggerNames),
    type: named(typeNames),
    column,
    local,
    constraint: (table, index) => {
      const constraint = table.constraints[index];
      return (constraint && constraintNames.get(constraint)) ?? local(`${table.name}_constraint_${index + 1}`);
    },
    index: (schema, relation, index) => indexNames.get(indexKey(schema, relation, index)) ?? local(index),
    remarks: (object) => remarks.get(object) ?? [],
  };
}
