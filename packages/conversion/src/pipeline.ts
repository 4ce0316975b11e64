import { idOf, listObject } from '@ferry/catalog';
import type { Catalog, CatalogObject, ObjectId } from '@ferry/catalog';
import { breathe, checkCancelled, toAppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { engineItems } from './action-item';
import { arrange } from './arrange';
import { unproved, weaker } from './converted';
import type { ConvertedData, ConvertedObject, ConvertedPart, Proof, TargetStatement } from './converted';
import type { Conversion, ConversionOptions, Pair, TargetDialect, Verifier } from './dialect';

export interface ConvertOptions extends ConversionOptions {
  /** Ids of the objects to convert; all of them when missing. */
  readonly selection?: ReadonlySet<ObjectId>;
  /** One that was begun before, for the same catalogue and options; its support code grows. */
  readonly conversion?: Conversion;
  /** What is taken over from an earlier conversion instead of converting. */
  readonly taken?: ReadonlyMap<ObjectId, ConvertedObject>;
  /** Where converted code is tried; without one, proof stops at `parsed`. */
  readonly verifier?: Verifier;
  /** False: links between source and target places are let go, which saves memory where nobody shows them. */
  readonly links?: boolean;
  /** Convert the rows that the scripts bring along, too. */
  readonly data?: boolean;
}

/** A converted object with what was shown of each of its parts. */
export interface ProvedObject extends ConvertedObject {
  /** One for each of `parts`. */
  readonly proofs: readonly Proof[];
}

export interface ConversionResult {
  readonly objects: readonly ProvedObject[];
  /** Support code that was used, with no source object of its own. */
  readonly support: readonly TargetStatement[];
  /** Everything the server accepts (or, unproved, everything that parses), in the order of deployment. */
  readonly deployment: readonly TargetStatement[];
  /** The rows that the scripts bring along, where they were asked for. */
  readonly data?: ConvertedData;
  /** Statements that were refused and have no stand-in. */
  readonly refused: readonly { readonly statement: TargetStatement; readonly proof: Proof }[];
}

/** An object that the converter itself failed on: every part listed, nothing converted, an item that says so. */
function failedObject(object: CatalogObject, thrown: unknown, run: Run): ConvertedObject {
  const error = toAppError(thrown);
  run.log('error', `conversion of ${idOf(object)} failed`, { internal: error.internal });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const [head, ...rest] = [...listObject(object)].map(
    ({ ref, at }, index): ConvertedPart => ({
      ref,
      at,
      targets: [],
      statements: [],
      items: index === 0 ? [{ code: engineItems.conversionFailed, at, details: { message } }] : [],
    }),
  );
  return { id: idOf(object), parts: [head as ConvertedPart, ...rest] };
}

/** Whether the parts are those that the source lists, one by one: the usual case, told without a key for each. */
function isInOrder(object: CatalogObject, { parts }: ConvertedObject): boolean {
  let next = 0;
  for (const { ref } of listObject(object)) {
    const own = parts[next++]?.ref;
    if (own === undefined || own.kind !== ref.kind || own.schema !== ref.schema || own.parent !== ref.parent || own.name !== ref.name) return false;
    if (own.columns !== ref.columns && (own.columns?.length !== ref.columns?.length || !own.columns?.every((column, i) => column === ref.columns?.[i]))) return false;
  }
  return true;
}

/**
 * Every part that the source lists must come back: what the pair forgot is added as not converted, with an item.
 * (Level L0 of the proof ladder: nothing is dropped in silence.)
 */
function conserve(object: CatalogObject, converted: ConvertedObject): ConvertedObject {
  if (isInOrder(object, converted)) return converted;
  const keyOf = (ref: ConvertedPart['ref']): string => JSON.stringify([ref.kind, ref.parent ?? '', ref.name ?? '', ref.columns ?? []]);
  const present = new Map<string, number>();
  for (const part of converted.parts) present.set(keyOf(part.ref), (present.get(keyOf(part.ref)) ?? 0) + 1);
  const lost: ConvertedPart[] = [];
  for (const { ref, at } of listObject(object)) {
    const count = present.get(keyOf(ref)) ?? 0;
    if (count > 0) present.set(keyOf(ref), count - 1);
    else lost.push({ ref, at, targets: [], statements: [], items: [{ code: engineItems.conversionFailed, at, details: { message: 'the part was not accounted for' } }] });
  }
  return lost.length === 0 ? converted : { ...converted, parts: [...converted.parts, ...lost] };
}

const holds = (part: ConvertedPart, at: ConvertedPart['at']): boolean => part.at.source === at.source && part.at.span.start <= at.span.start && at.span.end <= part.at.span.end;

/** A diagnostic of the source is told at the part it lies in too (a column, a constraint), not only at the whole object. */
function placeDiagnostics(converted: ConvertedObject): ConvertedObject {
  const [head, ...rest] = converted.parts;
  const found = head.items.filter((item) => item.code === engineItems.sourceDiagnostic && item.at !== undefined);
  if (found.length === 0 || rest.length === 0) return converted;
  const parts = [...rest];
  for (const item of found) {
    const at = item.at as ConvertedPart['at'];
    const index = parts.findIndex((part) => holds(part, at));
    const part = parts[index];
    if (part === undefined || part.items.some((i) => i.code === item.code && i.at?.span.start === at.span.start)) continue;
    parts[index] = { ...part, items: [...part.items, item] };
  }
  return { ...converted, parts: [head, ...parts] };
}

const none: readonly never[] = [];

function withoutLinks(converted: ConvertedObject): ConvertedObject {
  if (converted.parts.every((part) => part.statements.length === 0 && part.fallback === undefined)) return converted;
  const bare = (statements: readonly TargetStatement[]): readonly TargetStatement[] =>
    statements.length === 0 ? none : statements.map(({ sql, creates, phase, needs }) => ({ sql, links: none, creates, phase, needs: needs.length === 0 ? none : needs }));
  const [head, ...rest] = converted.parts.map((part) => (part.statements.length === 0 && part.fallback === undefined ? part : { ...part, statements: bare(part.statements), ...(part.fallback === undefined ? {} : { fallback: bare(part.fallback) }) }));
  return head === undefined ? converted : { ...converted, parts: [head, ...rest] };
}

/** Converts the selected objects, one by one; work stops between two objects when the run is cancelled. */
export async function convertObjects(pair: Pair, catalog: Catalog, options: ConvertOptions, run: Run): Promise<{ objects: ConvertedObject[]; support: readonly TargetStatement[]; data?: ConvertedData }> {
  const selected = options.selection === undefined ? catalog.objects : catalog.objects.filter((o) => options.selection?.has(idOf(o)));
  const conversion = options.conversion ?? pair.begin(catalog, options);
  const objects: ConvertedObject[] = [];
  for (const [index, object] of selected.entries()) {
    checkCancelled(run);
    const taken = options.taken?.get(idOf(object));
    if (taken !== undefined) {
      conversion.adopt?.(object, taken);
      objects.push(taken);
      if (index % 100 === 99) await breathe();
      continue;
    }
    let converted: ConvertedObject;
    try {
      converted = placeDiagnostics(conserve(object, conversion.convert(object)));
    } catch (thrown) {
      converted = failedObject(object, thrown, run);
    }
    objects.push(options.links === false ? withoutLinks(converted) : converted);
    run.progress({ step: 'Converting', done: index + 1, total: selected.length, object: `${object.schema}.${object.name}` });
    if (index % 25 === 24) await breathe();
  }
  const data = options.data === true ? conversion.data?.() : undefined;
  return { objects, support: conversion.support(), ...(data === undefined ? {} : { data }) };
}

const refusedItem = (part: ConvertedPart, proof: Proof): ConvertedPart['items'][number] => ({
  code: engineItems.refused,
  at: part.at,
  details: { message: proof.refusal?.message ?? 'unknown reason', sqlstate: proof.refusal?.sqlstate ?? '' },
});

/**
 * Proves converted objects: parses every statement; with a verifier creates them in order, puts the stand-in in place of what
 * is refused, then checks what was created. Parts that were refused carry an action item with the server's words.
 */
export async function proveObjects(target: TargetDialect, objects: readonly ConvertedObject[], support: readonly TargetStatement[], verifier: Verifier | undefined, run: Run): Promise<ConversionResult> {
  const proofs = new Map<TargetStatement, Proof>();
  const record = (statements: readonly TargetStatement[], results: readonly Proof[]): void => statements.forEach((s, i) => proofs.set(s, results[i] ?? unproved));
  const proofOf = (statements: readonly TargetStatement[]): Proof | undefined => statements.map((s) => proofs.get(s) ?? unproved).reduce<Proof | undefined>((a, b) => (a === undefined ? b : weaker(a, b)), undefined);

  let current = objects.map((object) => ({ ...object, parts: [...object.parts] }));
  /** Puts stand-ins where a part's statements were refused; returns the statements that are new. */
  const standIn = (): TargetStatement[] => {
    const added: TargetStatement[] = [];
    current = current.map((object) => ({
      ...object,
      parts: object.parts.map((part) => {
        const proof = proofOf(part.statements);
        if (proof?.refusal === undefined || part.items.some((i) => i.code === engineItems.refused)) return part;
        const items = [...part.items, refusedItem(part, proof)];
        if (part.fallback === undefined) return { ...part, items };
        added.push(...part.fallback);
        return { ref: part.ref, at: part.at, targets: part.targets, statements: part.fallback, stub: true, items };
      }),
    }));
    return added;
  };
  const all = (): TargetStatement[] => [...support, ...current.flatMap((o) => o.parts.flatMap((p) => p.statements))];
  const accepted = (statements: readonly TargetStatement[]): TargetStatement[] => statements.filter((s) => proofs.get(s)?.refusal === undefined);

  const first = all();
  record(first, await target.parse(first, run));
  const standIns = standIn();
  record(standIns, await target.parse(standIns, run));
  if (verifier) {
    checkCancelled(run);
    const createAll = async (statements: readonly TargetStatement[]): Promise<void> => record(statements, await verifier.create(statements, run));
    const ordered = arrange(accepted(all()));
    await createAll(ordered);
    // What failed only because of order (a circle that was broken) succeeds the second time.
    const refusedOnce = ordered.filter((s) => proofs.get(s)?.refusal !== undefined);
    if (refusedOnce.length > 0) await createAll(refusedOnce);
    const replacements = standIn();
    if (replacements.length > 0) {
      record(replacements, await target.parse(replacements, run));
      await createAll(arrange(accepted(replacements)));
      const kept = new Set(all());
      const waiting = ordered.filter((s) => proofs.get(s)?.refusal !== undefined && kept.has(s));
      if (waiting.length > 0) await createAll(waiting);
    }
    checkCancelled(run);
    const created = accepted(all());
    record(created, await verifier.check(created, run));
    const lateStandIns = standIn();
    if (lateStandIns.length > 0) {
      record(lateStandIns, await target.parse(lateStandIns, run));
      await createAll(arrange(accepted(lateStandIns)));
    }
  }
  const proved = current.map((object): ProvedObject => {
    const head = object.parts[0] as ConvertedPart;
    const headProof = proofOf(head.statements) ?? unproved;
    const partProofs = object.parts.map((part, index) => {
      // A stand-in shows nothing of what the source does, however well the server takes it.
      if (part.stub === true || part.targets.length === 0) return unproved;
      if (index === 0) return headProof;
      return proofOf(part.statements) ?? headProof;
    });
    return { ...object, parts: object.parts as [ConvertedPart, ...ConvertedPart[]], proofs: partProofs };
  });
  const everything = all();
  return {
    objects: proved,
    support,
    deployment: arrange(accepted(everything).filter((s) => target.ownScript?.(s) === undefined)),
    refused: everything.filter((s) => proofs.get(s)?.refusal !== undefined).map((statement) => ({ statement, proof: proofs.get(statement) ?? unproved })),
  };
}

/** The whole pipeline from a catalogue to proved code. */
export async function convertCatalog(pair: Pair, target: TargetDialect, catalog: Catalog, options: ConvertOptions, run: Run): Promise<ConversionResult> {
  const { objects, support, data } = await convertObjects(pair, catalog, options, run);
  const result = await proveObjects(target, objects, support, options.verifier, run);
  return data === undefined ? result : { ...result, data };
}
