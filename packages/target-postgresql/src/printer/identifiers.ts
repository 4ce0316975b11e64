import { keywords, plpgsqlReserved } from './keywords';

/** Unquoted identifiers fold to lower case; letters beyond ASCII and `$` are legal unquoted, but PostgreSQL's own tools quote them. */
const plain = /^[a-z_][a-z0-9_]*$/;

const quoted = (name: string): string => {
  if (name === '') throw new Error('PostgreSQL has no empty identifiers');
  if (name.includes('\0')) throw new Error('PostgreSQL identifiers cannot hold U+0000');
  return `"${name.replaceAll('"', '""')}"`;
};

/** A name as SQL, quoted when PostgreSQL's `quote_ident` would quote it, and when PL/pgSQL's scanner would trip over it. */
export function quoteIdentifier(name: string): string {
  if (!plain.test(name)) return quoted(name);
  const keywordClass = keywords.get(name);
  return (keywordClass !== undefined && keywordClass !== 'unreserved') || plpgsqlReserved.has(name) ? quoted(name) : name;
}

/** Names that the grammar itself treats as functions: quoted, they would name a user's function. */
const grammarFunctions: ReadonlySet<string> = new Set([
  'coalesce', 'greatest', 'least', 'nullif', 'grouping', 'substring', 'overlay', 'trim', 'normalize', 'xmlconcat', 'merge_action',
  'json_scalar', 'json_serialize', 'json_object', 'json_array', 'json_query', 'json_value', 'json_exists',
]);

/** The name of a function that is called without a schema: `left` and `right` need no quotes here. */
export function quoteFunctionName(name: string): string {
  if (grammarFunctions.has(name)) return name;
  return keywords.get(name) === 'typeOrFunctionName' ? name : quoteIdentifier(name);
}

export const quoteParts = (parts: readonly string[]): string => parts.map(quoteIdentifier).join('.');
