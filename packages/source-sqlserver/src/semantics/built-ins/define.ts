import type { SqlType } from '../sql-type';

/** The first version of SQL Server that has it; 2000 also for what is older. */
export type SinceVersion = 2000 | 2005 | 2008 | 2012 | 2014 | 2016 | 2017 | 2019 | 2022 | 2025;

/** The result type of a built-in function from the types of its arguments. */
export type ResultType = (args: readonly SqlType[]) => SqlType;

/**
 * `strict`: the same arguments always give the same result; `sometimes`: it depends on the arguments (a style of CONVERT, a seed of
 * RAND, a language setting); `no`: never.
 * Source: https://learn.microsoft.com/sql/relational-databases/user-defined-functions/deterministic-and-nondeterministic-functions
 */
export type Determinism = 'strict' | 'sometimes' | 'no';

export interface BuiltInParameter {
  readonly name: string;
  readonly optional: boolean;
  /** May stand any number of times. */
  readonly repeats: boolean;
  /** A bare word (`day` in DATEADD, a data type in IDENTITY), no expression. */
  readonly word: boolean;
}

export type FunctionCategory =
  | 'aggregate' | 'analytic' | 'ranking' | 'bit' | 'collation' | 'configuration' | 'conversion' | 'cryptographic' | 'cursor' | 'data type' | 'date and time'
  | 'fuzzy' | 'graph' | 'json' | 'logical' | 'mathematical' | 'metadata' | 'odbc' | 'regular expressions' | 'replication' | 'rowset' | 'security' | 'string' | 'system'
  | 'statistical' | 'text and image' | 'trigger' | 'vector' | 'change tracking';

export interface BuiltInFunction {
  /** In upper case; a global variable with its `@@`. */
  readonly name: string;
  readonly category: FunctionCategory;
  readonly parameters: readonly BuiltInParameter[];
  readonly result: ResultType;
  readonly determinism: Determinism;
  readonly since: SinceVersion;
  /** The page of the documentation that says so. */
  readonly page: string;
  /** Written with a syntax of its own (CAST, CASE-like); the parser has a node for it. */
  readonly syntax: boolean;
}

/** Words after the result: `no`, `sometimes`, a year, `syntax`, `page:<name of the page>`. */
type Note = Determinism | SinceVersion | 'syntax' | `page:${string}`;
export type FunctionRow = readonly [parameters: string, result: ResultType, ...notes: Note[]];

/** `text, start?, values...`, `#part` for a bare word. */
export function parameters(text: string): BuiltInParameter[] {
  if (text === '') return [];
  return text.split(',').map((part) => {
    const word = part.trim();
    const repeats = word.endsWith('...');
    const optional = repeats || word.endsWith('?');
    return { name: word.replace(/^#/, '').replace(/(\?|\.\.\.)$/, ''), optional, repeats, word: word.startsWith('#') };
  });
}

const pageOf = (name: string): string => `https://learn.microsoft.com/sql/t-sql/functions/${name.replace(/^@@/, '').toLowerCase().replaceAll('_', '-')}-transact-sql`;

function functionOf(category: FunctionCategory, name: string, [given, result, ...notes]: FunctionRow): BuiltInFunction {
  const page = notes.find((n): n is `page:${string}` => typeof n === 'string' && n.startsWith('page:'));
  const determinism = notes.find((n): n is Determinism => n === 'strict' || n === 'sometimes' || n === 'no') ?? 'strict';
  return {
    name,
    category,
    parameters: parameters(given),
    result,
    determinism,
    since: notes.find((n): n is SinceVersion => typeof n === 'number') ?? 2000,
    page: page === undefined ? pageOf(name) : `https://learn.microsoft.com/sql/${page.slice(5)}`,
    syntax: notes.includes('syntax'),
  };
}

/** Functions of one category; `usual` are notes that hold for all rows that do not say otherwise. */
export const functions = (category: FunctionCategory, rows: Readonly<Record<string, FunctionRow>>, ...usual: readonly Note[]): BuiltInFunction[] =>
  Object.entries(rows).map(([name, [given, result, ...notes]]) => functionOf(category, name, [given, result, ...notes, ...usual]));
