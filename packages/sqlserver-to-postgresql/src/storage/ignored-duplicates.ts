import type { Fragment, Table } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { TargetStatement } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { indexItems } from '../action-items/indexes';
import type { ObjectContext } from '../context';
import { qualified, relationKey, statement } from './parts';

/** Whether a key or index passes over rows whose key is there already. */
export const ignoresDuplicates = (options: Readonly<Record<string, string>>): boolean => Object.entries(options).some(([key, value]) => key.toUpperCase() === 'IGNORE_DUP_KEY' && value.toUpperCase() === 'ON');

/**
 * IGNORE_DUP_KEY: rows whose key is there already are passed over by INSERT, with a warning; UPDATE fails as ever
 * (https://learn.microsoft.com/sql/t-sql/statements/create-index-transact-sql). A trigger before each row sees the rows that the same
 * statement has inserted already. Two sessions at once still get an error from the key.
 */
export function skipDuplicates(table: Table, key: { readonly name: string; readonly columns: readonly string[]; readonly at: Fragment }, ctx: ObjectContext): TargetStatement[] {
  const owner = ctx.names.relation(table.schema, table.name);
  const own = { schema: owner.schema, name: ctx.names.composed(`${owner.name}_${key.name}_skip`) };
  const alias = 'present';
  const meets = key.columns.map((name): Expression => {
    const column = ctx.names.column(table.schema, table.name, name);
    const [there, given] = [pg.column(alias, column), pg.variable('new', column)];
    return ctx.lookup.column(table, name)?.nullable === true ? { kind: 'IsDistinctFrom', left: there, right: given, negated: true } : pg.eq(there, given);
  });
  const found = pg.exists(pg.select([pg.item(pg.number(1))], { from: [pg.table(pg.name(owner.schema, owner.name), alias)], where: pg.and(...meets) }));
  ctx.raise(indexItems.ignoreDuplicates, { name: key.name });
  const functionRef = { kind: 'FUNCTION', ...own };
  return [
    statement(
      ctx,
      {
        kind: 'CreateFunction', name: qualified(own), parameters: [], returns: pg.type('trigger'), source: key.at,
        body: pg.block([
          { kind: 'If', branches: [{ condition: found, body: [{ kind: 'Raise', level: 'WARNING', format: 'Duplicate key was ignored.' }, { kind: 'Return', value: pg.null }] }] },
          { kind: 'Return', value: pg.variable('new') },
        ]),
      },
      { creates: functionRef, phase: 'triggerFunctions', needs: [relationKey(owner)] },
    ),
    statement(
      ctx,
      { kind: 'CreateTrigger', name: own.name, timing: 'BEFORE', events: [{ on: 'INSERT' }], table: qualified(owner), level: 'ROW', execute: qualified(own) },
      { creates: { kind: 'TRIGGER', schema: owner.schema, name: own.name, parent: owner.name }, phase: 'triggers', needs: [relationKey(owner), targetKey(functionRef)] },
    ),
  ];
}
