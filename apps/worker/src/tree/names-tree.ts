import { objectId, objectKinds } from '@ferry/catalog';
import type { ObjectLocator } from '@ferry/contract';
import type { SourceDialect, SourceName } from '@ferry/conversion';
import type { NewNode } from '@ferry/store';
import { branch, byName, flatten } from './draft';
import type { Draft } from './draft';
import { objectLocator } from './locators';

/** The source tree as far as names make it: what people look at before a live source is read. An object is read when it is opened; `sourceTree` takes the place of all. */
export function namesTree(databaseName: string, names: readonly SourceName[], dialect: Pick<SourceDialect, 'categories'>, server: string): NewNode[] {
  const serverLocator: ObjectLocator = { 'server-name': server };
  const databaseLocator: ObjectLocator = { ...serverLocator, 'database-name': databaseName };
  const schemas = new Map<string, { readonly draft: Draft; readonly locator: ObjectLocator; readonly categories: Map<string, Draft> }>();
  for (const one of names) {
    const locator: ObjectLocator = { ...databaseLocator, 'schema-name': one.schema };
    const schema = schemas.get(one.schema) ?? { draft: branch(one.schema, 'schema', { kind: 'SCHEMA', locator }), locator, categories: new Map<string, Draft>() };
    schemas.set(one.schema, schema);
    const name = dialect.categories.find((category) => category.holds(one))?.name ?? `${objectKinds[one.kind].label}s`;
    const category = schema.categories.get(name) ?? branch(name, 'category', { locator: { ...locator, 'category-name': name } });
    schema.categories.set(name, category);
    const own = objectLocator(locator, one);
    category.children.push(branch(one.name, 'object', { kind: one.kind, objectId: objectId(one), part: 0, details: JSON.stringify({ key: one.key }), ...(own === undefined ? {} : { locator: own }) }));
  }
  const order = new Map(dialect.categories.map((category, index) => [category.name, index]));
  const drafts = [...schemas.values()].map(({ draft, categories }) => {
    draft.children.push(...[...categories.values()].sort((a, b) => (order.get(a.name) ?? order.size) - (order.get(b.name) ?? order.size) || byName(a, b)));
    return draft;
  });
  const database = branch(databaseName, 'database', { locator: databaseLocator, children: [branch('Schemas', 'schemas', { children: drafts.sort(byName) })] });
  return flatten(branch('Servers', 'root', { children: [branch(server, 'server', { locator: serverLocator, children: [branch('Databases', 'databases', { children: [database] })] })] }));
}
