import { systemViews } from './system-views';
import type { SystemViewName } from './system-views';

/** How a value comes back. SQL Server's `bit` is a boolean; large numbers and `sql_variant` are asked for as text. */
interface ValueTypes {
  readonly number: number;
  readonly text: string;
  readonly bit: boolean;
}
type TypeName = keyof ValueTypes;

/** One output column. Missing values, and columns that the server's version does not have, are null. */
export interface Output<T extends TypeName = TypeName> {
  readonly type: T;
  readonly sql: string;
  readonly since: number;
}

export const number = (sql: string, since = 0): Output<'number'> => ({ type: 'number', sql, since });
export const text = (sql: string, since = 0): Output<'text'> => ({ type: 'text', sql, since });
export const bit = (sql: string, since = 0): Output<'bit'> => ({ type: 'bit', sql, since });

export type RowOf<C extends Readonly<Record<string, Output>>> = { readonly [K in keyof C]: ValueTypes[C[K]['type']] | null };

/** One question to the catalogue. Set-based: it is asked once for a database, never once for an object. */
export interface CatalogQuery<C extends Readonly<Record<string, Output>> = Readonly<Record<string, Output>>> {
  readonly name: string;
  /** First version that has what it asks for; older servers are not asked. */
  readonly since: number;
  readonly outputs: C;
  /** What it asks about does not belong to the database: when it may not be seen, it is left out. */
  readonly optional?: true;
  /** `FROM` onwards; a join for newer versions only is told apart by its version. */
  readonly from: readonly (string | { readonly since: number; readonly sql: string })[];
  /** What holds of its rows when they are about the object of this number; a query without has nothing to say about one object. */
  readonly about?: (object: number) => string;
}

/** @param query `from` is written over several lines; the first is the main view */
export const defineQuery = <C extends Readonly<Record<string, Output>>>(query: CatalogQuery<C>): CatalogQuery<C> => query;

const nothing: Readonly<Record<TypeName, string>> = { number: 'CAST(NULL AS int)', text: 'CAST(NULL AS nvarchar(1))', bit: 'CAST(NULL AS bit)' };

/**
 * The T-SQL of a query for a server.
 * @param version major version: 10 is 2008, 16 is 2022
 */
export function writeQuery(query: CatalogQuery, version: number): string {
  const outputs = Object.entries(query.outputs).map(([name, { type, sql, since }]) => `${since <= version ? sql : nothing[type]} AS [${name}]`);
  const from = query.from.flatMap((line) => (typeof line === 'string' ? [line] : line.since <= version ? [line.sql] : []));
  return `SELECT ${outputs.join(',\n       ')}\n${from.join('\n')}`;
}

/** The same question about one object only. @param object its `object_id` @returns nothing when the query has nothing to say about one */
export function queryAbout<C extends Readonly<Record<string, Output>>>(query: CatalogQuery<C>, object: number): CatalogQuery<C> | undefined {
  if (query.about === undefined) return undefined;
  if (!Number.isInteger(object)) throw new Error('an object goes by a whole number');
  const starts = (word: string) => (line: CatalogQuery['from'][number]): boolean => typeof line === 'string' && line.startsWith(word);
  const order = query.from.findIndex(starts('ORDER BY'));
  const end = order < 0 ? query.from.length : order;
  return { ...query, from: [...query.from.slice(0, end), `${query.from.some(starts('WHERE')) ? 'AND' : 'WHERE'} ${query.about(object)}`, ...query.from.slice(end)] };
}

/** Version from which a column can be asked for, from the documented list. */
export const sinceOf = (view: SystemViewName, column: string): number => {
  const columns: Readonly<Record<string, number>> = systemViews[view].columns;
  const since = columns[column];
  if (since === undefined) throw new Error(`${view}.${column} is not in the list of documented columns`);
  return since;
};

/** A plain column, with its version from the documented list. @param alias the view's name in the query */
export const column = <T extends TypeName>(type: T, view: SystemViewName, alias: string, name: string): Output<T> => ({ type, sql: `${alias}.${name}`, since: sinceOf(view, name) });

/** Reads one row at a time. @throws what the connection throws */
export type Ask = <C extends Readonly<Record<string, Output>>>(query: CatalogQuery<C>, onRow: (row: RowOf<C>) => void) => Promise<void>;
