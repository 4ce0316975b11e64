/** Rows or keys in one statement: PostgreSQL takes at most 65535 parameters, Prisma half of that. */
const chunkSize = 1000;

export function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < rows.length; i += chunkSize) yield rows.slice(i, i + chunkSize);
}

/** Asks for keys in several statements where they are many; the order holds inside each. */
export async function eachChunk<K, T>(keys: readonly K[], find: (some: readonly K[]) => Promise<T[]>): Promise<T[]> {
  const found: T[][] = [];
  for (const some of chunks(keys)) found.push(await find(some));
  return found.flat();
}
