import type { CollationLabel, ScalarType, SqlType } from './sql-type';

/** A collation and how strongly it holds; no label is "coercible-default". */
export interface Collated {
  readonly collation?: string;
  readonly label?: CollationLabel;
}

const strength: Readonly<Record<CollationLabel, number>> = { implicit: 1, none: 2, explicit: 3 };
/** A result of a function has a collation, which is not told: it is taken for the same. */
const sameCollation = (a: Collated, b: Collated): boolean => a.collation === undefined || b.collation === undefined || a.collation.toLowerCase() === b.collation.toLowerCase();

/**
 * Two operands meet: explicit wins over none, none over implicit, implicit over coercible-default; two different implicit ones
 * give none. https://learn.microsoft.com/sql/t-sql/statements/collation-precedence-transact-sql
 */
export function combineTwo(a: Collated, b: Collated): Collated {
  const [x, y] = [a.label === undefined ? 0 : strength[a.label], b.label === undefined ? 0 : strength[b.label]];
  if (x !== y) return x > y ? a : b;
  if (a.label === 'implicit' && !sameCollation(a, b)) return { label: 'none' };
  return a.collation === undefined ? b : a;
}

const isText = (type: SqlType): type is ScalarType =>
  type.kind === 'scalar' && (type.base === 'varchar' || type.base === 'nvarchar' || type.base === 'char' || type.base === 'nchar' || type.base === 'text' || type.base === 'ntext');

/** The collation of an expression over several values; those that are no text do not count. */
export function combineCollations(types: readonly SqlType[]): Collated {
  let result: Collated = {};
  for (const type of types) if (isText(type)) result = combineTwo(result, type);
  return result;
}

/** A text type with the collation that its inputs give it. */
export function withCollationOf<T extends SqlType>(type: T, inputs: readonly SqlType[]): T {
  if (!isText(type)) return type;
  const { collation, label } = combineCollations(inputs);
  if (type.collation === collation && type.label === label) return type;
  const { collation: _c, label: _l, ...rest } = type as ScalarType;
  return { ...rest, ...(collation === undefined ? {} : { collation }), ...(label === undefined ? {} : { label }) } as T;
}

/** What a COLLATE clause makes of a type. */
export const withExplicitCollation = (type: ScalarType, collation: string): ScalarType => ({ ...type, collation, label: 'explicit' });
