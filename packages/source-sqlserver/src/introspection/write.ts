/** A name in brackets (https://learn.microsoft.com/sql/relational-databases/databases/database-identifiers). */
export const quoted = (name: string): string => `[${name.replaceAll(']', ']]')}]`;

export const qualified = (schema: string, name: string): string => `${quoted(schema)}.${quoted(name)}`;

/** A text as a national string literal. */
export const literal = (value: string): string => `N'${value.replaceAll("'", "''")}'`;

/** What `sys.columns` and its like say of a type. */
export interface TypeFacts {
  /** Null for a built-in type. */
  readonly schema: string | null;
  readonly name: string;
  /** In bytes; -1 is MAX. */
  readonly maxLength: number;
  readonly precision: number;
  readonly scale: number;
  /** The XML schema collection, qualified. */
  readonly xmlCollection?: string | null;
}

const inBytes = new Set(['char', 'varchar', 'binary', 'varbinary']);
const inPairs = new Set(['nchar', 'nvarchar']);
const withScale = new Set(['time', 'datetime2', 'datetimeoffset']);

/** A type as it is written in a definition. */
export function writeType(type: TypeFacts): string {
  const { schema, name, maxLength, precision, scale, xmlCollection } = type;
  if (schema !== null && schema !== 'sys') return qualified(schema, name);
  if (inBytes.has(name)) return `${name}(${maxLength === -1 ? 'max' : maxLength})`;
  if (inPairs.has(name)) return `${name}(${maxLength === -1 ? 'max' : maxLength / 2})`;
  if (withScale.has(name)) return `${name}(${scale})`;
  if (name === 'decimal' || name === 'numeric') return `${name}(${precision}, ${scale})`;
  if (name === 'float') return precision === 53 ? name : `float(${precision})`;
  // Two bytes head a vector's content of four bytes a number.
  if (name === 'vector') return `vector(${Math.max(1, Math.floor((maxLength - 8) / 4))})`;
  if (name === 'xml' && typeof xmlCollection === 'string') return `xml(${xmlCollection})`;
  return name;
}

/** Statements as batches of their own, as SSMS scripts them. */
export const batches = (statements: readonly string[]): string => statements.map((s) => `${s}\nGO\n`).join('');
