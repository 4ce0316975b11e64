import type { CatalogObject, Constraint, Index, Table, TableType } from '@ferry/catalog';
import { constraintColumns } from '@ferry/catalog';
import { byName } from './by-name';
import type { ByName } from './by-name';
import { cutTo, nameLimit } from './fold';
import { namespace } from './namespace';
import type { Naming } from './naming';

/** Column names that every table of PostgreSQL has for itself (https://www.postgresql.org/docs/current/ddl-system-columns.html). */
const systemColumns = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];

/** Suffixes of PostgreSQL's own names for constraints that the user leaves unnamed. */
const constraintSuffix: Readonly<Record<Constraint['kind'], string>> = { PRIMARY_KEY: 'pkey', UNIQUE: 'key', FOREIGN_KEY: 'fkey', CHECK: 'check' };

const isTabular = (object: CatalogObject): object is Table | TableType => object.kind === 'TABLE' || object.kind === 'TABLE_TYPE';
export const tabular = ({ catalog }: Naming): (Table | TableType)[] => catalog.objects.filter(isTabular);

/** Names of the columns of each table and table type. */
export function nameColumns(naming: Naming): ReadonlyMap<CatalogObject, ByName<string>> {
  const columns = new Map<CatalogObject, ByName<string>>();
  for (const object of tabular(naming)) {
    const space = namespace(object.kind === 'TABLE' ? systemColumns : []);
    const names = byName<string>(naming.foldSource);
    for (const column of object.columns) names.put('', column.name, naming.take(object, space, 'COLUMN', column.name, naming.chosenColumn(object, column).replace(/^\$(?=(?:node|edge|from|to)_id$)/, ''), column.at));
    columns.set(object, names);
  }
  return columns;
}

/**
 * Names of constraints: unique in their table, and those of keys, which are indexes too, among the relations of their schema. A
 * constraint without a name gets one like PostgreSQL's own.
 */
export function nameConstraints(naming: Naming, nameOf: (object: CatalogObject) => string, columnOf: (object: CatalogObject, column: string) => string): ReadonlyMap<Constraint, string> {
  const names = new Map<Constraint, string>();
  for (const object of tabular(naming)) {
    const relations = naming.relations(naming.schema(object.schema));
    const own = namespace();
    for (const constraint of object.constraints) {
      const columns = constraint.kind === 'PRIMARY_KEY' ? [] : constraintColumns(constraint).map((c) => columnOf(object, c));
      const wanted = constraint.name === undefined ? [nameOf(object), ...columns, constraintSuffix[constraint.kind]].join('_') : naming.fold(constraint.name);
      const seed = constraint.name ?? wanted;
      // A name that the system made up needs no remark.
      const take = (space: typeof own, name: string): string =>
        constraint.name === undefined ? space.take(name, `${object.schema}.${object.name}.${seed}`).name : naming.take(object, space, constraint.kind, constraint.name, name, constraint.at);
      if (constraint.kind === 'FOREIGN_KEY' || constraint.kind === 'CHECK') {
        names.set(constraint, take(own, wanted));
        continue;
      }
      const isTaken = constraint.name !== undefined && relations.has(cutTo(wanted, nameLimit));
      names.set(constraint, own.take(take(relations, isTaken ? `${nameOf(object)}_${wanted}` : wanted), seed).name);
    }
  }
  return names;
}

type Indexed = Extract<CatalogObject, { indexes?: readonly Index[] }>;
const indexesOf = (object: CatalogObject): readonly Index[] => ('indexes' in object ? ((object as Indexed).indexes ?? []) : []);

/**
 * Names of indexes, which SQL Server wants unique in their table and PostgreSQL in their schema: those that share a name all get
 * their table's in front, and so does one whose name a relation has.
 */
export function nameIndexes(naming: Naming, nameOf: (object: CatalogObject) => string): ReadonlyMap<Index, string> {
  const { catalog, fold } = naming;
  const shared = new Map<string, number>();
  // Schemas cannot hold a NUL, so the key is unambiguous.
  const shareKey = (object: CatalogObject, index: Index): string => `${naming.schema(object.schema)}\u0000${fold(index.name)}`;
  for (const object of catalog.objects) for (const index of indexesOf(object)) shared.set(shareKey(object, index), (shared.get(shareKey(object, index)) ?? 0) + 1);
  const names = new Map<Index, string>();
  for (const object of catalog.objects) {
    const space = naming.relations(naming.schema(object.schema));
    for (const index of indexesOf(object)) {
      // A full-text index has no name in SQL Server.
      const plain = index.name === '' ? 'fulltext' : fold(index.name);
      const prefixed = index.name === '' || naming.choices.uniqueIndexNames || (shared.get(shareKey(object, index)) ?? 0) > 1 || space.has(plain);
      names.set(index, naming.take(object, space, 'INDEX', index.name, prefixed ? `${nameOf(object)}_${plain}` : plain, index.at));
    }
  }
  return names;
}
