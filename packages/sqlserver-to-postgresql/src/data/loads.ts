import type { Catalog } from '@ferry/catalog';
import type { Insert, Query, QualifiedName } from '@ferry/target-postgresql';
import type { ConversionContext } from '../context';

/** Rows that one INSERT brings at most, so that no statement grows without end. */
const rowsAtOnce = 1000;

/** Rows for a table, ready to be written; `table` is its index in the order of the catalogue. */
export interface Load {
  readonly insert: Insert;
  readonly table: number;
}

/** The tables of a catalogue: places by target name, and what their foreign keys need. */
export interface TableOrder {
  readonly placeOf: (name: QualifiedName) => number | undefined;
  /** Position in which a table is filled: after those that its foreign keys refer to, as far as they form no circle. */
  readonly rankOf: (table: number) => number;
  readonly refersToItself: (table: number) => boolean;
}

/** Tables after those that they refer to; a circle is cut where it is met. Linear in tables and keys. */
export function tableOrder(catalog: Catalog, names: ConversionContext['names']): TableOrder {
  const tables = catalog.objects.filter((o) => o.kind === 'TABLE');
  const fold = (schema: string, name: string): string => JSON.stringify(catalog.database.caseSensitiveNames ? [schema, name] : [schema.toLowerCase(), name.toLowerCase()]);
  const bySource = new Map(tables.map((t, i) => [fold(t.schema, t.name), i]));
  const byTarget = new Map(tables.map((t, i) => [JSON.stringify([names.relation(t.schema, t.name).schema, names.relation(t.schema, t.name).name]), i]));
  const parents = tables.map((t) => t.constraints.flatMap((c) => (c.kind === 'FOREIGN_KEY' ? [bySource.get(fold(c.references.schema, c.references.table)) ?? -1] : [])).filter((p) => p >= 0));
  const rank = new Map<number, number>();
  const entered = new Set<number>();
  // Depth first, without recursion: a chain of foreign keys may be as long as there are tables.
  for (let root = 0; root < tables.length; root++) {
    const stack = [{ table: root, next: 0 }];
    entered.add(root);
    for (let top = stack.at(-1); top !== undefined && !rank.has(root); top = stack.at(-1)) {
      const parent = parents[top.table]?.[top.next++];
      if (parent === undefined) {
        rank.set(top.table, rank.size);
        stack.pop();
      } else if (!entered.has(parent)) {
        entered.add(parent);
        stack.push({ table: parent, next: 0 });
      }
    }
  }
  return {
    placeOf: (name) => byTarget.get(JSON.stringify([name.schema ?? '', name.name])),
    rankOf: (table) => rank.get(table) ?? table,
    refersToItself: (table) => parents[table]?.includes(table) === true,
  };
}

const sameColumns = (a: Insert, b: Insert): boolean => a.into.name === b.into.name && a.into.schema === b.into.schema && a.columns?.length === b.columns?.length && (a.columns ?? []).every((c, i) => c === b.columns?.[i]);

/**
 * INSERTs of constants in an order that foreign keys accept, neighbours of one table joined. All rows of a table that refers to
 * itself go into one statement: PostgreSQL looks at foreign keys when the statement has ended.
 */
export function orderLoads(loads: readonly Load[], order: TableOrder): readonly Insert[] {
  const sorted = loads.map((load, i) => ({ ...load, i })).sort((a, b) => order.rankOf(a.table) - order.rankOf(b.table) || a.i - b.i);
  const joined: { insert: Insert; rows: (Query & { kind: 'Values' })['rows'][number][]; table: number }[] = [];
  for (const { insert, table } of sorted) {
    const last = joined.at(-1);
    const rows = insert.rows?.kind === 'Values' ? insert.rows.rows : [];
    if (rows.length > 0 && last?.table === table && last.rows.length > 0 && sameColumns(last.insert, insert) && (last.rows.length < rowsAtOnce || order.refersToItself(table))) last.rows.push(...rows);
    else joined.push({ insert, rows: [...rows], table });
  }
  return joined.map(({ insert, rows }) => (rows.length === 0 ? insert : { ...insert, rows: { kind: 'Values', rows } }));
}
