import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Catalog } from '@ferry/catalog';
import { folderObjects } from '@ferry/cloud';
import { proveObjects, targetKey, waves } from '@ferry/conversion';
import type { ConversionResult, ConvertedObject, Proof, TargetDialect, TargetStatement, Verifier } from '@ferry/conversion';
import { checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { findPair } from '@ferry/registry/engines';
import { openStore, sharedWork, storedObjectId } from '@ferry/store';
import { dealt, pieceWorker, readJson, roundFolder, statementsOf, writeJson } from './pieces';
import type { ConvertedSlice, PieceInputs, ProvedDelta, RoundTask } from './pieces';
import type { ConvertTask, Sharing } from './protocol';

const lookEvery = 30;
const touchEvery = 2000;
/** Objects in a piece of converting: few enough that nobody waits long for the last one. */
const sliceOf = (objects: number): number => Math.max(25, Math.ceil(objects / 32));
/** Statements in a piece of creating and checking, and how many are worth sharing at all. */
const statementsInPiece = 150;
const worthSharing = 200;
/** Most pieces of checking: several for each worker, so that nobody waits long for the last one. */
const mostDeals = 48;

/** A worker went away in the middle of what cannot simply be done again. */
class Lost extends Error {}

interface Round {
  /** Does a stage together with the helpers. @returns results by position, and who did each */
  stage<S extends keyof PieceInputs>(name: S, number: string, inputs: readonly { readonly input: PieceInputs[S]; readonly preferred?: string }[], step: string, weights: readonly number[], run: Run): Promise<readonly string[]>;
}

/** Statements of one group at a time, shared out; what a worker refuses because of another's work at the same moment is tried again by the pipeline. */
function sharedVerifier(own: Verifier, round: Round, put: (name: string, statements: readonly TargetStatement[]) => Promise<string>, read: (stage: string, position: number) => Promise<readonly Proof[]>): Verifier {
  let stages = 0;
  const invitation = own.invitation ?? '';
  const inPieces = (statements: readonly TargetStatement[]): TargetStatement[][] =>
    Array.from({ length: Math.ceil(statements.length / statementsInPiece) }, (_, i) => statements.slice(i * statementsInPiece, (i + 1) * statementsInPiece));
  /** Links and needs are of no use to a server. */
  const bare = ({ sql, creates }: TargetStatement): TargetStatement => ({ sql, creates, links: [], phase: 0, needs: [] });
  return {
    ...own,
    create: async (statements, run) => {
      const proofs = new Map<TargetStatement, Proof>();
      const total = statements.length;
      for (const wave of waves(statements)) {
        if (wave.length < worthSharing) {
          const results = await own.create(wave, { ...run, progress: () => undefined });
          wave.forEach((statement, i) => proofs.set(statement, results[i] as Proof));
        } else {
          const pieces = inPieces(wave);
          const stage = `${stages++}`;
          const inputs: { input: PieceInputs['create'] }[] = [];
          for (const [i, piece] of pieces.entries()) inputs.push({ input: { file: await put(`in-${stage}-${i}`, piece.map(bare)), invitation } });
          const before = proofs.size;
          await round.stage('create', stage, inputs, 'Creating on the server', pieces.map((piece) => piece.length), { ...run, progress: (p) => run.progress({ ...p, done: before + p.done, total }) });
          for (const [i, piece] of pieces.entries()) {
            const results = await read(`create-${stage}`, i);
            piece.forEach((statement, at) => proofs.set(statement, results[at] as Proof));
          }
          own.adopt?.(wave.filter((statement) => proofs.get(statement)?.refusal === undefined));
        }
        run.progress({ step: 'Creating on the server', done: proofs.size, total });
      }
      return statements.map((statement) => proofs.get(statement) as Proof);
    },
    check: async (statements, run) => {
      if (statements.length < worthSharing) return own.check(statements, run);
      const stage = `${stages++}`;
      const file = await put(`in-${stage}`, statements.map(bare));
      // What takes long (code) stands together, so each piece gets some of everything.
      const deals = Math.min(mostDeals, Math.ceil(statements.length / statementsInPiece));
      const inputs = Array.from({ length: deals }, (_, deal) => ({ input: { file, deal, deals, invitation } }));
      const work = (): Promise<unknown> => round.stage('check', stage, inputs, 'Checking on the server', inputs.map(({ input }) => dealt(statements.length, input).length), run);
      // Pieces are checked inside of it, here and by helpers: what it changes, it changes for the whole database.
      await (own.whileChecking === undefined ? work() : own.whileChecking(work));
      const proofs: Proof[] = [];
      for (const [position, { input }] of inputs.entries()) {
        const results = await read(`check-${stage}`, position);
        dealt(statements.length, input).forEach((index, i) => {
          proofs[index] = results[i] as Proof;
        });
      }
      return proofs;
    },
  };
}

/** Support code of all workers: each piece once, in an order that does not depend on who converted what. */
function joinSupport(slices: readonly ConvertedSlice[]): TargetStatement[] {
  const made = new Set(slices.flatMap((slice) => statementsOf(slice.objects).map(({ creates }) => targetKey(creates))));
  const joined = new Map<string, TargetStatement>();
  for (const statement of slices.flatMap((slice) => slice.support)) if (!made.has(targetKey(statement.creates))) joined.set(statement.sql, statement);
  return [...joined.values()].sort((a, b) => a.phase - b.phase || (a.sql < b.sql ? -1 : 1));
}

/** What differs between an object before and after proving. */
function deltasOf(slice: ConvertedSlice, from: number, result: ConversionResult, refused: ReadonlySet<TargetStatement>, wanted: (id: ConvertedObject['id']) => boolean): ProvedDelta[] {
  return slice.objects.flatMap((before, index): ProvedDelta[] => {
    const after = result.objects[from + index];
    if (after === undefined || !wanted(before.id)) return [];
    const changed = after.parts.length !== before.parts.length || after.parts.some((part, i) => part !== before.parts[i]);
    const marks = after.parts.flatMap((part, i) => part.statements.flatMap((statement, j): [number, number][] => (refused.has(statement) ? [[i, j]] : [])));
    return [{ index, proofs: after.proofs, ...(changed ? { parts: after.parts } : {}), refused: marks }];
  });
}

/**
 * Converts, proves and saves a catalogue together with the workers that help; without any it does everything itself.
 * @param openVerifier makes the scratch place; called again when a helper was lost while it worked there
 */
export async function leadConversion(
  task: ConvertTask & { readonly sharing: Sharing & { readonly catalogKey: string } },
  catalog: Catalog,
  openVerifier: ((shared: boolean) => Promise<Verifier>) | undefined,
  run: Run,
): Promise<{ readonly result: ConversionResult; readonly server?: string }> {
  const { databaseUrl, objectsFolder, projectId, requestId, catalogKey } = task.sharing;
  const { target } = findPair(task.source, task.target);
  const store = openStore(databaseUrl, 2);
  // What workers tell one another is of no use without the round.
  const objects = folderObjects(objectsFolder, false);
  const [self, roundId] = [randomUUID(), randomUUID()];
  const folder = roundFolder(projectId, roundId);
  const roundTask: RoundTask = { source: task.source, target: task.target, targetVersion: task.targetVersion, settings: task.settings, rules: task.rules, catalogKey, inputsHash: task.inputsHash, assessedOnly: task.assessedOnly };
  let verifier: Verifier | undefined;
  /** A large database takes a while to drop; saving need not wait for it. */
  const closing: (Promise<void> | undefined)[] = [];
  const own = pieceWorker(roundTask, catalog, { store, objects, projectId, folder }, () => (verifier === undefined ? Promise.reject(new Error('nothing to join')) : Promise.resolve(verifier)), true);
  const signs = setInterval(() => {
    sharedWork.touch(store, self, roundId).catch((thrown: unknown) => run.log('warn', 'a sign of life could not be given', { error: String(thrown) }));
  }, touchEvery);
  const round: Round = {
    stage: async (name, number, inputs, step, weights, stageRun) => {
      const stage = number === '' ? name : `${name}-${number}`;
      await sharedWork.addPieces(store, roundId, stage, inputs.map(({ input, preferred }) => ({ input: JSON.stringify(input), ...(preferred === undefined ? {} : { preferred }) })));
      const total = weights.reduce((a, b) => a + b, 0);
      for (;;) {
        checkCancelled(stageRun);
        const piece = await sharedWork.take(store, roundId, self);
        if (piece !== undefined) {
          if (name === 'create' && piece.attempts > 1) throw new Lost('a piece of creating was lost');
          await own.work(piece, stageRun);
          await sharedWork.finish(store, piece, self);
        } else await sleep(lookEvery);
        const rows = await sharedWork.stage(store, roundId, stage);
        if (name === 'create' && rows.some((row) => row.attempts > 1)) throw new Lost('a piece of creating was lost');
        stageRun.progress({ step, done: rows.reduce((sum, row) => sum + (row.done ? (weights[row.position] ?? 0) : 0), 0), total });
        if (rows.every((row) => row.done)) return rows.map((row) => row.takenBy ?? self);
      }
    },
  };
  const put = async (name: string, value: unknown): Promise<string> => {
    await writeJson(objects, `${folder}/${name}`, value);
    return `${folder}/${name}`;
  };
  const putStatements = async (name: string, statements: readonly TargetStatement[]): Promise<string> => {
    const file = await put(name, statements);
    own.remember(file, statements);
    return file;
  };
  const readProofs = async (stage: string, position: number): Promise<readonly Proof[]> => {
    const name = `${folder}/${stage}-${position}`;
    return own.proofs.get(name) ?? ((await readJson(objects, name)) as readonly Proof[]);
  };
  try {
    for (const before of await sharedWork.begin(store, { id: roundId, requestId, task: JSON.stringify(roundTask) })) await objects.removeAll(roundFolder(projectId, before));
    const size = sliceOf(catalog.objects.length);
    const ranges = Array.from({ length: Math.ceil(catalog.objects.length / size) }, (_, i) => ({ from: i * size, to: Math.min((i + 1) * size, catalog.objects.length) }));
    const makers = await round.stage('convert', '', ranges.map((input) => ({ input })), 'Converting', ranges.map(({ from, to }) => to - from), run);
    const slices: ConvertedSlice[] = [];
    for (const position of ranges.keys()) slices.push(own.slices.get(position) ?? ((await readJson(objects, `${folder}/convert-${position}`)) as ConvertedSlice));
    const parsed = new Map<TargetStatement, Proof>();
    for (const slice of slices) statementsOf(slice.objects).forEach((statement, i) => parsed.set(statement, slice.parsed[i] as Proof));
    /** Each worker has parsed what it converted. */
    const knowing: TargetDialect = {
      ...target,
      parse: async (statements, parseRun) => {
        const rest = statements.filter((statement) => !parsed.has(statement));
        const results = await target.parse(rest, parseRun);
        rest.forEach((statement, i) => parsed.set(statement, results[i] as Proof));
        return statements.map((statement) => parsed.get(statement) as Proof);
      },
    };
    const converted = slices.flatMap((slice) => slice.objects);
    const support = joinSupport(slices);
    const prove = async (shared: boolean): Promise<ConversionResult> => {
      verifier = await openVerifier?.(shared);
      if (verifier !== undefined) run.log('info', `The converted code is proved on ${verifier.server}.`, { module: 'prover' });
      try {
        const by = verifier !== undefined && shared && verifier.invitation !== undefined ? sharedVerifier(verifier, round, putStatements, readProofs) : verifier;
        return await proveObjects(knowing, converted, support, by, run);
      } finally {
        closing.push(verifier?.close());
      }
    };
    const result = await prove(true).catch(async (thrown: unknown) => {
      // Nobody knows what a worker that is gone had created: everything is tried anew, by one.
      if (!(thrown instanceof Lost)) throw thrown;
      await sharedWork.drop(store, roundId);
      run.log('warn', 'A worker that helped went away; the converted code is proved again by one.', { module: 'prover' });
      return prove(false);
    });
    const server = verifier?.server;
    const refused = new Set(result.refused.map((r) => r.statement));
    const wanted = (id: ConvertedObject['id']): boolean => task.wanted.has(storedObjectId(id));
    const keeping: { input: PieceInputs['keep']; preferred?: string }[] = [];
    for (const [position, slice] of slices.entries()) {
      const from = ranges[position]?.from ?? 0;
      const deltas = deltasOf(slice, from, result, refused, wanted);
      const preferred = makers[position];
      if (deltas.length > 0) keeping.push({ input: { slice: position, from, file: await put(`deltas-${position}`, deltas) }, ...(preferred === undefined ? {} : { preferred }) });
    }
    if (keeping.length > 0) await round.stage('keep', '', keeping, 'Saving', keeping.map(() => size), run);
    await Promise.all(closing);
    return { result, ...(server === undefined ? {} : { server }) };
  } finally {
    await Promise.allSettled(closing);
    clearInterval(signs);
    await sharedWork.end(store, roundId);
    await objects.removeAll(folder);
    await store.close();
  }
}
