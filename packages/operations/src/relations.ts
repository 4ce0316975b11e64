import type { MapEntry, ObjectRelation } from '@ferry/contract';
import { schemaMap, trees, uses } from '@ferry/store';
import type { MappedObjects, NodeAbove, NodeOrigin, NodeRow, ObjectUse, ProjectRow } from '@ferry/store';
import { countedKinds } from './assessment';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { findNode, selectedStretches, shownNode } from './nodes';

/** More objects than this are no picture any more. */
const mostObjects = 400;
/** Up to so many objects each has its own place in the picture of a schema. */
const mostEntries = 3_000;

/** The source object that a node of either tree belongs to. */
async function objectOf(context: OperationContext, project: ProjectRow, node: NodeRow): Promise<NodeRow | undefined> {
  if (node.objectId === null) return undefined;
  return (await trees.objects(context.store, project.id, [node.objectId])).find((row) => row.part === 0);
}

/** Relations round one object, breadth first, until the depth is reached or there are too many objects. */
async function relationsRound(context: OperationContext, project: ProjectRow, start: number, depth: number): Promise<{ found: ObjectUse[]; more: boolean }> {
  const known = new Set([start]);
  const found = new Map<string, ObjectUse>();
  let edge = [start];
  let more = false;
  for (let level = 0; level < depth && edge.length > 0 && !more; level++) {
    const list = await uses.around(context.store, project.id, edge, mostObjects * 5);
    more = list.length === mostObjects * 5;
    const next: number[] = [];
    for (const use of list) {
      const fresh = [use.from, use.to].filter((position) => !known.has(position));
      if (known.size + fresh.length > mostObjects) {
        more = true;
        continue;
      }
      for (const position of fresh) {
        known.add(position);
        next.push(position);
      }
      found.set(`${use.from} ${use.to}`, use);
    }
    edge = next;
  }
  return { found: [...found.values()], more };
}

/** The node that stands for each source object in the tree that was asked for, by the object's position. */
async function nodesOf(context: OperationContext, project: ProjectRow, origin: NodeOrigin, positions: readonly number[]): Promise<Map<number, NodeRow>> {
  const sources = await trees.at(context.store, project.id, 'SOURCE', positions);
  if (origin === 'SOURCE') return new Map(sources.map((row) => [row.position, row]));
  const targets = await trees.heads(context.store, project.id, sources.flatMap((row) => row.objectId ?? []));
  const byObject = new Map(targets.map((row) => [row.objectId, row]));
  return new Map(
    sources.flatMap((row): [number, NodeRow][] => {
      const target = byObject.get(row.objectId);
      return target === undefined ? [] : [[row.position, target]];
    }),
  );
}

interface Named {
  readonly schema: string;
  readonly category: string;
}

/** Schema and category of what stands at a position, from the nodes above it. */
function placeOf(position: number, at: ReadonlyMap<number, NodeAbove>): Named {
  let schema = '';
  let category = '';
  for (let above = at.get(position); above !== undefined; above = at.get(above.parentPosition ?? -1)) {
    if (above.nodeType === 'category' && category === '') category = above.name;
    if (above.nodeType === 'schema') schema = above.name;
  }
  return { schema, category };
}

function entryOf(one: MappedObjects, at: ReadonlyMap<number, NodeAbove>, single: boolean): MapEntry {
  const { schema, category } = placeOf(one.parentPosition, at);
  return {
    Path: one.path,
    Name: single ? one.name : category,
    SchemaName: schema,
    Category: category,
    Objects: one.objects,
    LinesOfCode: one.lines,
    Converted: one.converted,
    ConvertedWithItems: one.withItems,
    NotConverted: one.notConverted,
  };
}

export const relationHandlers: Pick<Handlers, 'DescribeRelatedObjects' | 'DescribeSchemaMap'> = {
  DescribeRelatedObjects: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const node = await findNode(context, project, input.Origin, input.SelectionRules);
    const self = node === undefined ? undefined : await objectOf(context, project, node);
    if (self === undefined) return { Objects: [], Relations: [], More: false };
    const { found, more } = await relationsRound(context, project, self.position, input.Depth ?? 1);
    const nodes = await nodesOf(context, project, input.Origin, [...new Set([self.position, ...found.flatMap((use) => [use.from, use.to])])]);
    const relations = found.flatMap((use): ObjectRelation[] => {
      const from = nodes.get(use.from);
      const to = nodes.get(use.to);
      return from === undefined || to === undefined ? [] : [{ From: from.path, To: to.path, Kinds: [...use.kinds] }];
    });
    return { Objects: [...nodes.values()].map(shownNode), Relations: relations, More: more };
  },
  DescribeSchemaMap: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const { db } = context.store;
    const selected = await selectedStretches(context, project, 'SOURCE', input.SelectionRules);
    const groups = await schemaMap.groups(db, project.id, selected, countedKinds);
    const at = await schemaMap.above(db, project.id, groups.map((group) => group.parentPosition));
    const single = groups.reduce((sum, group) => sum + group.objects, 0) <= mostEntries;
    const shown = single ? await schemaMap.single(db, project.id, selected, countedKinds) : groups;
    return { Entries: shown.map((one) => entryOf(one, at, single)), Single: single };
  },
};
