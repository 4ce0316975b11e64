import { idOf } from '@ferry/catalog';
import type { CatalogObject, Column, Fragment, OtherObject, Table, TypeRef } from '@ferry/catalog';
import type { ConvertedObject, TargetStatement } from '@ferry/conversion';
import { parseStatement } from '@ferry/source-sqlserver';
import type { CreatePartitionFunctionStatement } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { CreateTable, Expression, PartitionValue } from '@ferry/target-postgresql';
import { otherItems } from '../action-items/other-objects';
import { tableItems } from '../action-items/tables';
import { collecting } from '../collecting';
import type { ConversionContext, ObjectContext } from '../context';
import { lowerExpression } from '../lower';
import type { MappedType } from '../types/mapped-type';
import { commentParts } from './comments';
import { converted, notConverted, qualified, relationKey, relationRef, statement } from './parts';

/** How a partitioned table of SQL Server is divided. */
export interface Partitions {
  readonly column: Column;
  readonly scheme: CatalogObject;
  readonly function: CatalogObject;
  readonly boundaries: readonly Fragment[];
  /** Whether a boundary is the first value of the partition to its right, or the last of the one to its left. */
  readonly range: 'LEFT' | 'RIGHT';
}

const placement = /^(.{1,128})\((.{1,128})\)$/s;
const partitionOption = (options: Readonly<Record<string, string>>): string | undefined => options['PARTITION'];

/** Where the rows are: the table says so, or its clustered key or index (https://learn.microsoft.com/sql/relational-databases/partitions/create-partitioned-tables-and-indexes). */
export function placementOf(table: Table): string | undefined {
  const key = table.constraints.find((c) => (c.kind === 'PRIMARY_KEY' && c.clustered !== false) || (c.kind === 'UNIQUE' && c.clustered === true));
  const index = table.indexes.find((i) => i.clustered);
  const own = key?.kind === 'PRIMARY_KEY' || key?.kind === 'UNIQUE' ? partitionOption(key.options) : undefined;
  return partitionOption(table.options) ?? own ?? (index === undefined ? undefined : partitionOption(index.options));
}

function functionOf(object: CatalogObject, catalog: ConversionContext['catalog']): CreatePartitionFunctionStatement | undefined {
  const text = catalog.sources[object.definition.source]?.text;
  const parsed = text === undefined ? undefined : parseStatement(text, object.definition.span).statement;
  return parsed?.kind === 'CreatePartitionFunctionStatement' ? parsed : undefined;
}

interface Named {
  readonly schemes: ReadonlyMap<string, CatalogObject>;
  readonly functions: ReadonlyMap<string, CatalogObject>;
}
const byCatalog = new WeakMap<object, Named>();

function namedIn({ catalog, lookup }: Pick<ConversionContext, 'catalog' | 'lookup'>): Named {
  const known = byCatalog.get(catalog);
  if (known !== undefined) return known;
  const of = (kind: CatalogObject['kind']): ReadonlyMap<string, CatalogObject> => new Map(catalog.objects.filter((o) => o.kind === kind).map((o) => [lookup.fold(o.name), o]));
  const made: Named = { schemes: of('PARTITION_SCHEME'), functions: of('PARTITION_FUNCTION') };
  byCatalog.set(catalog, made);
  return made;
}

/** Why a table cannot be declared as partitions in PostgreSQL. */
export type Obstacle = 'unknown' | 'key' | 'type';

/** Types whose next value is known, with what is added to a value to get it. */
function step(type: MappedType): Expression | undefined {
  const [first, second] = type.base.args;
  switch (type.base.name) {
    case 'smallint': case 'integer': case 'bigint': case 'date': return pg.number(1);
    case 'numeric': return pg.number(second === undefined || second === 0 ? '1' : `0.${'0'.repeat(second - 1)}1`);
    case 'timestamp': case 'timestamptz': return pg.interval(first === 0 ? '1 second' : `0.${'0'.repeat((first ?? 6) - 1)}1 seconds`);
    default: return undefined;
  }
}

type Dividing = Pick<ConversionContext, 'catalog' | 'lookup'>;

/** What a partition function says. */
export interface Division {
  readonly function: CatalogObject;
  readonly type: TypeRef;
  readonly range: 'LEFT' | 'RIGHT';
  readonly boundaries: readonly Fragment[];
  readonly column?: Column;
}

function divisionBy(divider: CatalogObject | undefined, ctx: Dividing): Division | undefined {
  const parsed = divider === undefined ? undefined : functionOf(divider, ctx.catalog);
  if (divider === undefined || parsed === undefined || parsed.values.length === 0) return undefined;
  const args = parsed.type.args.flatMap((a): (number | 'max')[] => (a.kind === 'MaxLength' ? ['max'] : a.kind === 'IntegerLiteral' ? [Number(a.value)] : []));
  const name = parsed.type.name.parts.at(-1)?.name ?? '';
  return { function: divider, type: { name, args, raw: name }, range: parsed.range, boundaries: parsed.values.map((v) => ({ source: divider.definition.source, span: v.span })) };
}

/** The partition function of a name. */
export const divisionNamed = (name: string, ctx: Dividing): Division | undefined => divisionBy(namedIn(ctx).functions.get(ctx.lookup.fold(name)), ctx);

/** How SQL Server divides a table, whether PostgreSQL can declare it or not. */
export function divisionOf(table: Table, ctx: Dividing): (Division & { readonly column: Column; readonly scheme: CatalogObject }) | undefined {
  const [, schemeName, columnName] = placement.exec(placementOf(table) ?? '') ?? [];
  if (schemeName === undefined || columnName === undefined) return undefined;
  const { schemes, functions } = namedIn(ctx);
  const scheme = schemes.get(ctx.lookup.fold(schemeName));
  const column = ctx.lookup.column(table, columnName);
  const text = scheme === undefined ? undefined : ctx.catalog.sources[scheme.definition.source]?.text;
  const parsed = scheme === undefined || text === undefined ? undefined : parseStatement(text, scheme.definition.span).statement;
  const division = parsed?.kind === 'CreatePartitionSchemeStatement' ? divisionBy(functions.get(ctx.lookup.fold(parsed.function.name)), ctx) : undefined;
  return scheme === undefined || division === undefined || column === undefined ? undefined : { ...division, column, scheme };
}

/** The boundaries in PostgreSQL; undefined when one cannot be converted. */
export function boundariesOf({ boundaries }: Pick<Division, 'boundaries'>, type: MappedType, ctx: ObjectContext): readonly Expression[] | undefined {
  const found = boundaries.map((at) => lowerExpression({ at, expect: 'value', type }, collecting(ctx, ctx.object))?.expression);
  return found.some((b) => b === undefined) ? undefined : found.flatMap((b) => b ?? []);
}

const worked = new WeakMap<Table, Partitions | Obstacle | 'none'>();

/**
 * The partitions of a table. Every unique key must name the column that divides it, in PostgreSQL as in SQL Server unless an index is
 * stored apart (https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS); a computed column cannot divide.
 */
export function dividedBy(table: Table, ctx: Pick<ConversionContext, 'catalog' | 'lookup' | 'choices' | 'mapType'>): Partitions | Obstacle | 'none' {
  if (ctx.choices.partitions !== 'declarative') return placementOf(table) === undefined ? 'none' : 'unknown';
  const known = worked.get(table);
  if (known !== undefined) return known;
  const found = divide(table, ctx);
  worked.set(table, found);
  return found;
}

function divide(table: Table, ctx: Pick<ConversionContext, 'catalog' | 'lookup' | 'mapType'>): Partitions | Obstacle | 'none' {
  if (!placement.test(placementOf(table) ?? '')) return 'none';
  const { fold } = ctx.lookup;
  const division = divisionOf(table, ctx);
  if (division?.column.type === undefined) return 'unknown';
  const { column } = division;
  const has = (names: readonly string[]): boolean => names.some((n) => fold(n) === fold(column.name));
  const keys = [...table.constraints.flatMap((c) => (c.kind === 'PRIMARY_KEY' || c.kind === 'UNIQUE' ? [c.columns.map((k) => k.name)] : [])), ...table.indexes.flatMap((i) => (i.unique ? [i.keys.map((k) => k.name)] : []))];
  if (column.computed !== undefined || !keys.every(has)) return 'key';
  if (division.range === 'LEFT' && step(ctx.mapType(division.column.type, 'ddl')) === undefined) return 'type';
  return division;
}

export const partitionsOf = (table: Table, ctx: ConversionContext): Partitions | undefined => {
  const found = dividedBy(table, ctx);
  return typeof found === 'string' ? undefined : found;
};

/** A partition function or scheme: what it says is in the tables that use it. */
export function convertPartitioning(object: OtherObject, ctx: ObjectContext): ConvertedObject {
  const tables = ctx.catalog.objects.flatMap((o) => (o.kind === 'TABLE' && [partitionsOf(o, ctx)].some((p) => p?.scheme === object || p?.function === object) ? [o] : []));
  const listed = { ref: { kind: object.kind, schema: object.schema, name: object.name }, at: object.definition };
  ctx.raise(tables.length === 0 ? otherItems.partitioningUnused : otherItems.partitioning, { name: object.name });
  const comments = commentParts(object.properties, { ref: { schema: object.schema, name: object.name } }, ctx);
  const targets = tables.map((t) => relationRef('TABLE', ctx.names.relation(t.schema, t.name)));
  return { id: idOf(object), parts: [tables.length === 0 ? notConverted(listed, ctx) : converted(listed, targets, [], ctx), ...comments] };
}

const reasons: Readonly<Record<Obstacle, string>> = {
  unknown: 'its scheme is not used',
  key: 'a unique key of it does not hold the column that divides it, or the column is computed',
  type: 'the boundaries of RANGE LEFT have no next value in the type of its column',
};

/** How CREATE TABLE says that the table is partitioned, and the tables of its partitions. */
export function partitionedTable(table: Table, ctx: ObjectContext): { readonly by?: CreateTable['partitionBy']; readonly partitions: readonly TargetStatement[] } {
  const found = dividedBy(table, ctx);
  if (found === 'none') return { partitions: [] };
  if (typeof found === 'string') {
    ctx.raise(tableItems.partitioned, { table: table.name, scheme: placementOf(table) ?? '', reason: reasons[found] });
    return { partitions: [] };
  }
  const type = found.column.type === undefined ? undefined : ctx.mapType(found.column.type, 'ddl');
  const boundaries = type === undefined ? undefined : boundariesOf(found, type, ctx);
  if (type === undefined || boundaries === undefined) {
    ctx.raise(tableItems.partitioned, { table: table.name, scheme: placementOf(table) ?? '', reason: 'a boundary could not be converted' });
    return { partitions: [] };
  }
  const next = step(type);
  const bounds: PartitionValue[] = boundaries.map((b) => (found.range === 'RIGHT' || next === undefined ? b : following(typed(b, type), next)));
  const owner = ctx.names.relation(table.schema, table.name);
  const edges: readonly PartitionValue[] = ['MINVALUE', ...bounds, 'MAXVALUE'];
  const partition = (suffix: string, bound: Parameters<typeof create>[1]): TargetStatement => create(ctx.names.composed(`${owner.name}_${suffix}`), bound);
  function create(name: string, bound: { readonly from: readonly PartitionValue[]; readonly to: readonly PartitionValue[] } | 'DEFAULT'): TargetStatement {
    const own = { schema: owner.schema, name };
    return statement(ctx, { kind: 'CreatePartition', name: qualified(own), of: qualified(owner), bound }, { creates: relationRef('TABLE', own), phase: 'tables', needs: [relationKey(owner)] });
  }
  const partitions = edges.slice(0, -1).map((from, i) => partition(`p${i + 1}`, { from: [from], to: [edges[i + 1] ?? 'MAXVALUE'] }));
  ctx.raise(tableItems.declared, { table: table.name, scheme: found.scheme.name, count: partitions.length });
  // No range holds NULL.
  return { by: { strategy: 'RANGE', keys: [pg.column(ctx.names.column(table.schema, table.name, found.column.name))] }, partitions: found.column.nullable ? [...partitions, partition('nulls', 'DEFAULT')] : partitions };
}

/** The first value after a boundary. */
const following = (value: Expression, next: Expression): Expression => (value.kind === 'NumberLiteral' && /^\d{1,18}$/.test(value.text) && next.kind === 'NumberLiteral' && next.text === '1' ? pg.number(BigInt(value.text) + 1n) : pg.add(value, next));

/** A constant that can be added to. */
const typed = (value: Expression, type: MappedType): Expression => (value.kind === 'StringLiteral' ? { kind: 'TypedLiteral', type: pg.type(type.base.name), value: value.value } : value);
