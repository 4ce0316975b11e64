import { listObject } from '@ferry/catalog';
import type { Catalog, CatalogObject, Fragment, ObjectRef } from '@ferry/catalog';
import { itemDefinition, severities, statusOf, unproved } from '@ferry/conversion';
import type { ActionItemRegistry, ConvertedPart, Proof, ProvedObject, SyntaxCount, TargetStatement } from '@ferry/conversion';
import { partLines } from '@ferry/reports';
import type { StoredItem, StoredObject, StoredPart } from '@ferry/store';
import { occurrenceNamer } from './occurrences';

const keyOf = (ref: ObjectRef): string => JSON.stringify([ref.kind, ref.parent ?? '', ref.name ?? '', ref.columns ?? []]);

interface Entry {
  readonly part: ConvertedPart;
  readonly proof: Proof;
  readonly syntax: SyntaxCount | undefined;
}

/**
 * The parts of a converted object in the order in which the catalogue lists them, so that a tree node and its part share a number;
 * what the pair added beyond the list comes last.
 */
function inCatalogOrder(object: CatalogObject, proved: ProvedObject, counts: readonly SyntaxCount[]): Entry[] {
  const waiting = new Map<string, Entry[]>();
  proved.parts.forEach((part, index) => {
    const entry = { part, proof: proved.proofs[index] ?? unproved, syntax: counts[index] };
    const list = waiting.get(keyOf(part.ref));
    if (list) list.push(entry);
    else waiting.set(keyOf(part.ref), [entry]);
  });
  const ordered = [...listObject(object)].map(({ ref, at }) => waiting.get(keyOf(ref))?.shift() ?? { part: { ref, at, targets: [], statements: [], items: [] }, proof: unproved, syntax: undefined });
  return [...ordered, ...[...waiting.values()].flat()];
}

/** Makes what is kept of a converted object. */
export function storedObject(
  object: CatalogObject,
  proved: ProvedObject,
  options: {
    readonly registry: ActionItemRegistry;
    readonly refused: ReadonlySet<TargetStatement>;
    readonly inputsHash: string;
    readonly assessedOnly: boolean;
    readonly countSyntax: (object: ProvedObject) => readonly SyntaxCount[];
    readonly sources: Catalog['sources'];
    readonly place: (at: Fragment) => { file: string; line: number; column: number };
  },
): StoredObject {
  const { registry, refused, assessedOnly, countSyntax, place } = options;
  const occurrence = occurrenceNamer(options.sources);
  const items: StoredItem[] = [];
  const entries = inCatalogOrder(object, proved, countSyntax(proved));
  const parts = entries.map(({ part, proof, syntax }, index): StoredPart => {
    for (const item of part.items) {
      const { severity, complexity } = itemDefinition(registry, item.code);
      const where = item.at === undefined ? undefined : place(item.at);
      items.push({
        part: index,
        code: item.code,
        severity: severities.indexOf(severity),
        complexity,
        details: item.details,
        occurrence: occurrence(item),
        ...(item.at === undefined || where === undefined
          ? {}
          : { sourceIndex: item.at.source, spanStart: item.at.span.start, spanEnd: item.at.span.end, fileName: where.file, fileLine: where.line, fileColumn: where.column }),
      });
    }
    return {
      ref: part.ref,
      targets: part.targets,
      statements: assessedOnly ? [] : part.statements.map((statement) => (refused.has(statement) ? { ...statement, refused: true } : statement)),
      ...(part.stub === true ? { stub: true } : {}),
      status: statusOf(part, registry),
      proof,
      lines: partLines(options.sources, part.at, index === 0 ? undefined : entries[0]?.part.at),
      ...(syntax === undefined ? {} : { syntax }),
    };
  });
  return { objectId: proved.id, inputsHash: options.inputsHash, assessedOnly, parts, items };
}
