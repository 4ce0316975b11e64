import { idOf } from '@ferry/catalog';
import type { Synonym } from '@ferry/catalog';
import type { ConvertedObject } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import { otherItems } from '../action-items/other-objects';
import type { ObjectContext } from '../context';
import { commentParts } from './comments';
import { converted, notConverted, qualified, relationKey, relationRef, statement } from './parts';

/**
 * A synonym for a table or view becomes a simple view, which PostgreSQL lets rows be written through
 * (https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS). For anything else there is no peer.
 */
export function convertSynonym(object: Synonym, ctx: ObjectContext): ConvertedObject {
  const listed = { ref: { kind: 'SYNONYM', schema: object.schema, name: object.name } as const, at: object.definition };
  const [base = '', schema, database, server] = [...object.target].reverse();
  const isHere = server === undefined && (database === undefined || database === '' || ctx.lookup.fold(database) === ctx.lookup.fold(ctx.catalog.database.name));
  const shown = object.target.join('.');
  const found = isHere ? ctx.lookup.relation(schema, base) : undefined;
  if (found === undefined || found === object || (found.kind !== 'TABLE' && found.kind !== 'VIEW')) {
    ctx.raise(isHere ? otherItems.synonym : otherItems.remoteSynonym, { target: shown });
    return { id: idOf(object), parts: [notConverted(listed, ctx), ...commentParts(object.properties, { ref: { schema: object.schema, name: object.name } }, ctx)] };
  }
  const name = ctx.names.relation(object.schema, object.name);
  const from = ctx.names.relation(found.schema, found.name);
  const creates = relationRef('VIEW', name);
  const create = statement(
    ctx,
    { kind: 'CreateView', name: qualified(name), query: pg.select([pg.item(pg.star())], { from: [pg.table(qualified(from))] }), source: object.nameAt ?? object.definition },
    { creates, phase: 'views', needs: [relationKey(from)] },
  );
  const comments = commentParts(object.properties, { ref: { schema: object.schema, name: object.name }, target: { address: { type: 'VIEW', name: qualified(name) }, ref: creates } }, ctx);
  return {
    id: idOf(object),
    parts: [converted(listed, [creates], [create], ctx), ...comments],
  };
}
