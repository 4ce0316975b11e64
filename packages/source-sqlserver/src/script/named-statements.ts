import type { Catalog, CatalogObject, CodeObject } from '@ferry/catalog';
import type { NamedStatement, NamedStatements } from '@ferry/conversion';
import type { Run } from '@ferry/kernel';
import { readScripts } from './read-scripts';

const bracketed = (name: string): string => `[${name.replaceAll(']', ']]')}]`;

/** On one line, so that lines of the statement are those that the person counted. */
const head = ({ schema, name }: NamedStatement): string => `CREATE PROCEDURE ${bracketed(schema)}.${bracketed(name)} AS `;

const isStatement = (object: CatalogObject): object is CodeObject => object.kind === 'PROCEDURE' && object.flavour === 'statement';

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Names of modules and of what is selected from share one space in a schema (https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-objects-transact-sql). */
const shareNames = new Set<CatalogObject['kind']>(['TABLE', 'VIEW', 'PROCEDURE', 'FUNCTION', 'AGGREGATE', 'SYNONYM', 'SEQUENCE', 'TRIGGER', 'RULE', 'DEFAULT_OBJECT']);

async function read(statement: NamedStatement, catalog: Catalog, source: number, run: Run): Promise<{ readonly object: CodeObject; readonly text: string } | undefined> {
  const start = head(statement);
  const text = `${start}${statement.definition}`;
  const found = await readScripts([{ path: `Statements/${statement.schema}.${statement.name}.sql`, text }], { databaseName: catalog.database.name, variables: {} }, run);
  const object = found.objects.find((one): one is CodeObject => one.kind === 'PROCEDURE');
  const more = found.objects.some((one) => one !== object && one.kind !== 'SCHEMA') || found.passedOver.length > 0;
  if (object === undefined || more || found.sources[0]?.text !== text) return undefined;
  const span = { start: object.definition.span.start, end: object.definition.span.end };
  return { text, object: { ...object, flavour: 'statement', definition: { source, span }, written: { source, span: { start: Math.min(start.length, span.end), end: span.end } } } };
}

/**
 * The catalogue with these statements in place of those that it held. Each is a procedure of its name: read, converted and proved as one.
 * They come last, so that nothing else changes its place or its name in the target.
 */
export async function withStatements(catalog: Catalog, statements: readonly NamedStatement[], run: Run): Promise<NamedStatements> {
  const objects = catalog.objects.filter((object) => !isStatement(object));
  const gone = new Set(catalog.objects.filter(isStatement).map((object) => object.definition.source));
  const sources = [...catalog.sources];
  while (gone.has(sources.length - 1)) sources.pop();
  const added: CodeObject[] = [];
  const refused: { statement: NamedStatement; reason: string }[] = [];
  for (const statement of statements) {
    const taken = objects.find((one) => shareNames.has(one.kind) && sameName(one.schema, statement.schema) && sameName(one.name, statement.name));
    const made = taken === undefined ? await read(statement, catalog, sources.length, run) : undefined;
    if (made === undefined) {
      const reason = taken === undefined ? 'It is more than one batch, or none: give the SQL between two GO lines, without variables of sqlcmd.' : `The schema "${statement.schema}" has a ${taken.kind.toLowerCase()} "${taken.name}" already: give the statement another name.`;
      refused.push({ statement, reason });
      continue;
    }
    sources.push({ path: `Statements/${statement.schema}.${statement.name}.sql`, text: made.text });
    added.push(made.object);
  }
  return { catalog: { ...catalog, sources, objects: [...objects, ...added] }, refused };
}
