import type { Constraint, KeyConstraint, Table, TableType } from '@ferry/catalog';
import type { ConvertedPart, TargetRef } from '@ferry/conversion';
import { constraintColumns } from '@ferry/catalog';
import type { StorageParameters } from '@ferry/target-postgresql';
import { constraintItems } from '../action-items/constraints';
import { indexItems } from '../action-items/indexes';
import { collecting } from '../collecting';
import type { ConversionContext, ObjectContext } from '../context';
import { ignoresDuplicates, skipDuplicates } from './ignored-duplicates';
import { commentParts } from './comments';
import type { Commented } from './comments';
import { converted, notConverted, qualified, statement } from './parts';

/** An option of a key or index by its name, in any case; upper-cased. */
const option = (options: Readonly<Record<string, string>>, name: string): string | undefined => {
  const key = Object.keys(options).find((k) => k.toUpperCase() === name);
  return key === undefined ? undefined : (options[key] ?? '').toUpperCase();
};

/**
 * What remains of the options of a key or index: the fill factor. Those that only say how SQL Server builds or locks it have no
 * effect on what it means and are left out without a word.
 */
export function storageParameters(options: Readonly<Record<string, string>>, ctx: ObjectContext): StorageParameters | undefined {
  const compression = option(options, 'DATA_COMPRESSION');
  if (compression !== undefined && compression !== 'NONE') ctx.raise(indexItems.compression, { value: compression });
  const fill = Number(option(options, 'FILLFACTOR') ?? 0);
  // SQL Server's 0 is 100; PostgreSQL takes 10 to 100.
  return Number.isInteger(fill) && fill >= 10 && fill <= 100 ? { fillfactor: fill } : undefined;
}

/** Names of the target for columns that a constraint or index names; a column that is not there is an item. */
export function keyColumns(table: Table, columns: readonly string[], name: string, ctx: ObjectContext): string[] | undefined {
  const missing = columns.filter((c) => ctx.lookup.column(table, c) === undefined);
  for (const column of missing) ctx.raise(constraintItems.missingColumn, { column, name });
  return missing.length > 0 || columns.length === 0 ? undefined : columns.map((c) => ctx.names.column(table.schema, table.name, c));
}

export const constraintRef = (table: Table | TableType, constraint: Constraint): ConvertedPart['ref'] => ({
  kind: constraint.kind,
  schema: table.schema,
  parent: table.name,
  ...(constraint.name === undefined ? {} : { name: constraint.name }),
  columns: constraintColumns(constraint),
});

/** The descriptions of a constraint. Call it before its part is made. */
export const constraintComments = (table: Table, constraint: Constraint, ctx: ObjectContext, target?: Commented['target']): ConvertedPart[] =>
  commentParts(constraint.properties, { ref: { schema: table.schema, parent: table.name, ...(constraint.name === undefined ? {} : { name: constraint.name }) }, ...(target ? { target } : {}) }, ctx);

/** A constraint that could not be converted; `ctx` says why. */
export function lostConstraint(table: Table, constraint: Constraint, ctx: ObjectContext): ConvertedPart[] {
  const comments = constraintComments(table, constraint, ctx);
  return [notConverted({ ref: constraintRef(table, constraint), at: constraint.at }, ctx), ...comments];
}

/**
 * PRIMARY KEY or UNIQUE. SQL Server counts NULL as a value of a unique key, so that there is one NULL at most:
 * NULLS NOT DISTINCT says that since PostgreSQL 15 (https://www.postgresql.org/docs/current/sql-createtable.html).
 */
export function convertKey(table: Table, constraint: KeyConstraint, shared: ConversionContext): ConvertedPart[] {
  const ctx = collecting(shared, table);
  const owner = shared.names.relation(table.schema, table.name);
  const name = shared.names.constraint(constraint);
  const listed = { ref: constraintRef(table, constraint), at: constraint.at };
  const shown = constraint.name ?? name;
  const columns = keyColumns(table, constraint.columns.map((c) => c.name), shown, ctx);
  if (columns === undefined) return lostConstraint(table, constraint, ctx);
  const nullable = constraint.kind === 'UNIQUE' && constraint.columns.some((c) => shared.lookup.column(table, c.name)?.nullable === true);
  if (constraint.clustered === true) ctx.raise(indexItems.clustered, { name: shown });
  if (constraint.columns.some((c) => c.descending)) ctx.raise(indexItems.keyOrder, { name: shown });
  const creates: TargetRef = { kind: constraint.kind, schema: owner.schema, name, parent: owner.name };
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
            kind: 'KeyConstraint',
            type: constraint.kind === 'UNIQUE' ? 'UNIQUE' : 'PRIMARY KEY',
            name,
            columns,
            nullsNotDistinct: nullable ? true : undefined,
            with: storageParameters(constraint.options, ctx),
          },
        },
      ],
    },
    { creates, phase: 'keys' },
  );
  const skip = ignoresDuplicates(constraint.options) ? skipDuplicates(table, { name, columns: constraint.columns.map((c) => c.name), at: constraint.at }, ctx) : [];
  const comments = constraintComments(table, constraint, ctx, { address: { type: 'CONSTRAINT', name, on: qualified(owner) }, ref: creates });
  return [converted(listed, [creates], [add, ...skip], ctx), ...comments];
}
