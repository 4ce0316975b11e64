/** A path of JSON_MODIFY and OPENJSON as the keys and positions that lead there; the mode is `lax` unless it says `strict`. */
export interface JsonPath {
  readonly keys: readonly string[];
  readonly append: boolean;
  readonly strict: boolean;
}

const piece = /\.\s*(?:([A-Za-z_$][\w$]*)|"((?:[^"\\]|\\.)*)")|\[\s*(\d+)\s*\]/y;

/**
 * Reads a constant path such as `append lax $.a."b c"[0]`
 * (https://learn.microsoft.com/sql/relational-databases/json/json-path-expressions-sql-server).
 * @returns undefined for what is no path of keys and positions
 */
export function readJsonPath(text: string): JsonPath | undefined {
  const head = /^\s*(append\s+)?(?:(lax|strict)\s+)?\$\s*/.exec(text);
  if (head === null) return undefined;
  const keys: string[] = [];
  piece.lastIndex = head[0].length;
  while (piece.lastIndex < text.length) {
    const from = piece.lastIndex;
    const match = piece.exec(text);
    if (match === null) return text.slice(from).trim() === '' ? { keys, append: head[1] !== undefined, strict: head[2] === 'strict' } : undefined;
    keys.push(match[1] ?? match[3] ?? (match[2] ?? '').replace(/\\(.)/g, '$1'));
  }
  return { keys, append: head[1] !== undefined, strict: head[2] === 'strict' };
}
