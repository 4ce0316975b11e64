import type { ForeignKey, Table } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { ConvertedPart, TargetKey, TargetRef } from '@ferry/conversion';
import { constraintItems } from '../action-items/constraints';
import { collecting } from '../collecting';
import type { ConversionContext } from '../context';
import { constraintComments, constraintRef, keyColumns, lostConstraint } from './keys';
import { converted, qualified, relationKey, statement } from './parts';
import { partitionsOf } from './partitions';

/** A key may be a unique index only, and indexes are created after foreign keys otherwise. */
function uniqueIndexes(table: Table, columns: readonly string[], shared: ConversionContext): TargetKey[] {
  const { fold } = shared.lookup;
  const wanted = new Set(columns.map(fold));
  const { schema, name: parent } = shared.names.relation(table.schema, table.name);
  return table.indexes
    .filter((i) => i.unique && i.keys.length === wanted.size && i.keys.every((k) => wanted.has(fold(k.name))))
    .map((i) => targetKey({ kind: 'INDEX', schema, parent, name: shared.names.index(i) }));
}

/** A FOREIGN KEY; without columns on the other side it means the primary key. */
export function convertForeignKey(table: Table, constraint: ForeignKey, shared: ConversionContext): ConvertedPart[] {
  const ctx = collecting(shared, table);
  const owner = shared.names.relation(table.schema, table.name);
  const name = shared.names.constraint(constraint);
  const shown = constraint.name ?? name;
  const listed = { ref: constraintRef(table, constraint), at: constraint.at };
  const { references } = constraint;
  const other = shared.lookup.relation(references.schema, references.table);
  if (other?.kind !== 'TABLE') {
    ctx.raise(constraintItems.missingTable, { name: shown, table: `${references.schema}.${references.table}` });
    return lostConstraint(table, constraint, ctx);
  }
  const primaryKey = other.constraints.find((c) => c.kind === 'PRIMARY_KEY');
  const named = references.columns.length > 0 ? references.columns : primaryKey?.kind === 'PRIMARY_KEY' ? primaryKey.columns.map((c) => c.name) : [];
  const columns = keyColumns(table, constraint.columns, shown, ctx);
  const referencedColumns = keyColumns(other, named, shown, ctx);
  if (columns === undefined || referencedColumns === undefined) return lostConstraint(table, constraint, ctx);
  // Before 18 a partitioned table takes only keys that its rows keep.
  const unchecked = constraint.notValidated === true && (ctx.targetVersion >= 18 || partitionsOf(table, ctx) === undefined);
  if (constraint.notValidated === true) ctx.raise(unchecked ? constraintItems.disabled : constraintItems.enforced, { name: shown });
  const target = shared.names.relation(other.schema, other.name);
  const creates: TargetRef = { kind: 'FOREIGN_KEY', schema: owner.schema, name, parent: owner.name };
  const add = statement(
    ctx,
    {
      kind: 'AlterTable',
      name: qualified(owner),
      source: constraint.at,
      actions: [
        {
          do: 'ADD CONSTRAINT',
          constraint: {
            kind: 'ForeignKeyConstraint',
            name,
            columns,
            references: qualified(target),
            referencedColumns,
            onDelete: constraint.onDelete === 'NO ACTION' ? undefined : constraint.onDelete,
            onUpdate: constraint.onUpdate === 'NO ACTION' ? undefined : constraint.onUpdate,
            notValid: unchecked ? true : undefined,
          },
        },
      ],
    },
    { creates, phase: 'foreignKeys', needs: [relationKey(target), ...uniqueIndexes(other, named, shared)] },
  );
  const comments = constraintComments(table, constraint, ctx, { address: { type: 'CONSTRAINT', name, on: qualified(owner) }, ref: creates });
  return [converted(listed, [creates], [add], ctx), ...comments];
}
