import { builtInFunctions } from '../semantics/built-ins';

/** How many arguments a function takes; SQL Server refuses any other number when it reads the batch (errors 174 and 189). */
export interface Arity {
  readonly least: number;
  /** Infinity for lists. */
  readonly most: number;
}

let arities: ReadonlyMap<string, Arity> | undefined;

/** Of functions that are written like any other; those with a syntax of their own are read elsewhere. */
function readArities(): ReadonlyMap<string, Arity> {
  const rows = new Map<string, Arity>();
  for (const { name, parameters, syntax, since } of builtInFunctions) {
    // The newest functions take clauses among their arguments: `USE MODEL m`, `NULL ON NULL`.
    if (syntax || name.startsWith('@@') || since === 2025 || name.startsWith('JSON_OBJECT') || name.startsWith('JSON_ARRAY')) continue;
    rows.set(name, { least: parameters.filter((p) => !p.optional).length, most: parameters.some((p) => p.repeats) ? Infinity : parameters.length });
  }
  // Over a path of a graph (WITHIN GROUP (GRAPH PATH)) it is met without a separator.
  rows.set('STRING_AGG', { least: 1, most: 2 });
  return rows;
}

/** @param name in upper case, as it stands without a schema. */
export const arityOf = (name: string): Arity | undefined => (arities ??= readArities()).get(name);

/** `1 argument`, `2 or 3 arguments`, `at least 2 arguments`. */
export function describeArity({ least, most }: Arity): string {
  const count = most === 0 ? 'no' : most === Infinity ? `at least ${least}` : least === most ? `${least}` : least + 1 === most ? `${least} or ${most}` : `${least} to ${most}`;
  return `${count} argument${(most === Infinity ? least : most) === 1 ? '' : 's'}`;
}
