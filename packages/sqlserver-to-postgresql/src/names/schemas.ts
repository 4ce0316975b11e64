import type { Catalog, CatalogObject, Fragment } from '@ferry/catalog';
import type { Transformations } from '@ferry/conversion';
import { defaultSchema } from '../lookup';
import type { Choices } from '../settings/choices';
import { cutTo, nameLimit } from './fold';
import { namespace } from './namespace';

export interface SchemaNames {
  /** The schema of the target for one of the source; the default schema when the source names none. */
  readonly of: (schema: string) => string;
  /** Names that could not be kept, with the object that tells of them. */
  readonly remarks: readonly { readonly object: CatalogObject; readonly reason: 'cut' | 'clash' | 'reserved'; readonly source: string; readonly target: string; readonly at: Fragment }[];
}

/** PostgreSQL keeps `pg_...` for itself and has an `information_schema` of its own. */
const isReserved = (name: string): boolean => name.toLowerCase().startsWith('pg_') || name === 'information_schema';

/** Gives every schema of the source its name, following the template that the user chose. */
export function buildSchemaNames(catalog: Catalog, choices: Choices, foldSource: (name: string) => string, foldTarget: (name: string) => string, rules: Transformations): SchemaNames {
  const source = catalog.database.name;
  const renamed = rules.nameOf('database', { database: source }, source);
  const template = (schema: string): string => {
    switch (choices.schemaNames) {
      case 'SCHEMA':
        return schema;
      case 'DB':
        return renamed.name;
      case 'DB_SCHEMA':
        return `${renamed.name}_${schema}`;
    }
  };
  const named = (schema: string): string => {
    const { name, exact } = rules.nameOf('schema', { database: source, schema }, template(schema));
    return exact || (renamed.exact && choices.schemaNames !== 'SCHEMA') ? name : foldTarget(name);
  };
  const space = namespace();
  const names = new Map<string, string>();
  const remarks: SchemaNames['remarks'][number][] = [];
  const add = (schema: string, object: CatalogObject | undefined): void => {
    const source = schema === '' ? defaultSchema : schema;
    const key = foldSource(source);
    if (names.has(key)) return;
    const wanted = named(source);
    const allowed = isReserved(wanted) ? `s_${wanted}` : wanted;
    const seed = `SCHEMA:${source}`;
    // One schema for the whole database is what the template asks for: no clash.
    const taken = choices.schemaNames === 'DB' ? { name: cutTo(allowed, nameLimit) } : space.take(allowed, seed);
    const reason = 'reason' in taken && taken.reason ? taken.reason : allowed === wanted ? undefined : 'reserved';
    if (reason && object) remarks.push({ object, reason, source, target: taken.name, at: object.nameAt ?? object.definition });
    names.set(key, taken.name);
  };
  for (const object of catalog.objects) if (object.kind === 'SCHEMA') add(object.name, object);
  for (const object of catalog.objects) if (object.kind !== 'SCHEMA') add(object.schema, object);
  return {
    remarks,
    of: (schema) => {
      const source = schema === '' ? defaultSchema : schema;
      return names.get(foldSource(source)) ?? cutTo(named(source), nameLimit);
    },
  };
}
