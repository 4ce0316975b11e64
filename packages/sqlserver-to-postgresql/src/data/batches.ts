import type { Catalog, PassedOver } from '@ferry/catalog';
import { parseBatch, splitBatches } from '@ferry/source-sqlserver';
import type { Statement } from '@ferry/source-sqlserver';

/** A statement of the scripts that changes rows, or one around such statements that decides at run time. */
export interface DataNode {
  readonly node: Statement;
  readonly source: number;
}

const dataWords = /^(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b/;
const changesRows = new Set<Statement['kind']>(['InsertStatement', 'UpdateStatement', 'DeleteStatement', 'MergeStatement', 'TruncateTableStatement']);
const decides = new Set<Statement['kind']>(['IfStatement', 'WhileStatement']);

/** Spans of data by source, and whether double quotes are names there (SET QUOTED_IDENTIFIER), both in the order of the scripts. */
function spansOfData(catalog: Catalog): readonly { readonly at: PassedOver; readonly quotedIdentifier: boolean }[] {
  const found: { at: PassedOver; quotedIdentifier: boolean }[] = [];
  let quotedIdentifier = true;
  let source = -1;
  for (const at of catalog.passedOver) {
    if (at.source !== source) [source, quotedIdentifier] = [at.source, true];
    if (dataWords.test(at.statement)) found.push({ at, quotedIdentifier });
    else if (at.statement.startsWith('SET ') && at.statement.includes('QUOTED_IDENTIFIER')) quotedIdentifier = /\bON\s*;?\s*$/i.test(catalog.sources[at.source]?.text.slice(at.span.start, at.span.end) ?? '');
  }
  return found;
}

/** Statements that change rows, those inside of BEGIN ... END and BEGIN TRY too; an IF or WHILE around them is given whole. */
function* changing(statements: readonly Statement[], holdsData: (node: Statement) => boolean): Iterable<Statement> {
  for (const node of statements) {
    if (changesRows.has(node.kind)) yield node;
    else if (node.kind === 'BlockStatement') yield* changing(node.statements, holdsData);
    else if (node.kind === 'TryCatchStatement') yield* changing(node.attempt, holdsData);
    else if (decides.has(node.kind) && holdsData(node)) yield node;
  }
}

/** What the scripts do to rows outside of routines, in their order. Only batches with data are parsed. */
export function* dataNodes(catalog: Catalog): Iterable<DataNode> {
  const found = spansOfData(catalog);
  let next = 0;
  while (next < found.length) {
    const source = found[next]?.at.source ?? 0;
    const text = catalog.sources[source]?.text ?? '';
    for (const { span, repeat } of splitBatches(text).batches) {
      // One span covers neighbours, also those of several batches.
      while (found[next]?.at.source === source && (found[next]?.at.span.end ?? 0) <= span.start) next++;
      let past = next;
      while (found[past]?.at.source === source && (found[past]?.at.span.start ?? 0) < span.end) past++;
      const inside = found.slice(next, past);
      const [head] = inside;
      if (head === undefined) continue;
      const holdsData = (node: Statement): boolean => inside.some(({ at }) => node.span.start < at.span.end && at.span.start < node.span.end);
      const { statements } = parseBatch(text, span, { quotedIdentifier: head.quotedIdentifier });
      for (let round = 0; round < Math.max(repeat, 1); round++) for (const node of changing(statements, holdsData)) yield { node, source };
    }
    // What lies in no batch cannot be.
    while (found[next]?.at.source === source) next++;
  }
}
