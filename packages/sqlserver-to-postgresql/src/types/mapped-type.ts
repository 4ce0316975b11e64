import type { TargetKey } from '@ferry/conversion';

/** A type of PostgreSQL. */
export interface TargetType {
  /** Only for user-defined types. */
  readonly schema?: string;
  /** As PostgreSQL names it: `character varying` is `varchar`, `timestamp without time zone` is `timestamp`, with time zone `timestamptz`. */
  readonly name: string;
  /** Length, or precision and scale. */
  readonly args: readonly number[];
  readonly array?: boolean;
}

/** Where a type is written: decides the length of `varchar` without one (1 in DDL, 30 in CAST and CONVERT). */
export type TypePlace = 'ddl' | 'cast';

/** What becomes of a SQL Server type. */
export interface MappedType {
  /** What to write. */
  readonly type: TargetType;
  /** The same with domains looked through: what expressions reason about. */
  readonly base: TargetType;
  /** The SQL Server built-in it comes from, lower case (`nvarchar`, `rowversion`), alias types looked through; undefined when unknown. */
  readonly source?: string;
  /** What must exist before (a domain, an extension). */
  readonly needs: readonly TargetKey[];
  /** An action item that the use of this type calls for. */
  readonly item?: { readonly code: number; readonly details: Readonly<Record<string, string | number>> };
  /** Values that the source type cannot hold and the target type can: a check to add to a column. */
  readonly range?: { readonly low: number; readonly high: number };
  /** For alias types: NOT NULL when the column does not say. */
  readonly notNull?: boolean;
}
