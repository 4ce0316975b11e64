import { gunzipSync, gzipSync } from 'node:zlib';
import { idOf } from '@ferry/catalog';
import type { Catalog } from '@ferry/catalog';
import { convertObjects } from '@ferry/conversion';
import type { Conversion, ConvertedObject, ConvertedPart, Proof, Settings, TargetStatement, TransformationRule, Verifier } from '@ferry/conversion';
import type { Objects } from '@ferry/cloud';
import type { Run } from '@ferry/kernel';
import { findPair } from '@ferry/registry/engines';
import { placer, syntaxCounter } from '@ferry/reports';
import { saveConverted } from '@ferry/store';
import type { Store, TakenPiece } from '@ferry/store';
import { storedObject } from './stored-object';

/** What every worker of a round has to know. */
export interface RoundTask {
  readonly source: string;
  readonly target: string;
  readonly targetVersion: number;
  readonly settings: Settings;
  readonly rules: readonly TransformationRule[];
  readonly catalogKey: string;
  readonly inputsHash: string;
  readonly assessedOnly: boolean;
}

/** What the pieces of each stage are given; the stage's name is the word before the hyphen. */
export interface PieceInputs {
  /** Objects of the catalogue from here to there. */
  readonly convert: { readonly from: number; readonly to: number };
  /** Statements, in a file. */
  readonly create: { readonly file: string; readonly invitation: string };
  /** One's share of the statements in a file: see `dealt`. */
  readonly check: { readonly file: string; readonly deal: number; readonly deals: number; readonly invitation: string };
  /** What proving changed of the objects of a piece of `convert`, in a file. */
  readonly keep: { readonly slice: number; readonly from: number; readonly file: string };
}

/** What a piece of `convert` comes to. */
export interface ConvertedSlice {
  readonly objects: readonly ConvertedObject[];
  /** All that this worker has needed so far. */
  readonly support: readonly TargetStatement[];
  /** One for each statement, in order. */
  readonly parsed: readonly Proof[];
}

/** An object after proving: its place in the slice, its proofs, and its parts where proving changed them. */
export interface ProvedDelta {
  readonly index: number;
  readonly proofs: readonly Proof[];
  readonly parts?: readonly [ConvertedPart, ...ConvertedPart[]];
  /** Part and statement of what the server refused. */
  readonly refused: readonly (readonly [number, number])[];
}

/** Statements that are dealt out together: a trigger and its function ask the same question. */
const dealtTogether = 8;

/** The places in a list of so many that go to one of several shares, dealt like cards. */
export function dealt(length: number, { deal, deals }: { readonly deal: number; readonly deals: number }): number[] {
  const places: number[] = [];
  for (let start = deal * dealtTogether; start < length; start += deals * dealtTogether) for (let i = start; i < Math.min(start + dealtTogether, length); i++) places.push(i);
  return places;
}

export const statementsOf = (objects: readonly { readonly parts: readonly ConvertedPart[] }[]): TargetStatement[] => objects.flatMap((o) => o.parts.flatMap((p) => p.statements));

/** Where a round's files lie. */
export const roundFolder = (projectId: string, roundId: string): string => `projects/${projectId}/work/${roundId}`;

export const writeJson = async (objects: Objects, key: string, value: unknown): Promise<void> => void (await objects.put(key, gzipSync(JSON.stringify(value), { level: 1 })));
export const readJson = async (objects: Objects, key: string): Promise<unknown> => JSON.parse(gunzipSync(await objects.get(key)).toString('utf8')) as unknown;

/** Does pieces of one round. What it has read or converted once it remembers. */
export interface PieceWorker {
  readonly slices: Map<number, ConvertedSlice>;
  /** Takes a list of statements that was written to a file for known. */
  remember(file: string, statements: readonly TargetStatement[]): void;
  /** What this worker itself found in creating and checking, by the name of the piece, where it keeps that. */
  readonly proofs: ReadonlyMap<string, readonly Proof[]>;
  /** Does a piece and writes its result to `<folder>/<stage>-<position>`, unless only itself will ask for it. */
  work(piece: TakenPiece, run: Run): Promise<void>;
  close(): Promise<void>;
}

export function pieceWorker(
  task: RoundTask,
  catalog: Catalog,
  at: { readonly store: Store; readonly objects: Objects; readonly projectId: string; readonly folder: string },
  join: (invitation: string) => Promise<Verifier>,
  /** The leader is the only one who asks what creating and checking came to. */
  leads = false,
): PieceWorker {
  const { source, target, pair } = findPair(task.source, task.target);
  const { store, objects, projectId, folder } = at;
  const slices = new Map<number, ConvertedSlice>();
  const lists = new Map<string, readonly TargetStatement[]>();
  const proofs = new Map<string, readonly Proof[]>();
  const tell = async (result: string, found: readonly Proof[]): Promise<void> => {
    if (leads) proofs.set(result, found);
    else await writeJson(objects, result, found);
  };
  let conversion: Conversion | undefined;
  let verifier: Promise<Verifier> | undefined;
  const joined = (invitation: string): Promise<Verifier> => (verifier ??= join(invitation));
  const list = async (file: string): Promise<readonly TargetStatement[]> => {
    const known = lists.get(file);
    if (known !== undefined) return known;
    const read = (await readJson(objects, file)) as readonly TargetStatement[];
    lists.set(file, read);
    return read;
  };
  const counting = syntaxCounter(source, catalog, pair.actionItems);
  const place = placer(catalog);
  const quiet = (run: Run): Run => ({ ...run, progress: () => undefined });
  const stages: { readonly [S in keyof PieceInputs]: (input: PieceInputs[S], result: string, piece: TakenPiece, run: Run) => Promise<void> } = {
    convert: async ({ from, to }, result, piece, run) => {
      const options = { settings: task.settings, targetVersion: task.targetVersion, rules: task.rules };
      conversion ??= pair.begin(catalog, options);
      const part = await convertObjects(pair, catalog, { ...options, conversion, selection: new Set(catalog.objects.slice(from, to).map(idOf)) }, run);
      const parsed = await target.parse(statementsOf(part.objects), run);
      const slice: ConvertedSlice = { objects: part.objects, support: part.support, parsed };
      slices.set(piece.position, slice);
      await writeJson(objects, result, slice);
    },
    create: async ({ file, invitation }, result, _piece, run) => tell(result, await (await joined(invitation)).create(await list(file), run)),
    check: async ({ file, invitation, ...share }, result, _piece, run) => {
      const all = await list(file);
      await tell(result, await (await joined(invitation)).check(dealt(all.length, share).map((index) => all[index] as TargetStatement), run, all));
    },
    keep: async ({ slice, from, file }) => {
      const { objects: converted } = slices.get(slice) ?? ((await readJson(objects, `${folder}/convert-${slice}`)) as ConvertedSlice);
      const deltas = (await readJson(objects, file)) as readonly ProvedDelta[];
      const saved = deltas.map(({ index, proofs, parts, refused }) => {
        const before = converted[index];
        const object = catalog.objects[from + index];
        if (before === undefined || object === undefined) throw new Error(`piece ${slice} has no object ${index}`);
        const proved = { id: before.id, parts: parts ?? before.parts, proofs };
        const refusedStatements = new Set(refused.flatMap(([part, statement]) => proved.parts[part]?.statements[statement] ?? []));
        return storedObject(object, proved, { registry: pair.actionItems, refused: refusedStatements, inputsHash: task.inputsHash, assessedOnly: task.assessedOnly, countSyntax: counting, sources: catalog.sources, place });
      });
      // Not more in one transaction than a database likes.
      for (let at = 0; at < saved.length; at += 100) await saveConverted(store, projectId, saved.slice(at, at + 100));
    },
  };
  return {
    slices,
    proofs,
    remember: (file, statements) => void lists.set(file, statements),
    work: async (piece, run) => {
      const stage = piece.stage.slice(0, piece.stage.includes('-') ? piece.stage.indexOf('-') : undefined) as keyof PieceInputs;
      const work = stages[stage] as (input: unknown, result: string, piece: TakenPiece, run: Run) => Promise<void>;
      await work(JSON.parse(piece.input), `${folder}/${piece.stage}-${piece.position}`, piece, quiet(run));
    },
    close: async () => {
      await (await verifier)?.close();
    },
  };
}
