/** Numbers of the built-in types (https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-types-transact-sql). */
export const builtInTypes: Readonly<Record<string, number>> = {
  image: 34, text: 35, uniqueidentifier: 36, date: 40, time: 41, datetime2: 42, datetimeoffset: 43, tinyint: 48, smallint: 52, int: 56, smalldatetime: 58, real: 59, money: 60, datetime: 61, float: 62,
  sql_variant: 98, ntext: 99, bit: 104, decimal: 106, numeric: 108, smallmoney: 122, bigint: 127, hierarchyid: 128, geometry: 129, geography: 130, varbinary: 165, varchar: 167, binary: 173, char: 175,
  timestamp: 189, nvarchar: 231, nchar: 239, xml: 241, sysname: 256,
};

const synonyms: Readonly<Record<string, string>> = { integer: 'int', dec: 'decimal', rowversion: 'timestamp', 'double precision': 'float', character: 'char', 'character varying': 'varchar', 'national character varying': 'nvarchar' };

/** The name under which the catalogue keeps a type. */
export const keptName = (name: string): string => synonyms[name.toLowerCase()] ?? name.toLowerCase();

/** Length in bytes, precision and scale, as `sys.columns` keeps them. */
export function typeNumbers(name: string, args: readonly (number | 'max')[]): { readonly maxLength: number; readonly precision: number; readonly scale: number } {
  const [first, second] = args;
  const length = (otherwise: number, factor: number): number => (first === 'max' ? -1 : (first ?? otherwise) * factor);
  switch (name) {
    case 'char': case 'varchar': case 'binary': case 'varbinary':
      return { maxLength: length(1, 1), precision: 0, scale: 0 };
    case 'nchar': case 'nvarchar':
      return { maxLength: length(1, 2), precision: 0, scale: 0 };
    case 'sysname':
      return { maxLength: 256, precision: 0, scale: 0 };
    case 'decimal': case 'numeric':
      return { maxLength: 9, precision: Number(first ?? 18), scale: Number(second ?? 0) };
    case 'time': case 'datetime2': case 'datetimeoffset':
      return { maxLength: 8, precision: 27, scale: Number(first ?? 7) };
    case 'float':
      return { maxLength: 8, precision: Number(first ?? 53), scale: 0 };
    case 'xml':
      return { maxLength: -1, precision: 0, scale: 0 };
    default:
      return { maxLength: 8, precision: 10, scale: 0 };
  }
}

/** Which number a name has, given out in order. */
export function numbering(from: number): { readonly of: (...names: readonly string[]) => number; readonly has: (...names: readonly string[]) => boolean; readonly next: () => number } {
  const known = new Map<string, number>();
  let last = from;
  return {
    of: (...names) => {
      const key = JSON.stringify(names).toLowerCase();
      const id = known.get(key) ?? ++last;
      known.set(key, id);
      return id;
    },
    has: (...names) => known.has(JSON.stringify(names).toLowerCase()),
    next: () => ++last,
  };
}
