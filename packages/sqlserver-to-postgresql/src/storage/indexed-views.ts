import type { CodeObject, Index } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { ConvertedPart, TargetRef, TargetStatement } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { IndexKey, Query } from '@ferry/target-postgresql';
import { indexItems } from '../action-items/indexes';
import { collecting } from '../collecting';
import type { ConversionContext, ObjectContext, TargetName } from '../context';
import { commentParts } from './comments';
import { storageParameters } from './keys';
import { converted, notConverted, qualified, relationKey, statement } from './parts';

/** Whether SQL Server stores the rows of a view, and the user wants them stored in PostgreSQL too. A view that triggers write to stays a view. */
export function isStoredView(object: CodeObject, ctx: ConversionContext): boolean {
  if (ctx.choices.indexedViews !== 'materialized' || !(object.indexes ?? []).some((i) => i.kind === 'INDEX' && i.unique && i.disabled !== true)) return false;
  const { fold } = ctx.lookup;
  return !ctx.catalog.objects.some((o) => o.kind === 'TRIGGER' && o.on !== undefined && fold(o.on.name) === fold(object.name) && fold(o.on.schema) === fold(object.schema));
}

export const storedViewRef = (name: TargetName): TargetRef => ({ kind: 'MATERIALIZED_VIEW', schema: name.schema, name: name.name });

/**
 * An indexed view: a materialized view that triggers on the tables it reads bring up to date with every statement that writes to them, so
 * that its rows are the ones that SQL Server would have (https://www.postgresql.org/docs/current/rules-materializedviews.html).
 * The unique index that SQL Server demands lets readers go on meanwhile.
 */
export function createStoredView(object: CodeObject, query: Query, tables: readonly TargetName[], comments: readonly string[], ctx: ObjectContext): TargetStatement[] {
  const name = ctx.names.relation(object.schema, object.name);
  const view = storedViewRef(name);
  const refresh: TargetName = { schema: name.schema, name: ctx.names.composed(`${name.name}_refresh`) };
  const functionRef: TargetRef = { kind: 'FUNCTION', ...refresh };
  const create = statement(ctx, { kind: 'CreateMaterializedView', name: qualified(name), query, source: object.nameAt ?? object.definition, leadingComments: comments }, { creates: view, phase: 'materializedViews', needs: ctx.needs });
  const routine = statement(
    ctx,
    {
      kind: 'CreateFunction', name: qualified(refresh), parameters: [], returns: pg.type('trigger'), security: 'DEFINER', leadingComments: [`-- Keeps ${name.schema}.${name.name} up to date.`],
      body: pg.block([{ kind: 'SqlStatement', statement: { kind: 'RefreshMaterializedView', name: qualified(name), concurrently: true } }, { kind: 'Return', value: pg.null }]),
    },
    { creates: functionRef, phase: 'triggerFunctions', needs: [targetKey(view)] },
  );
  const triggers = tables.map((table) =>
    statement(
      ctx,
      { kind: 'CreateTrigger', name: refresh.name, timing: 'AFTER', events: [{ on: 'INSERT' }, { on: 'UPDATE' }, { on: 'DELETE' }, { on: 'TRUNCATE' }], table: qualified(table), level: 'STATEMENT', execute: qualified(refresh) },
      { creates: { kind: 'TRIGGER', schema: table.schema, name: refresh.name, parent: table.name }, phase: 'triggers', needs: [targetKey(functionRef), relationKey(table)] },
    ),
  );
  ctx.raise(indexItems.storedView, { name: object.name, tables: tables.map((t) => `${t.schema}.${t.name}`).join(', ') });
  return [create, routine, ...triggers];
}

/** An index of a stored view. */
export function storedViewIndex(view: CodeObject, index: Index, listed: Pick<ConvertedPart, 'ref' | 'at'>, shared: ConversionContext): ConvertedPart[] {
  const ctx = collecting(shared, view);
  const owner = ctx.names.relation(view.schema, view.name);
  const name = ctx.names.index(index);
  const comments = (target?: TargetRef): ConvertedPart[] =>
    commentParts(index.properties, { ref: { schema: view.schema, parent: view.name, name: index.name }, ...(target ? { target: { address: { type: 'INDEX', name: qualified({ schema: owner.schema, name }) }, ref: target } } : {}) }, ctx);
  if (index.kind !== 'INDEX' || index.disabled === true || index.columnstore || index.filter !== undefined) {
    ctx.raise(index.disabled === true ? indexItems.disabled : indexItems.onView, { name: index.name });
    return [notConverted(listed, ctx), ...comments()];
  }
  const column = (source: string): string => ctx.names.column(view.schema, view.name, source);
  const keys = index.keys.map((k): IndexKey => ({ kind: 'IndexKey', key: column(k.name), direction: k.descending ? 'DESC' : undefined }));
  const creates: TargetRef = { kind: 'INDEX', schema: owner.schema, name, parent: owner.name };
  const create = statement(
    ctx,
    {
      kind: 'CreateIndex', name, table: qualified(owner), source: index.at, keys, unique: index.unique ? true : undefined, nullsNotDistinct: index.unique ? true : undefined,
      include: index.include.length === 0 ? undefined : index.include.map(column), with: storageParameters(index.options, ctx),
    },
    { creates, phase: 'indexes', needs: [targetKey(storedViewRef(owner))] },
  );
  return [converted(listed, [creates], [create], ctx), ...comments(creates)];
}
