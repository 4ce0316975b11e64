import type { CatalogObject, CodeObject, Column, Table } from '@ferry/catalog';
import { bindExpression } from './bind-expressions';
import { emptyBinding } from './binding';
import type { Use } from './binding';
import { executedTexts } from './executed-texts';
import type { CatalogReader } from './reader';
import { emptyEnvironment, rootScope } from './scope';

/** `on`: a trigger is on a table; `refers`: a foreign key; `stands for`: a synonym; the others as in code. */
export type DependencyKind = 'reads' | 'writes' | 'calls' | 'type' | 'on' | 'refers' | 'stands for';

export interface Dependency {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  readonly kinds: ReadonlySet<DependencyKind>;
}

/** A name that is used and defined nowhere in the input. */
export interface MissingObject {
  /** As it was first written, with its schema. */
  readonly name: string;
  readonly kind: 'table or view' | 'routine' | 'type';
  readonly users: readonly CatalogObject[];
  /** For people. */
  readonly message: string;
}

export interface DependencyGraph {
  /** What each object uses; objects that use nothing are not listed. */
  readonly uses: ReadonlyMap<CatalogObject, readonly Dependency[]>;
  /** Who uses each object. */
  readonly usedBy: ReadonlyMap<CatalogObject, readonly Dependency[]>;
  /** Objects that need each other, and objects that need themselves. */
  readonly cycles: readonly (readonly CatalogObject[])[];
  /** All objects, what is used before what uses it; inside a cycle in the order of the source. */
  readonly order: readonly CatalogObject[];
  readonly missing: readonly MissingObject[];
}

const codeKinds = new Set<string>(['VIEW', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'DDL_TRIGGER', 'AGGREGATE']);

/** What the expressions and types of a table use. */
export function tableUses(reader: CatalogReader, table: Table): readonly Use[] {
  const { index } = reader;
  const binding = emptyBinding(index);
  const columns = index.relation(table.schema, table.name)?.columns;
  const scope = { ...rootScope(emptyEnvironment(table.schema), index.fold), sources: [{ alias: table.name, columns, origin: 'table' as const }] };
  const fragments = [...table.columns.flatMap((c) => [c.default?.expression, c.computed?.expression]), ...table.constraints.map((c) => (c.kind === 'CHECK' ? c.expression : undefined)), ...table.indexes.map((i) => i.filter)];
  for (const at of fragments) {
    if (at === undefined) continue;
    const { expression, diagnostics } = reader.expression(at);
    if (expression !== undefined && !diagnostics.some((d) => d.severity === 'error')) bindExpression(binding, expression, scope);
  }
  return binding.uses;
}

/** What an object uses by itself: its code, its expressions, the types of its columns, its keys. */
export function* directUses(reader: CatalogReader, object: CatalogObject): Generator<readonly [CatalogObject | Use, DependencyKind]> {
  const { index } = reader;
  const typed = function* (columns: readonly Column[]): Generator<readonly [CatalogObject, DependencyKind]> {
    for (const { type } of columns) {
      const found = type === undefined ? undefined : index.userType(type.schema, type.name);
      if (found !== undefined) yield [found, 'type'];
    }
  };
  if (object.kind === 'TABLE') {
    yield* typed(object.columns);
    for (const c of object.constraints) {
      const to = c.kind === 'FOREIGN_KEY' ? index.relation(c.references.schema, c.references.table)?.object : undefined;
      if (to !== undefined) yield [to, 'refers'];
    }
    for (const use of tableUses(reader, object)) yield [use, use.kind];
  } else if (object.kind === 'TABLE_TYPE') yield* typed(object.columns);
  else if (object.kind === 'SYNONYM') {
    const [name = '', schema, database] = [...object.target].reverse();
    const to = index.holds(database ?? '') ? (index.relation(schema ?? 'dbo', name)?.object ?? index.routine(schema ?? 'dbo', name)?.object) : undefined;
    if (to !== undefined) yield [to, 'stands for'];
  } else if (codeKinds.has(object.kind)) {
    const bound = reader.bound(object as CodeObject);
    for (const use of bound.binding.uses) yield [use, use.kind];
    for (const { variants } of executedTexts(bound).values()) for (const { bound: text } of variants) for (const use of text.binding.uses) if (use.object !== undefined) yield [use, use.kind];
    const { on } = object as CodeObject;
    const table = on === undefined ? undefined : index.relation(on.schema, on.name)?.object;
    if (table !== undefined) yield [table, 'on'];
  }
}

const kindOf = (use: Use): MissingObject['kind'] => (use.kind === 'calls' ? 'routine' : use.kind === 'type' ? 'type' : 'table or view');
const plural = (count: number): string => (count === 1 ? '1 object' : `${count} objects`);

/** Builds the graph of a catalogue: one pass over all its objects. */
export function dependencyGraph(reader: CatalogReader): DependencyGraph {
  const { catalog } = reader.index;
  const uses = new Map<CatalogObject, readonly Dependency[]>();
  const usedBy = new Map<CatalogObject, Dependency[]>();
  const missing = new Map<string, { name: string; kind: MissingObject['kind']; users: Set<CatalogObject> }>();
  for (const from of catalog.objects) {
    const kinds = new Map<CatalogObject, Set<DependencyKind>>();
    for (const [used, kind] of directUses(reader, from)) {
      const to = 'where' in used ? used.object : used;
      if (to !== undefined) kinds.set(to, (kinds.get(to) ?? new Set<DependencyKind>()).add(kind));
      else if ('where' in used && used.where === 'missing') {
        const what = kindOf(used);
        const key = `${what}\u0000${reader.index.fold(used.name.join('.'))}`;
        const entry = missing.get(key) ?? { name: used.name.filter((p) => p !== '').join('.'), kind: what, users: new Set<CatalogObject>() };
        entry.users.add(from);
        missing.set(key, entry);
      }
    }
    if (kinds.size === 0) continue;
    const list = [...kinds].map(([to, k]): Dependency => ({ from, to, kinds: k }));
    uses.set(from, list);
    for (const dependency of list) {
      const all = usedBy.get(dependency.to) ?? [];
      all.push(dependency);
      usedBy.set(dependency.to, all);
    }
  }
  const groups = stronglyConnected(catalog.objects, (object) => (uses.get(object) ?? []).map((d) => d.to));
  const itself = (object: CatalogObject): boolean => uses.get(object)?.some((d) => d.to === object) === true;
  return {
    uses,
    usedBy,
    cycles: groups.filter((g) => g.length > 1 || itself(g[0] as CatalogObject)),
    order: groups.flat(),
    missing: [...missing.values()].map(({ name, kind, users }) => ({ name, kind, users: [...users], message: `${name} is used by ${plural(users.size)} and defined nowhere in the input. Add the script that defines it, or tell that it is not needed.` })),
  };
}

interface Visit {
  index: number;
  low: number;
  onStack: boolean;
}

/**
 * Groups of objects that reach each other, in an order in which a group comes after all that it uses (Tarjan's algorithm, with a stack
 * of its own: chains of objects may be long).
 */
export function stronglyConnected<T>(nodes: readonly T[], next: (node: T) => readonly T[]): T[][] {
  const visits = new Map<T, Visit>();
  const place = new Map(nodes.map((n, i) => [n, i]));
  const groups: T[][] = [];
  const stack: T[] = [];
  let counter = 0;
  const enter = (node: T): Visit => {
    const visit = { index: counter, low: counter, onStack: true };
    counter++;
    visits.set(node, visit);
    stack.push(node);
    return visit;
  };
  const close = (node: T): void => {
    const group: T[] = [];
    for (;;) {
      const member = stack.pop() as T;
      (visits.get(member) as Visit).onStack = false;
      group.push(member);
      if (member === node) break;
    }
    groups.push(group.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)));
  };
  for (const root of nodes) {
    if (visits.has(root)) continue;
    const work = [{ node: root, visit: enter(root), below: next(root), at: 0 }];
    for (let frame = work[work.length - 1]; frame !== undefined; frame = work[work.length - 1]) {
      const child = frame.below[frame.at++];
      if (child === undefined) {
        work.pop();
        if (frame.visit.low === frame.visit.index) close(frame.node);
        const parent = work[work.length - 1];
        if (parent !== undefined) parent.visit.low = Math.min(parent.visit.low, frame.visit.low);
        continue;
      }
      const seen = visits.get(child);
      if (seen === undefined) work.push({ node: child, visit: enter(child), below: next(child), at: 0 });
      else if (seen.onStack) frame.visit.low = Math.min(frame.visit.low, seen.index);
    }
  }
  return groups;
}

