/**
 * The tree of a body in PL/pgSQL as libpg-query gives it: objects with one member, named after the kind of node. Members are read
 * by name because the tree has no published types.
 */
export type Fields = Readonly<Record<string, unknown>>;

export interface Node {
  readonly kind: string;
  readonly fields: Fields;
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A node out of its wrapping `{ "PLpgSQL_stmt_if": {...} }`. */
export function node(value: unknown): Node | undefined {
  if (!isFields(value)) return undefined;
  const [entry] = Object.entries(value);
  return entry !== undefined && isFields(entry[1]) ? { kind: entry[0].replace(/^PLpgSQL_/, ''), fields: entry[1] } : undefined;
}

export const nodes = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.flatMap((v: unknown) => node(v) ?? []) : []);
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
export const lineOf = (of: Node): number => numberOf(of.fields['lineno']);

/** The text of an embedded query or expression. */
export const queryOf = (value: unknown): string | undefined => textOf(node(value)?.fields['query']);

/** A variable, record, row or field of a record; its place in the list is its number. */
export interface Datum {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  readonly type: string;
  readonly fields: Fields;
}

/** A name of one or several parts as PostgreSQL reads it back. */
const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => (/^".*"$/.test(part) ? part : `"${part.replace(/"/g, '""')}"`))
    .join('.');

/** The type as a declaration takes it. The parser gives the names before %TYPE and %ROWTYPE without their quotes. */
function typeText(raw: string): string {
  const suffix = /%(?:row)?type$/i.exec(raw)?.[0];
  return suffix === undefined ? raw : `${quoted(raw.slice(0, -suffix.length))}${suffix}`;
}

export interface Body {
  readonly datums: readonly Datum[];
  readonly block: Node;
}

/** Reads what the parser made of one routine. @returns nothing for a text without a body in PL/pgSQL */
export function readBody(parsed: unknown): Body | undefined {
  const functions = isFields(parsed) ? nodes(parsed['plpgsql_funcs']) : [];
  const routine = functions[0];
  const block = node(routine?.fields['action']);
  if (routine === undefined || block === undefined) return undefined;
  const datums = (Array.isArray(routine.fields['datums']) ? (routine.fields['datums'] as unknown[]) : []).map((value): Datum => {
    const of = node(value);
    const fields = of?.fields ?? {};
    return {
      kind: of?.kind ?? '',
      name: textOf(fields['refname']) ?? '',
      line: numberOf(fields['lineno']),
      type: typeText(textOf(node(fields['datatype'])?.fields['typname']) ?? 'record'),
      fields,
    };
  });
  return { datums, block };
}
