import { parseBody } from './parse';

const createsTable = /^\s*create\s+(?:(?:local|global)\s+)?(?:temp(?:orary)?\s+|unlogged\s+)?table\s/i;

/**
 * The CREATE TABLE statements in a PL/pgSQL body, of temporary tables and others, in order, so that they can be made before the body
 * is checked: the checker looks tables up and does not run the body.
 * @param sql a routine that parses; the parser is loaded
 */
export function madeTables(sql: string): readonly string[] {
  if (!/\bcreate\s/i.test(sql.slice(sql.indexOf('$')))) return [];
  const found: string[] = [];
  const stack: unknown[] = [parseBody(sql)];
  const queries: string[] = [];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    const query = (value as { readonly query?: unknown }).query;
    if (typeof query === 'string') queries.push(query);
    const members = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
    for (let i = members.length - 1; i >= 0; i--) stack.push(members[i]);
  }
  for (const query of queries) if (createsTable.test(query)) found.push(query);
  return found;
}

/** The name that CREATE TEMPORARY TABLE gives, when it needs no quotes. */
export const temporaryName = (create: string): string | undefined => /^\s*create\s+(?:(?:local|global)\s+)?temp(?:orary)?\s+table\s+(?:if\s+not\s+exists\s+)?(?:pg_temp\.)?([a-z_][a-z0-9_$]*)/i.exec(create)?.[1];

/** The last part of the name that CREATE TABLE gives, when it needs no quotes. */
export const tableName = (create: string): string | undefined => temporaryName(create) ?? /^\s*create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(?:[a-z_][a-z0-9_$]*\.)?([a-z_][a-z0-9_$]*)/i.exec(create)?.[1];
