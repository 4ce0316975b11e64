import type { TargetRef } from '@ferry/conversion';
import { quoteIdentifier } from '@ferry/target-postgresql';

const qualified = (ref: TargetRef): string => `${quoteIdentifier(ref.schema)}.${quoteIdentifier(ref.name)}`;

/**
 * The statement that removes an object, or the part of a table, from the target; undefined for what goes with its table.
 * Routines are named without their arguments: there is one of a name.
 */
export function dropOf(ref: TargetRef): string | undefined {
  switch (ref.kind) {
    case 'TABLE': return `DROP TABLE IF EXISTS ${qualified(ref)}`;
    case 'VIEW': return `DROP VIEW IF EXISTS ${qualified(ref)}`;
    case 'MATERIALIZED_VIEW': return `DROP MATERIALIZED VIEW IF EXISTS ${qualified(ref)}`;
    case 'FUNCTION': case 'PROCEDURE': return `DROP ROUTINE IF EXISTS ${qualified(ref)}`;
    case 'SEQUENCE': return `DROP SEQUENCE IF EXISTS ${qualified(ref)}`;
    case 'DOMAIN': return `DROP DOMAIN IF EXISTS ${qualified(ref)}`;
    case 'TYPE': return `DROP TYPE IF EXISTS ${qualified(ref)}`;
    case 'SCHEMA': return `DROP SCHEMA IF EXISTS ${quoteIdentifier(ref.name)}`;
    case 'INDEX': return `DROP INDEX IF EXISTS ${qualified(ref)}`;
    case 'TRIGGER': return ref.parent === undefined ? undefined : `DROP TRIGGER IF EXISTS ${quoteIdentifier(ref.name)} ON ${quoteIdentifier(ref.schema)}.${quoteIdentifier(ref.parent)}`;
    case 'PRIMARY_KEY': case 'UNIQUE': case 'CHECK': case 'FOREIGN_KEY': return ref.parent === undefined ? undefined : `ALTER TABLE ${quoteIdentifier(ref.schema)}.${quoteIdentifier(ref.parent)} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(ref.name)}`;
    default: return undefined;
  }
}
