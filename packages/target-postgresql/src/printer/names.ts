import type { DataType, QualifiedName, TypeName } from '../syntax';
import { quoteIdentifier, quoteParts } from './identifiers';
import { stringLiteral } from './literals';

export const nameText = (name: Pick<QualifiedName, 'schema' | 'name'>): string => (name.schema === undefined ? quoteIdentifier(name.name) : `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.name)}`);

/** Built-in types whose names are keywords, or several words: they are written without quotes. `@` is where the arguments go. */
const grammarTypes: ReadonlyMap<string, string> = new Map(
  [
    'bigint', 'bit@', 'bit varying@', 'boolean', 'char@', 'character@', 'char varying@', 'character varying@', 'dec@', 'decimal@', 'double precision', 'float@',
    'int', 'integer', 'interval@', 'json', 'nchar@', 'national character@', 'national character varying@', 'numeric@', 'real', 'smallint', 'time@', 'timestamp@',
    'time@ with time zone', 'time@ without time zone', 'timestamp@ with time zone', 'timestamp@ without time zone', 'varchar@',
  ].map((shape) => [shape.replace('@', ''), shape]),
);

const typeArgs = (args: TypeName['args']): string =>
  args === undefined || args.length === 0 ? '' : `(${args.map((a) => (typeof a === 'number' ? String(a) : /^[A-Za-z_]\w*$/.test(a) ? quoteIdentifier(a.toLowerCase()) : stringLiteral(a))).join(', ')})`;

function baseTypeText(type: TypeName): string {
  const args = typeArgs(type.args);
  const shape = type.schema === undefined ? grammarTypes.get(type.name.toLowerCase()) : undefined;
  if (shape === undefined) return `${type.schema === undefined ? '' : `${quoteIdentifier(type.schema)}.`}${quoteIdentifier(type.name)}${args}`;
  return shape.includes('@') ? shape.replace('@', args) : shape + args;
}

export function typeText(type: DataType): string {
  if (type.kind === 'TypeOf') return `${quoteParts(type.parts)}%${type.of}`;
  return `${type.setof === true ? 'SETOF ' : ''}${baseTypeText(type)}${'[]'.repeat(type.array ?? 0)}`;
}
