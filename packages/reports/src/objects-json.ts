import type { ListedPart } from './listing';

/** One entry of objects.json. */
export interface ObjectEntry {
  readonly kind: string;
  readonly schema: string;
  /** Empty for a constraint that the source leaves unnamed. */
  readonly name: string;
  /** The table, view or type that it belongs to. */
  readonly parent?: string;
  /** The same again, by the word that inventories of tables use. */
  readonly table?: string;
  /** The columns of a constraint, index or default. */
  readonly columns?: readonly string[];
  readonly target: readonly { readonly kind: string; readonly schema: string; readonly name: string; readonly parent?: string }[];
  readonly status: string;
  readonly proof: string;
  /** Product and version that showed the proof. */
  readonly provedBy?: string;
  /** Statements and clauses of the source, and those converted with no work left; not those of parts that are listed themselves. */
  readonly syntaxElements?: { readonly total: number; readonly automatic: number };
  /** What the server said where it refused to go further. */
  readonly refusal?: { readonly sqlstate: string; readonly message: string; readonly detail?: string; readonly hint?: string };
  readonly items: readonly {
    readonly code: number;
    readonly severity: string;
    readonly complexity: string;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    readonly message: string;
  }[];
}

/** What objects.json says of one part. */
export function objectEntry({ ref, targets, status, proof, items, syntax }: ListedPart): ObjectEntry {
  const refusal = proof.refusal;
  return {
    kind: ref.kind,
    schema: ref.schema,
    name: ref.name ?? '',
    ...(ref.parent === undefined ? {} : { parent: ref.parent, table: ref.parent }),
    ...(ref.columns === undefined ? {} : { columns: ref.columns }),
    target: targets.map((t) => ({ kind: t.kind, schema: t.schema, name: t.name, ...(t.parent === undefined ? {} : { parent: t.parent }) })),
    status,
    proof: proof.level,
    ...(proof.by === undefined ? {} : { provedBy: proof.by }),
    ...(syntax === undefined ? {} : { syntaxElements: { total: syntax.total, automatic: syntax.automatic } }),
    ...(refusal === undefined
      ? {}
      : {
          refusal: {
            sqlstate: refusal.sqlstate,
            message: refusal.message,
            ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
            ...(refusal.hint === undefined ? {} : { hint: refusal.hint }),
          },
        }),
    items: items.map((item) => ({
      code: item.code,
      severity: item.severity,
      complexity: item.complexity,
      ...(item.file === undefined ? {} : { file: item.file }),
      ...(item.line === undefined ? {} : { line: item.line }),
      ...(item.column === undefined ? {} : { column: item.column }),
      message: item.message,
    })),
  };
}

/** The text of objects.json, piece by piece: one entry a line, so that two runs can be compared line by line. */
export function* objectsJsonPieces(parts: readonly ListedPart[]): Generator<string> {
  for (let from = 0; from < parts.length; from += 1000) yield `${from === 0 ? '[\n' : ',\n'}${parts.slice(from, from + 1000).map((part) => JSON.stringify(objectEntry(part))).join(',\n')}`;
  yield parts.length === 0 ? '[]\n' : '\n]\n';
}

/** The text of objects.json. */
export const objectsJson = (parts: readonly ListedPart[]): string => [...objectsJsonPieces(parts)].join('');
