import type { Node } from './node';

/** Names and types are words of the node around them: that node has the link and the comments. */
type Word = Pick<Node, 'kind'>;

/** A name of an object, in its final spelling (already folded or kept); the printer adds quotes where PostgreSQL needs them. */
export interface QualifiedName extends Word {
  readonly kind: 'QualifiedName';
  readonly schema?: string | undefined;
  readonly name: string;
}

/**
 * A data type. `name` without `schema` is a built-in type in any spelling PostgreSQL takes (`integer`, `varchar`, `timestamptz`,
 * `double precision`, `timestamp with time zone`), else the name of a user's type found through the search path.
 */
export interface TypeName extends Word {
  readonly kind: 'TypeName';
  readonly schema?: string | undefined;
  readonly name: string;
  /** Length, precision, scale; words such as PostGIS's `Point` are texts. */
  readonly args?: readonly (number | string)[] | undefined;
  /** Number of array dimensions; none when missing. */
  readonly array?: number | undefined;
  readonly setof?: boolean | undefined;
}

/** `table.column%TYPE` or `table%ROWTYPE`: only in PL/pgSQL declarations (and `%TYPE` in parameters). */
export interface TypeOf extends Word {
  readonly kind: 'TypeOf';
  readonly parts: readonly string[];
  readonly of: 'TYPE' | 'ROWTYPE';
}

export type DataType = TypeName | TypeOf;
