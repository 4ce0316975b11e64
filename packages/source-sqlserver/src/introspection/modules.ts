import { lex, T } from '../lexer';
import type { Tokens } from '../lexer';
import { column, defineQuery, text } from './query';
import type { RowOf } from './query';
import { qualified, quoted } from './write';

/** Views, routines, triggers, and rules and defaults of the old kind: everything that is kept as its own text. */
export const modulesQuery = defineQuery({
  name: 'modules',
  about: (object) => `o.object_id = ${object}`,
  since: 10,
  outputs: {
    id: column('number', 'sys.objects', 'o', 'object_id'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.objects', 'o', 'name'),
    type: column('text', 'sys.objects', 'o', 'type'),
    definition: column('text', 'sys.sql_modules', 'm', 'definition'),
    ansiNulls: column('bit', 'sys.sql_modules', 'm', 'uses_ansi_nulls'),
    quotedIdentifier: column('bit', 'sys.sql_modules', 'm', 'uses_quoted_identifier'),
    parentSchema: text('ps.name'),
    parentName: text('p.name'),
    disabled: column('bit', 'sys.triggers', 't', 'is_disabled'),
  },
  from: [
    'FROM sys.objects o',
    'JOIN sys.schemas s ON s.schema_id = o.schema_id',
    'JOIN sys.sql_modules m ON m.object_id = o.object_id',
    'LEFT JOIN sys.triggers t ON t.object_id = o.object_id',
    'LEFT JOIN sys.objects p ON p.object_id = o.parent_object_id',
    'LEFT JOIN sys.schemas ps ON ps.schema_id = p.schema_id',
    'WHERE o.is_ms_shipped = 0',
    'ORDER BY s.name, o.name',
  ],
});

/** Triggers of the database, which belong to no schema. */
export const databaseTriggersQuery = defineQuery({
  name: 'database triggers',
  since: 10,
  outputs: {
    id: column('number', 'sys.triggers', 't', 'object_id'),
    name: column('text', 'sys.triggers', 't', 'name'),
    disabled: column('bit', 'sys.triggers', 't', 'is_disabled'),
    definition: column('text', 'sys.sql_modules', 'm', 'definition'),
    ansiNulls: column('bit', 'sys.sql_modules', 'm', 'uses_ansi_nulls'),
    quotedIdentifier: column('bit', 'sys.sql_modules', 'm', 'uses_quoted_identifier'),
  },
  from: ['FROM sys.triggers t', 'JOIN sys.sql_modules m ON m.object_id = t.object_id', 'WHERE t.parent_class = 0 AND t.is_ms_shipped = 0', 'ORDER BY t.name'],
});

interface ModuleText {
  readonly schema: string | null;
  readonly name: string | null;
  readonly definition: string | null;
  readonly ansiNulls: boolean | null;
  readonly quotedIdentifier: boolean | null;
}

/** What a type of `sys.objects` is, in the words of CREATE; the folder that its text is filed in. */
const moduleKinds: Readonly<Record<string, { readonly word: string; readonly folder: string }>> = {
  V: { word: 'VIEW', folder: 'Views' },
  P: { word: 'PROCEDURE', folder: 'Procedures' },
  RF: { word: 'PROCEDURE', folder: 'Procedures' },
  FN: { word: 'FUNCTION', folder: 'Functions' },
  IF: { word: 'FUNCTION', folder: 'Functions' },
  TF: { word: 'FUNCTION', folder: 'Functions' },
  TR: { word: 'TRIGGER', folder: 'Triggers' },
  R: { word: 'RULE', folder: 'Rules' },
  D: { word: 'DEFAULT', folder: 'Defaults' },
};
export const moduleKind = (type: string | null): (typeof moduleKinds)[string] | undefined => moduleKinds[type?.trim() ?? ''];

/**
 * A definition under the object's present name: `sp_rename` changes the name in the catalogue and leaves the text as it was
 * (https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-sql-modules-transact-sql).
 */
export function underName(definition: string, schema: string | null, name: string): string {
  const place = nameIn(definition);
  if (place === undefined) return definition;
  const last = place.parts.at(-1);
  const first = place.parts.length > 1 ? place.parts.at(-2) : undefined;
  if (last === name && (schema === null || first === schema || (first === undefined && schema === 'dbo'))) return definition;
  return definition.slice(0, place.start) + (schema === null ? quoted(name) : qualified(schema, name)) + definition.slice(place.end);
}

/** A name's text without its quotes. */
function unquoted(tokens: Tokens, at: number): string {
  const text = tokens.text.slice(tokens.starts[at], tokens.ends[at]);
  switch (tokens.kinds[at]) {
    case T.BracketName:
      return text.slice(1, -1).replaceAll(']]', ']');
    case T.DoubleName:
      return text.slice(1, -1).replaceAll('""', '"');
    default:
      return text;
  }
}

/** Where the name after CREATE [OR ALTER] VIEW (PROCEDURE ...) stands. */
function nameIn(definition: string): { readonly start: number; readonly end: number; readonly parts: readonly string[] } | undefined {
  const tokens = lex(definition);
  let at = tokens.words.indexOf('CREATE');
  if (at < 0) return undefined;
  at += tokens.words[at + 1] === 'OR' ? 4 : 2;
  const first = at;
  const parts = [unquoted(tokens, at)];
  while (tokens.kinds[at + 1] === T.Dot && at + 2 < tokens.count) {
    at += 2;
    parts.push(unquoted(tokens, at));
  }
  return { start: tokens.starts[first] ?? 0, end: tokens.ends[at] ?? 0, parts };
}

/** A module as SSMS scripts it: under the session options that it was made with. */
export function writeModule(row: ModuleText, kind: string): string[] {
  const name = row.schema === null ? quoted(row.name ?? '') : qualified(row.schema, row.name ?? '');
  const options = `SET ANSI_NULLS ${row.ansiNulls === false ? 'OFF' : 'ON'}\nGO\nSET QUOTED_IDENTIFIER ${row.quotedIdentifier === false ? 'OFF' : 'ON'}`;
  // An encrypted module has no text. What is left cannot be read, so that it is listed as not converted, with the reason; the stars
  // see to that, because a procedure without any statement is a procedure.
  const definition = row.definition === null ? `CREATE ${kind} ${name} WITH ENCRYPTION AS *** -- the server keeps the text encrypted: it cannot be read` : underName(row.definition, row.schema, row.name ?? '');
  return [options, definition];
}

export type ModuleRow = RowOf<typeof modulesQuery.outputs>;
