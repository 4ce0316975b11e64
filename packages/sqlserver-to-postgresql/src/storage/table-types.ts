import { idOf } from '@ferry/catalog';
import type { TableType } from '@ferry/catalog';
import type { ConvertedObject, ConvertedPart, TargetRef } from '@ferry/conversion';
import type { CreateCompositeType } from '@ferry/target-postgresql';
import { typeItems } from '../action-items/types';
import { collecting } from '../collecting';
import type { ObjectContext } from '../context';
import { columnCollation } from './collations';
import { commentParts } from './comments';
import { indexRef } from './indexes';
import { constraintRef } from './keys';
import { converted, notConverted, qualified, statement, typeName, useType } from './parts';

/**
 * A table type becomes a composite type; parameters of it are arrays of rows. A composite type has names and types only
 * (https://www.postgresql.org/docs/current/sql-createtype.html): what the table type demands beyond them is listed in an item.
 */
export function convertTableType(object: TableType, ctx: ObjectContext): ConvertedObject {
  const name = ctx.names.type(object.schema, object.name);
  const creates: TargetRef = { kind: 'TYPE', schema: name.schema, name: name.name };
  const columns = object.columns.map((column) => {
    const own = collecting(ctx, object);
    const plain = useType(column.type === undefined ? ctx.mapType({ name: '', args: [], raw: '' }, 'ddl') : ctx.mapType(column.type, 'ddl'), own, column.at);
    const attribute = ctx.names.column(object.schema, object.name, column.name);
    const { type, collation } = columnCollation(attribute, column, plain, own);
    const ref = { schema: object.schema, parent: object.name, name: column.name };
    const target = { kind: 'COLUMN', schema: name.schema, name: attribute, parent: name.name };
    const comments = commentParts(column.properties, { ref: { kind: 'COLUMN', ...ref }, target: { address: { type: 'COLUMN', relation: qualified(name), name: attribute }, ref: target } }, own);
    const parts: ConvertedPart[] = [converted({ ref: { kind: 'COLUMN', ...ref }, at: column.at }, [target], [], own)];
    if (column.identity) parts.push(lost({ kind: 'IDENTITY', ...ref }, column.at));
    if (column.computed) parts.push(lost({ kind: 'COMPUTED_COLUMN', ...ref, columns: column.computed.columns }, column.computed.expression));
    if (column.default)
      parts.push(lost({ kind: 'DEFAULT', schema: object.schema, parent: object.name, ...(column.default.name === undefined ? {} : { name: column.default.name }), columns: [column.name] }, column.default.expression));
    parts.push(...comments);
    const node: CreateCompositeType['attributes'][number] = { kind: 'TableColumn', name: attribute, type: typeName(type.type), collation, source: column.at };
    return { node, parts, needs: own.needs };
  });
  const lostWords = [object.constraints.length > 0 ? 'keys and checks' : '', object.indexes.length > 0 ? 'indexes' : '', object.columns.some((c) => c.default) ? 'defaults' : '', object.columns.some((c) => c.identity) ? 'identity' : ''].filter((w) => w !== '');
  ctx.raise(typeItems.tableType, { type: object.name, lost: lostWords.length === 0 ? '' : `Its ${lostWords.join(', ')} are lost.` });
  const create = statement(
    ctx,
    { kind: 'CreateCompositeType', name: qualified(name), attributes: columns.map((c) => c.node), source: object.nameAt ?? object.definition },
    { creates, phase: 'types', needs: [...new Set(columns.flatMap((c) => c.needs))] },
  );
  const comments = commentParts(object.properties, { ref: { schema: object.schema, name: object.name }, target: { address: { type: 'TYPE', name: qualified(name) }, ref: creates } }, ctx);
  const listed = { ref: { kind: 'TABLE_TYPE', schema: object.schema, name: object.name } as const, at: object.definition };
  return {
    id: idOf(object),
    parts: [
      converted(listed, [creates], [create], ctx),
      ...comments,
      ...columns.flatMap((c) => c.parts),
      ...object.constraints.map((constraint) => lost(constraintRef(object, constraint), constraint.at)),
      ...object.indexes.map((index) => lost(indexRef(object, index), index.at)),
    ],
  };

  function lost(ref: ConvertedPart['ref'], at: ConvertedPart['at']): ConvertedPart {
    const own = collecting(ctx, object);
    own.raise(typeItems.tableType, { type: object.name });
    return notConverted({ ref, at }, own);
  }
}
