import { isObjectKind, objectKinds } from '@ferry/catalog';
import type { ObjectLocator } from '@ferry/contract';
import type { TargetDialect, TargetRef } from '@ferry/conversion';
import { targetOnly } from '@ferry/store';
import type { LoadedObject, NewNode, NodeOutline } from '@ferry/store';
import { branch, byName, flatten } from './draft';
import type { Draft } from './draft';
import { objectLocator } from './locators';

/** Kinds that are shown inside another node and have none of their own. */
const hidden = (kind: string): boolean => isObjectKind(kind) && objectKinds[kind].group === 'part';

const partCategories: Readonly<Record<string, string>> = { PRIMARY_KEY: 'Constraints', UNIQUE: 'Constraints', FOREIGN_KEY: 'Constraints', CHECK: 'Constraints', INDEX: 'Indexes', TRIGGER: 'Triggers' };

const plural = (kind: string): string => {
  const words = kind.toLowerCase().replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('s') || words.endsWith('x') ? 'es' : 's'}`;
};

const refKey = (ref: TargetRef): string => JSON.stringify([ref.kind, ref.schema, ref.parent ?? '', ref.name]);

interface Made {
  readonly ref: TargetRef;
  /** Which source made it, first. */
  readonly objectId: string;
  readonly part: number;
  readonly children: Map<string, Draft[]>;
}

/**
 * The target tree: Servers, the server, Schemas, the schema, categories, objects; parts of a table or view hang below it.
 * @param outline the source tree, for the links
 * @param extras what the target has beyond the converted code: shown where it stands, of no object
 * @returns nodes, and which source nodes became which of them
 */
export function targetTree(objects: readonly LoadedObject[], outline: readonly NodeOutline[], dialect: Pick<TargetDialect, 'categories'>, server: string, extras: readonly TargetRef[] = []): { nodes: NewNode[]; links: { sourcePosition: number; targetPosition: number }[] } {
  const sourceOrder = new Map<string, number>();
  const sourceNodes = new Map<string, number>();
  for (const node of outline) {
    if (node.objectId === null || node.part === null) continue;
    sourceNodes.set(`${node.part}:${node.objectId}`, node.position);
    if (node.part === 0) sourceOrder.set(node.objectId, node.position);
  }
  const made = new Map<string, Made>();
  const sources = new Map<string, Set<number>>();
  for (const object of [...objects].sort((a, b) => (sourceOrder.get(a.objectId) ?? 0) - (sourceOrder.get(b.objectId) ?? 0))) {
    if (object.assessedOnly) continue;
    object.parts.forEach((part, index) => {
      for (const ref of part.targets) {
        if (hidden(ref.kind)) continue;
        const key = refKey(ref);
        if (!made.has(key)) made.set(key, { ref, objectId: object.objectId, part: index, children: new Map() });
        const from = sourceNodes.get(`${index}:${object.objectId}`) ?? sourceNodes.get(`0:${object.objectId}`);
        if (from === undefined) continue;
        const list = sources.get(key);
        if (list) list.add(from);
        else sources.set(key, new Set([from]));
      }
    });
  }

  const serverLocator: ObjectLocator = { 'server-name': server };
  const schemas = new Map<string, Draft>();
  const categories = new Map<string, Draft>();
  const serverDraft = branch(server, 'server', { locator: serverLocator });
  const schemaDraft = (name: string, rest: Partial<Draft> = {}): Draft => {
    const known = schemas.get(name);
    if (known !== undefined) return known;
    const own = made.get(refKey({ kind: 'SCHEMA', schema: '', name })) ?? made.get(refKey({ kind: 'SCHEMA', schema: name, name }));
    const draft = branch(name, 'schema', { locator: { ...serverLocator, 'schema-name': name }, kind: 'SCHEMA', ...(own === undefined ? rest : identity(own)) });
    schemas.set(name, draft);
    return draft;
  };
  const identity = (one: Made): Partial<Draft> => ({ objectId: one.objectId, part: one.part, details: JSON.stringify({ ref: one.ref }) });
  const category = (owner: Draft, ownerKey: string, name: string, locator?: ObjectLocator): Draft => {
    const key = JSON.stringify([ownerKey, name]);
    const known = categories.get(key);
    if (known !== undefined) return known;
    const draft = branch(name, 'category', locator === undefined ? {} : { locator });
    categories.set(key, draft);
    owner.children.push(draft);
    return draft;
  };
  const tops = new Map<string, Draft>();
  const placeTop = (ref: TargetRef, rest: Partial<Draft>): void => {
    const name = dialect.categories.find((c) => c.holds({ kind: ref.kind }))?.name ?? plural(ref.kind);
    const owner = ref.schema === '' ? serverDraft : schemaDraft(ref.schema);
    const schemaLocator: ObjectLocator = { ...serverLocator, 'schema-name': ref.schema };
    const locator = ref.schema === '' ? undefined : objectLocator(schemaLocator, ref);
    const draft = branch(ref.name, 'object', { kind: ref.kind, ...(locator === undefined ? {} : { locator }), ...rest });
    category(owner, `schema ${ref.schema}`, name, ref.schema === '' ? undefined : { ...schemaLocator, 'category-name': name }).children.push(draft);
    if (ref.kind === 'TABLE' || ref.kind === 'VIEW' || ref.kind === 'MATERIALIZED_VIEW') tops.set(JSON.stringify([ref.schema, ref.name]), draft);
  };
  const placePart = (ref: TargetRef, rest: Partial<Draft>): void => {
    const owner = tops.get(JSON.stringify([ref.schema, ref.parent])) ?? schemaDraft(ref.schema);
    category(owner, `parent ${JSON.stringify([ref.schema, ref.parent])}`, partCategories[ref.kind] ?? plural(ref.kind)).children.push(branch(ref.name, 'part', { kind: ref.kind, ...rest }));
  };
  for (const one of made.values()) {
    if (one.ref.kind === 'SCHEMA') schemaDraft(one.ref.name);
    else if (one.ref.parent === undefined) placeTop(one.ref, identity(one));
  }
  for (const one of made.values()) if (one.ref.parent !== undefined && one.ref.kind !== 'SCHEMA') placePart(one.ref, identity(one));
  const others = extras.filter((ref) => !hidden(ref.kind) && !made.has(refKey(ref)));
  const only = (ref: TargetRef): Partial<Draft> => ({ applyStatus: targetOnly, details: JSON.stringify({ ref }) });
  for (const ref of others.filter(({ parent }) => parent === undefined)) {
    schemaDraft(ref.schema, { applyStatus: targetOnly });
    placeTop(ref, only(ref));
  }
  // A part of what is not shown (an extension's table) is not shown either.
  for (const ref of others.filter(({ schema, parent }) => parent !== undefined && tops.has(JSON.stringify([schema, parent])))) placePart(ref, only(ref));
  const order = new Map(dialect.categories.map((c, index) => [c.name, index]));
  const sort = (draft: Draft): void => {
    if (draft.nodeType === 'category' || draft.nodeType === 'schemas') draft.children.sort(byName);
    else draft.children.sort((a, b) => (order.get(a.name) ?? order.size) - (order.get(b.name) ?? order.size) || byName(a, b));
    draft.children.forEach(sort);
  };
  serverDraft.children.unshift(branch('Schemas', 'schemas', { children: [...schemas.values()] }));
  for (const child of serverDraft.children) sort(child);
  const nodes = made.size === 0 && others.length === 0 ? [] : flatten(branch('Servers', 'root', { children: [serverDraft] }));
  const links = nodes.flatMap((node) => {
    const key = node.details === undefined || node.objectId === undefined ? undefined : refKey((JSON.parse(node.details) as { ref: TargetRef }).ref);
    return [...(key === undefined ? [] : (sources.get(key) ?? []))].map((sourcePosition) => ({ sourcePosition, targetPosition: node.position }));
  });
  return { nodes, links };
}
