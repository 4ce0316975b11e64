import { idOf, listObject, objectKinds } from '@ferry/catalog';
import type { Catalog, CatalogObject, Fragment, Listed } from '@ferry/catalog';
import type { ObjectLocator } from '@ferry/contract';
import type { SourceDialect } from '@ferry/conversion';
import { objectDetails } from '@ferry/operations';
import { placer } from '@ferry/reports';
import type { NewNode } from '@ferry/store';
import { branch, byName, flatten } from './draft';
import type { Draft } from './draft';
import { objectLocator } from './locators';

const constraintKinds = new Set(['PRIMARY_KEY', 'UNIQUE', 'FOREIGN_KEY', 'CHECK']);

const inside = (inner: Fragment, outer: Fragment): boolean => inner.source === outer.source && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;

function countLines(text: string): number {
  let lines = 1;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 10) lines++;
  return lines;
}

/** What a constraint without a name is called in the tree. */
const partName = ({ ref }: Listed): string => ref.name ?? `${objectKinds[ref.kind].label} (${ref.columns?.join(', ') ?? ''})`;

type Placing = Pick<Draft, 'definition' | 'place' | 'lines'>;

/** Places definitions in their files and cuts their texts out. */
function definer(catalog: Catalog): (at: Fragment, owner?: Fragment) => Placing {
  const place = placer(catalog);
  return (at, owner) => {
    const where = { source: at.source, start: at.span.start, end: at.span.end, ...place(at) };
    // The text of a part that is written inside its object is already kept there.
    if (owner !== undefined && inside(at, owner)) return { place: where, lines: 0 };
    const definition = (catalog.sources[at.source]?.text ?? '').slice(at.span.start, at.span.end);
    return { place: where, definition, lines: countLines(definition) };
  };
}

/** The parts of an object that have a node of their own, under Constraints and Indexes. */
function partBranches(object: CatalogObject, define: ReturnType<typeof definer>): Draft[] {
  const constraints = branch('Constraints', 'category');
  const indexes = branch('Indexes', 'category');
  let part = 0;
  for (const listed of listObject(object)) {
    const { kind } = listed.ref;
    if (part > 0 && objectKinds[kind].group !== 'part') {
      const under = constraintKinds.has(kind) ? constraints : indexes;
      under.children.push(branch(partName(listed), 'part', { kind, objectId: idOf(object), part, ...define(listed.at, object.definition) }));
    }
    part++;
  }
  return [constraints, indexes].filter((c) => c.children.length > 0).map((c) => ({ ...c, children: [...c.children].sort(byName) }));
}

interface SchemaBranch {
  readonly draft: Draft;
  readonly locator: ObjectLocator;
  readonly categories: Map<string, Draft>;
}

/**
 * The source tree of DMS Schema Conversion: Servers, the server, Databases, the database, Schemas, the schema, categories, objects;
 * below tables and views their constraints, indexes and triggers. Objects without a schema hang under the database.
 * @param server the server's name in the tree
 */
export function sourceTree(catalog: Catalog, dialect: Pick<SourceDialect, 'categories'>, server: string): NewNode[] {
  const define = definer(catalog);
  const serverLocator: ObjectLocator = { 'server-name': server };
  const databaseName = catalog.database.name === '' ? 'database' : catalog.database.name;
  const databaseLocator: ObjectLocator = { ...serverLocator, 'database-name': databaseName };
  const fold = (name: string): string => (catalog.database.caseSensitiveNames ? name : name.toLowerCase());
  const ownSchemas = new Map(catalog.objects.filter((o) => o.kind === 'SCHEMA').map((o) => [fold(o.name), o]));
  const schemas = new Map<string, SchemaBranch>();
  const database: SchemaBranch = { draft: branch(databaseName, 'database', { locator: databaseLocator }), locator: databaseLocator, categories: new Map() };

  const schemaOf = (name: string): SchemaBranch => {
    if (name === '') return database;
    const known = schemas.get(fold(name));
    if (known !== undefined) return known;
    const own = ownSchemas.get(fold(name));
    const locator: ObjectLocator = { ...databaseLocator, 'schema-name': own?.name ?? name };
    const made: SchemaBranch = {
      draft: branch(own?.name ?? name, 'schema', {
        locator,
        kind: 'SCHEMA',
        ...(own === undefined ? {} : { objectId: idOf(own), part: 0, ...define(own.definition), details: objectDetails(own, catalog) }),
      }),
      locator,
      categories: new Map(),
    };
    schemas.set(fold(name), made);
    return made;
  };
  const categoryOf = (owner: SchemaBranch, object: CatalogObject): Draft => {
    const flavour = 'flavour' in object ? object.flavour : undefined;
    const name = dialect.categories.find((c) => c.holds({ kind: object.kind, ...(flavour === undefined ? {} : { flavour }) }))?.name ?? `${objectKinds[object.kind].label}s`;
    const known = owner.categories.get(name);
    if (known !== undefined) return known;
    const made = branch(name, 'category', { ...(owner === database ? {} : { locator: { ...owner.locator, 'category-name': name } }) });
    owner.categories.set(name, made);
    return made;
  };

  const relations = new Map<string, Draft>();
  const relationKey = (schema: string, name: string): string => JSON.stringify([fold(schema), fold(name)]);
  const draftOf = (object: CatalogObject): Draft => {
    const flavour = 'flavour' in object ? object.flavour : undefined;
    const locator = object.schema === '' ? undefined : objectLocator(schemaOf(object.schema).locator, { kind: object.kind, name: object.name, ...(flavour === undefined ? {} : { flavour }) });
    return branch(object.name, 'object', {
      kind: object.kind,
      ...(locator === undefined ? {} : { locator }),
      objectId: idOf(object),
      part: 0,
      ...define('written' in object && object.written !== undefined ? object.written : object.definition),
      details: objectDetails(object, catalog),
      children: partBranches(object, define),
    });
  };
  const triggers: { object: CatalogObject; draft: Draft }[] = [];
  for (const object of catalog.objects) {
    if (object.kind === 'SCHEMA') {
      schemaOf(object.name);
      continue;
    }
    const draft = draftOf(object);
    if (object.kind === 'TRIGGER') {
      triggers.push({ object, draft });
      continue;
    }
    if (object.kind === 'TABLE' || object.kind === 'VIEW') relations.set(relationKey(object.schema, object.name), draft);
    categoryOf(schemaOf(object.schema), object).children.push(draft);
  }
  for (const { object, draft } of triggers) {
    const on = object.kind === 'TRIGGER' ? object.on : undefined;
    const owner = on === undefined ? undefined : relations.get(relationKey(on.schema, on.name));
    if (owner === undefined) categoryOf(schemaOf(object.schema), object).children.push(draft);
    else {
      const known = owner.children.find((c) => c.name === 'Triggers');
      if (known === undefined) owner.children.push(branch('Triggers', 'category', { children: [draft] }));
      else known.children.push(draft);
    }
  }

  const order = new Map(dialect.categories.map((c, index) => [c.name, index]));
  const arranged = (owner: SchemaBranch): Draft[] =>
    [...owner.categories.values()]
      .sort((a, b) => (order.get(a.name) ?? order.size) - (order.get(b.name) ?? order.size) || byName(a, b))
      .map((category) => ({ ...category, children: category.children.sort(byName) }));
  for (const schema of schemas.values()) schema.draft.children.push(...arranged(schema));
  const schemaBranch = branch('Schemas', 'schemas', { children: [...schemas.values()].map((s) => s.draft).sort(byName) });
  database.draft.children.push(schemaBranch, ...arranged(database));
  return flatten(branch('Servers', 'root', { children: [branch(server, 'server', { locator: serverLocator, children: [branch('Databases', 'databases', { children: [database.draft] })] })] }));
}
