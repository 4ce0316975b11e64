import type { Catalog, CatalogObject, Column, Fragment } from '@ferry/catalog';
import type { ChosenName, NamePlace, Transformations } from '@ferry/conversion';
import type { Lookup, NameRemark } from '../context';
import { defaultSchema } from '../lookup';
import type { Choices } from '../settings/choices';
import { cutTo, fitName, foldName, nameLimit } from './fold';
import { namespace } from './namespace';
import type { Namespace } from './namespace';
import { buildSchemaNames } from './schemas';

/** What the naming of objects and of their parts share while names are handed out. */
export interface Naming {
  readonly catalog: Catalog;
  readonly choices: Choices;
  /** Compares names of the source. */
  readonly foldSource: (name: string) => string;
  /** The spelling in the target. */
  readonly fold: (name: string) => string;
  /** What the user's rules and then the plain rule make of an object's name. */
  readonly chosen: (object: CatalogObject) => string;
  /** The same for a column of a table. */
  readonly chosenColumn: (object: CatalogObject, column: Column) => string;
  /** The same for a column of a view, of which only the name is known here. */
  readonly viewColumn: (view: CatalogObject, column: string) => string;
  /** The plain rule: folded, and cut as PostgreSQL cuts. */
  readonly local: (name: string) => string;
  /** The rule for names that we put together out of others: cut with a hash. */
  readonly composed: (name: string) => string;
  readonly schema: (schema: string) => string;
  /** Tables, views, sequences, types, indexes and keys of a schema of the target. */
  readonly relations: (schema: string) => Namespace;
  /** Functions and procedures of a schema of the target. */
  readonly routines: (schema: string) => Namespace;
  /** Takes a name for an object or a part of it, and remembers what had to be done to it. */
  readonly take: (object: CatalogObject, space: Namespace, kind: string, source: string, wanted: string, at: Fragment) => string;
  readonly remarks: ReadonlyMap<CatalogObject, readonly NameRemark[]>;
}

/** Where a column stands, for the user's rules. */
export const columnPlace = (catalog: Catalog, table: CatalogObject, column: Column): NamePlace => ({
  database: catalog.database.name,
  schema: table.schema || defaultSchema,
  relation: table.name,
  column: column.name,
  ...(column.type === undefined ? {} : { type: column.type }),
});

const spaces = (): ((schema: string) => Namespace) => {
  const known = new Map<string, Namespace>();
  return (schema) => {
    const found = known.get(schema);
    if (found) return found;
    const made = namespace();
    known.set(schema, made);
    return made;
  };
};

/** Kinds of objects that rules can name. */
const ruleTargets: { readonly [K in CatalogObject['kind']]?: 'table' | 'view' } = { TABLE: 'table', VIEW: 'view' };

export function beginNaming(catalog: Catalog, choices: Choices, lookup: Lookup, rules: Transformations): Naming {
  const fold = (name: string): string => foldName(name, choices.nameCase);
  const remarks = new Map<CatalogObject, NameRemark[]>();
  const remark = (object: CatalogObject, entry: NameRemark): void => {
    const list = remarks.get(object);
    if (list) list.push(entry);
    else remarks.set(object, [entry]);
  };
  const schemas = buildSchemaNames(catalog, choices, lookup.fold, fold, rules);
  const database = catalog.database.name;
  const folded = ({ name, exact }: ChosenName): string => (exact ? name : fold(name));
  for (const { object, ...entry } of schemas.remarks) remark(object, { ...entry, kind: 'SCHEMA' });
  return {
    catalog,
    choices,
    foldSource: lookup.fold,
    fold,
    chosen: (object) => {
      const target = ruleTargets[object.kind];
      return target === undefined ? fold(object.name) : folded(rules.nameOf(target, { database, schema: object.schema || defaultSchema, relation: object.name }, object.name));
    },
    chosenColumn: (object, column) => (object.kind === 'TABLE' ? folded(rules.nameOf('column', columnPlace(catalog, object, column), column.name)) : fold(column.name)),
    viewColumn: (view, column) => cutTo(folded(rules.nameOf('column', { database, schema: view.schema || defaultSchema, relation: view.name, column, ofView: true }, column)), nameLimit),
    local: (name) => cutTo(fold(name), nameLimit),
    composed: (name) => fitName(fold(name), name),
    schema: schemas.of,
    relations: spaces(),
    routines: spaces(),
    take(object, space, kind, source, wanted, at) {
      // A table brings a type of its name with it: a type of that name is told from it by an underscore.
      const variant = kind === 'TYPE' || kind === 'TABLE_TYPE' ? `${wanted}_` : undefined;
      const taken = space.take(wanted, `${kind}:${object.schema}.${object.name}.${source}`, variant);
      if (taken.reason) remark(object, { reason: taken.reason, kind, source, target: taken.name, at });
      return taken.name;
    },
    remarks,
  };
}
