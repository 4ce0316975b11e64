import type { Column, Index, ObjectRef, Table } from '@ferry/catalog';
import type { ConvertedPart, TargetRef } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { CreateIndex, IndexKey } from '@ferry/target-postgresql';
import { indexItems } from '../action-items/indexes';
import { wordsOf } from '../lower/full-text';
import { collecting } from '../collecting';
import type { ConversionContext, ObjectContext } from '../context';
import { lowerExpression } from '../lower';
import { isCharacter } from '../types/target-types';
import { commentParts } from './comments';
import type { Commented } from './comments';
import { ignoresDuplicates, skipDuplicates } from './ignored-duplicates';
import { keyColumns, storageParameters } from './keys';
import { converted, notConverted, qualified, statement } from './parts';

export const indexRef = (owner: { schema: string; name: string }, index: Index): ObjectRef => ({
  kind: index.kind,
  schema: owner.schema,
  parent: owner.name,
  name: index.name,
  columns: index.keys.map((k) => k.name),
});

type IndexBody = Omit<CreateIndex, 'kind' | 'name' | 'table'>;

/** One index of a table. */
export function convertIndex(table: Table, index: Index, shared: ConversionContext): ConvertedPart[] {
  const ctx = collecting(shared, table);
  const listed = { ref: indexRef(table, index), at: index.at };
  const comments = (target?: Commented['target']): ConvertedPart[] => commentParts(index.properties, { ref: { schema: table.schema, parent: table.name, name: index.name }, ...(target ? { target } : {}) }, ctx);
  if (index.disabled === true) {
    ctx.raise(indexItems.disabled, { name: index.name });
    return [...comments(), notConverted(listed, ctx)];
  }
  const body = bodies[index.kind](table, index, ctx);
  if (body === undefined) return [...comments(), notConverted(listed, ctx)];
  const owner = shared.names.relation(table.schema, table.name);
  const name = shared.names.index(index);
  const creates: TargetRef = { kind: 'INDEX', schema: owner.schema, name, parent: owner.name };
  const create = statement(ctx, { kind: 'CreateIndex', name, table: qualified(owner), source: index.at, ...body }, { creates, phase: 'indexes', needs: ctx.needs });
  const skip = index.unique && ignoresDuplicates(index.options) && index.filter === undefined ? skipDuplicates(table, { name, columns: index.keys.map((k) => k.name), at: index.at }, ctx) : [];
  return [...comments({ address: { type: 'INDEX', name: qualified({ schema: owner.schema, name }) }, ref: creates }), converted(listed, [creates], [create, ...skip], ctx)];
}

const bodies: Readonly<Record<Index['kind'], (table: Table, index: Index, ctx: ObjectContext) => IndexBody | undefined>> = {
  INDEX: (table, index, ctx) => (index.columnstore ? columnstoreBody(table, index, ctx) : plainBody(table, index, ctx)),
  XML_INDEX: (_, index, ctx) => {
    ctx.raise(indexItems.xml, { name: index.name });
    return undefined;
  },
  SPATIAL_INDEX: spatialBody,
  FULLTEXT_INDEX: fullTextBody,
};

/** Of one index, those of INCLUDE among them: https://www.postgresql.org/docs/current/limits.html */
const mostColumns = 32;

/**
 * A btree. SQL Server sorts NULL before all values, PostgreSQL after them; an index serves a sort only in its own order of NULLs
 * (https://www.postgresql.org/docs/current/indexes-ordering.html), so nullable keys say SQL Server's.
 */
function plainBody(table: Table, index: Index, ctx: ObjectContext): IndexBody | undefined {
  const names = keyColumns(table, index.keys.map((k) => k.name), index.name, ctx);
  const included = index.include.slice(0, Math.max(0, mostColumns - index.keys.length));
  const left = index.include.slice(included.length);
  const include = included.length === 0 ? [] : keyColumns(table, included, index.name, ctx);
  if (names === undefined || include === undefined) return undefined;
  if (left.length > 0) ctx.raise(indexItems.columns, { name: index.name, columns: left.join(', ') });
  const where = index.filter === undefined ? undefined : lowerExpression({ at: index.filter, table, expect: 'condition' }, ctx);
  if (index.filter !== undefined && (where === undefined || where.volatility !== 'immutable')) {
    ctx.raise(indexItems.filter, { name: index.name });
    return undefined;
  }
  if (index.clustered) ctx.raise(indexItems.clustered, { name: index.name });
  const isNullable = (name: string): boolean => ctx.lookup.column(table, name)?.nullable === true;
  const keys = index.keys.map((key, i): IndexKey => ({
    kind: 'IndexKey',
    key: names[i] ?? '',
    direction: key.descending ? 'DESC' : undefined,
    nulls: !isNullable(key.name) ? undefined : key.descending ? 'LAST' : 'FIRST',
  }));
  const oneNull = index.unique && index.keys.some((k) => isNullable(k.name));
  return {
    unique: index.unique ? true : undefined,
    keys,
    include: include.length === 0 ? undefined : include,
    nullsNotDistinct: oneNull ? true : undefined,
    with: storageParameters(index.options, ctx),
    where: where?.expression,
  };
}

/** Types that BRIN has no minimum and maximum for (https://www.postgresql.org/docs/current/brin.html). */
const withoutBrin = new Set(['boolean', 'xml', 'jsonb', 'json', 'geography', 'geometry', 'text']);

/**
 * A columnstore serves scans of many rows and passes over those whose least and greatest values do not fit: BRIN is PostgreSQL's small
 * index that does so. A clustered one has all columns.
 */
function columnstoreBody(table: Table, index: Index, ctx: ObjectContext): IndexBody | undefined {
  const named = [...index.keys.map((k) => k.name), ...index.include];
  const wanted = named.length === 0 ? table.columns.map((c) => c.name) : named;
  const columns = wanted.map((name) => ctx.lookup.column(table, name)).filter((c): c is Column => c?.type !== undefined && c.type.args[0] !== 'max' && !withoutBrin.has(ctx.mapType(c.type, 'ddl').base.name));
  // An index of PostgreSQL has 32 columns at most.
  const kept = columns.slice(0, 32);
  ctx.raise(indexItems.columnstore, { name: index.name, became: kept.length === 0 ? 'is left out' : 'became a BRIN index' });
  if (kept.length === 0) return undefined;
  return { method: 'brin', keys: kept.map((c): IndexKey => ({ kind: 'IndexKey', key: ctx.names.column(table.schema, table.name, c.name) })) };
}

function spatialBody(table: Table, index: Index, ctx: ObjectContext): IndexBody | undefined {
  const names = keyColumns(table, index.keys.map((k) => k.name), index.name, ctx);
  if (names === undefined) return undefined;
  if (ctx.choices.spatial === 'postgis') return { method: 'gist', keys: names.map((key): IndexKey => ({ kind: 'IndexKey', key })) };
  ctx.raise(indexItems.spatial, { name: index.name });
  return undefined;
}

/** A GIN index over the words of the character columns (https://www.postgresql.org/docs/current/textsearch-tables.html). */
function fullTextBody(table: Table, index: Index, ctx: ObjectContext): IndexBody | undefined {
  const columns = index.keys
    .map((key) => ctx.lookup.column(table, key.name))
    .filter((c): c is Column => c?.type !== undefined && isCharacter(ctx.mapType(c.type, 'ddl').base));
  ctx.raise(indexItems.fullText, { columns: index.keys.map((k) => k.name).join(', ') });
  const words = wordsOf(columns.map((c) => pg.column(ctx.names.column(table.schema, table.name, c.name))));
  return words === undefined ? undefined : { method: 'gin', keys: [{ kind: 'IndexKey', key: words }] };
}

/** The indexes of an indexed view: listed with the view, none of them created. */
export function viewIndexParts(view: { schema: string; name: string }, indexes: readonly Index[], ctx: (index: Index) => ObjectContext): ConvertedPart[] {
  return indexes.flatMap((index) => {
    const own = ctx(index);
    own.raise(indexItems.onView, { name: index.name });
    const comments = commentParts(index.properties, { ref: { schema: view.schema, parent: view.name, name: index.name } }, own);
    return [notConverted({ ref: indexRef(view, index), at: index.at }, own), ...comments];
  });
}
