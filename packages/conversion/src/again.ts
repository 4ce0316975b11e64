import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Readable, pipeline } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { idOf } from '@ferry/catalog';
import type { Catalog, CatalogObject, Fragment, ObjectId } from '@ferry/catalog';
import { checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { unproved } from './converted';
import type { ConvertedObject, Proof, TargetStatement } from './converted';
import type { ObjectTraces, Pair, SourceDialect, TargetDialect, Verifier } from './dialect';
import { convertObjects, proveObjects } from './pipeline';
import type { ConversionResult, ConvertOptions } from './pipeline';
import { isFragment, movable, placed, places } from './places';

/** What one object came to, without places, so that it still holds when the text around it has moved. */
interface KeptObject {
  readonly id: ObjectId;
  /** Hash of all that the object holds in itself. */
  readonly own: string;
  /** What it hangs on directly. */
  readonly uses: readonly ObjectId[];
  readonly converted: unknown;
  /** Of each statement of each part. */
  readonly proofs: readonly (readonly Proof[])[];
}

/** What a conversion leaves for the next one of the same catalogue. */
export interface KeptConversion {
  /** Hash of all that bears on every object: settings, versions, server, names that are taken. */
  readonly common: string;
  /** Proofs of support code, by hash of the statement. */
  readonly support: ReadonlyMap<string, Proof>;
  readonly objects: ReadonlyMap<ObjectId, KeptObject>;
}

export interface AgainOptions extends Omit<ConvertOptions, 'conversion' | 'selection'> {
  /** Tells one build of this program from another: what another build made is made anew. */
  readonly program: string;
  readonly kept?: KeptConversion | undefined;
}

export interface AgainResult {
  readonly result: ConversionResult;
  /** The objects that were converted and proved, because they or what they use changed; the others were kept. */
  readonly redone: ReadonlySet<ObjectId>;
  /** The pieces of a text that `readKept` reads the next time: a line for each object, made while they are taken. */
  readonly keep: () => Generator<string>;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** All that the catalogue holds of an object, with the text at each place instead of the place. */
function contentOf(catalog: Catalog, object: CatalogObject): string {
  const textOf = ({ source, span }: Fragment): string => catalog.sources[source]?.text.slice(span.start, span.end) ?? '';
  return JSON.stringify(object, (_, value: unknown) => (isFragment(value) ? textOf(value) : value));
}

/** Names take each other's place in the target, so every object hangs on all names; nothing of their definitions is in it. */
function identityOf(object: CatalogObject): unknown {
  const parts = 'constraints' in object ? [object.constraints.map((c) => c.name ?? ''), 'indexes' in object ? object.indexes.map((i) => i.name) : []] : [];
  return [object.kind, object.schema, object.name, 'on' in object ? object.on : undefined, ...parts];
}

/** Named statements come last, and their names give way to all others: the rest does not hang on them. */
const givesWay = (object: CatalogObject): boolean => object.kind === 'PROCEDURE' && object.flavour === 'statement';

/** The objects of these ids, and all that hangs on them. */
function withDependants(roots: Iterable<ObjectId>, kept: KeptConversion): Set<ObjectId> {
  const usedBy = new Map<ObjectId, ObjectId[]>();
  for (const { id, uses } of kept.objects.values())
    for (const used of uses) {
      const users = usedBy.get(used);
      if (users === undefined) usedBy.set(used, [id]);
      else users.push(id);
    }
  const reached = new Set(roots);
  for (const id of reached) for (const user of usedBy.get(id) ?? []) reached.add(user);
  return reached;
}

/** What was kept of the objects that can stay as they are; they and all that they hang on are what they were. */
function stillGood(kept: KeptConversion | undefined, common: string, own: ReadonlyMap<ObjectId, string>): ReadonlyMap<ObjectId, KeptObject> {
  if (kept === undefined || kept.common !== common) return new Map();
  const changed = [...own].flatMap(([id, hash]) => (kept.objects.get(id)?.own === hash ? [] : [id]));
  const gone = [...kept.objects.keys()].filter((id) => !own.has(id));
  const stale = withDependants([...changed, ...gone], kept);
  return new Map([...kept.objects].filter(([id]) => !stale.has(id)));
}

/** Everything that these objects hang on, they included. */
function withUses(roots: Iterable<ObjectId>, usesOf: (id: ObjectId) => readonly ObjectId[]): ReadonlySet<ObjectId> {
  const reached = new Set(roots);
  for (const id of reached) for (const used of usesOf(id)) reached.add(used);
  return reached;
}

/** The server refuses what it accepted the last time: nothing that is known of it can be relied on. */
class Unlike extends Error {}

interface Knowing {
  readonly target: TargetDialect;
  readonly verifier: Verifier | undefined;
  /** The last thing that was shown of each statement. */
  readonly shown: ReadonlyMap<TargetStatement, Proof>;
}

/**
 * A target and a verifier that say what is known of a statement already. What others need is created all the same.
 * @param needed whether a known statement has to be there for those that are proved
 */
function knowing(target: TargetDialect, verifier: Verifier | undefined, known: ReadonlyMap<TargetStatement, Proof>, needed: (statement: TargetStatement) => boolean): Knowing {
  const shown = new Map(known);
  const askUnknown = async (statements: readonly TargetStatement[], ask: (rest: readonly TargetStatement[]) => Promise<readonly Proof[]>): Promise<readonly Proof[]> => {
    const rest = statements.filter((s) => !known.has(s));
    const results = rest.length === 0 ? [] : await ask(rest);
    rest.forEach((s, i) => shown.set(s, results[i] ?? unproved));
    return statements.map((s) => shown.get(s) ?? unproved);
  };
  const create = async (by: Verifier, statements: readonly TargetStatement[], run: Run): Promise<readonly Proof[]> => {
    const made = statements.filter((s) => !known.has(s) || needed(s));
    const results = await by.create(made, run);
    made.forEach((s, i) => {
      if (!known.has(s)) shown.set(s, results[i] ?? unproved);
      else if (results[i]?.refusal !== undefined && known.get(s)?.refusal === undefined) throw new Unlike();
    });
    return statements.map((s) => shown.get(s) ?? unproved);
  };
  const check = (by: Verifier, statements: readonly TargetStatement[], run: Run): Promise<readonly Proof[]> =>
    askUnknown(statements, (rest) => (by.whileChecking === undefined ? by.check(rest, run) : by.whileChecking(() => by.check(rest, run, statements))));
  return {
    target: { ...target, parse: (statements, run) => askUnknown(statements, (rest) => target.parse(rest, run)) },
    verifier: verifier === undefined ? undefined : { ...verifier, create: (statements, run) => create(verifier, statements, run), check: (statements, run) => check(verifier, statements, run) },
    shown,
  };
}

/**
 * Converts and proves a catalogue as `convertCatalog` does, but takes over what an earlier conversion came to where neither an object
 * nor anything that it hangs on has changed; the result is the same. Without an earlier one everything is done.
 * Of a source that does not tell what objects hang on, everything is done each time.
 */
export async function convertAgain(source: SourceDialect, pair: Pair, target: TargetDialect, catalog: Catalog, options: AgainOptions, run: Run): Promise<AgainResult> {
  const traces = source.traces?.(catalog);
  const common = commonHash(pair, catalog, options, traces);
  const own = new Map(catalog.objects.map((o) => [idOf(o), hashOf(`${contentOf(catalog, o)}\u0000${traces?.own(o) ?? ''}`)]));
  const good = traces === undefined ? new Map<ObjectId, KeptObject>() : stillGood(options.kept, common, own);
  const taken = new Map<ObjectId, ConvertedObject>();
  for (const object of catalog.objects) {
    const kept = good.get(idOf(object));
    if (kept !== undefined) taken.set(idOf(object), placed(kept.converted, places(object)) as ConvertedObject);
  }
  const { objects, support, data } = await convertObjects(pair, catalog, { ...options, taken }, run);

  const known = new Map<TargetStatement, Proof>();
  const ownerOf = new Map<TargetStatement, ObjectId>();
  for (const [id, object] of taken)
    object.parts.forEach((part, i) => part.statements.forEach((statement, j) => {
      known.set(statement, good.get(id)?.proofs[i]?.[j] ?? unproved);
      ownerOf.set(statement, id);
    }));
  if (options.kept?.common === common)
    for (const statement of support) {
      const proof = options.kept.support.get(hashOf(statement.sql));
      if (proof !== undefined) known.set(statement, proof);
    }
  const redone = new Set(catalog.objects.map(idOf).filter((id) => !taken.has(id)));
  const usesById = new Map(traces === undefined ? [] : catalog.objects.map((o) => [idOf(o), good.get(idOf(o))?.uses ?? traces.uses(o).map(idOf)] as const));
  const schemas = catalog.objects.filter((o) => o.kind === 'SCHEMA').map(idOf);
  const there = withUses(redone.size === 0 ? [] : [...redone, ...schemas], (id) => usesById.get(id) ?? []);
  const needed = (statement: TargetStatement): boolean => {
    const owner = ownerOf.get(statement);
    return owner === undefined ? redone.size > 0 : there.has(owner);
  };
  checkCancelled(run);
  const prove = async (by: Knowing): Promise<{ result: ConversionResult; shown: Knowing['shown'] }> => ({ result: await proveObjects(by.target, objects, support, by.verifier, run), shown: by.shown });
  const { result, shown } = await prove(knowing(target, options.verifier, known, needed)).catch((thrown: unknown) => {
    if (!(thrown instanceof Unlike)) throw thrown;
    return prove(knowing(target, options.verifier, new Map(), () => true));
  });

  const byId = new Map(catalog.objects.map((o) => [idOf(o), o]));
  const keep = function* (): Generator<string> {
    yield `${JSON.stringify({ common, support: support.map((s) => [hashOf(s.sql), shown.get(s) ?? unproved]) })}\n`;
    if (traces === undefined) return;
    for (const { id, parts, support: used } of result.objects) {
      const object = byId.get(id);
      const converted = good.get(id)?.converted ?? (object === undefined ? undefined : movable({ id, parts, support: used ?? [] }, places(object)));
      if (converted === undefined) continue;
      const kept: KeptObject = { id, own: own.get(id) ?? '', uses: usesById.get(id) ?? [], converted, proofs: parts.map((part) => part.statements.map((s) => shown.get(s) ?? unproved)) };
      yield `${JSON.stringify(kept)}\n`;
    }
  };
  return { result: data === undefined ? result : { ...result, data }, redone, keep };
}

function commonHash(pair: Pair, catalog: Catalog, options: AgainOptions, traces: ObjectTraces | undefined): string {
  const { program, settings, targetVersion, rules, links, verifier } = options;
  return hashOf(JSON.stringify([program, pair.source, pair.target, settings, targetVersion, rules ?? [], links ?? true, verifier?.server ?? null, catalog.database, catalog.objects.filter((o) => !givesWay(o)).map(identityOf), traces?.common ?? '']));
}

/** Reads the lines that `AgainResult.keep` gave; undefined when they are not that. */
export async function readKept(lines: AsyncIterable<string> | Iterable<string>): Promise<KeptConversion | undefined> {
  let head: { common: string; support: [string, Proof][] } | undefined;
  const objects = new Map<ObjectId, KeptObject>();
  try {
    for await (const line of lines) {
      if (line === '') continue;
      if (head === undefined) {
        head = JSON.parse(line) as typeof head;
        continue;
      }
      const object = JSON.parse(line) as KeptObject;
      if (typeof object.id !== 'string' || typeof object.own !== 'string' || !Array.isArray(object.uses) || !Array.isArray(object.proofs)) return undefined;
      objects.set(object.id, object);
    }
    return head === undefined || typeof head.common !== 'string' ? undefined : { common: head.common, support: new Map(head.support), objects };
  } catch {
    // Not ours, or damaged: everything is converted anew.
    return undefined;
  }
}

const ignored = (): undefined => undefined; // who reads the last stream gets the error

/** The lines of `keep`, zipped while they are made. */
export function packKept({ keep }: AgainResult, level?: number): Readable {
  const zipped = createGzip(level === undefined ? {} : { level });
  pipeline(Readable.from(keep()), zipped, ignored);
  return zipped;
}

/** What `packKept` gave. Every failure to read it (nothing there, no access, damage) means the same: nothing was kept. */
export function unpackKept(packed: Readable): Promise<KeptConversion | undefined> {
  const unzipped = createGunzip();
  pipeline(packed, unzipped, ignored);
  unzipped.on('error', ignored);
  return readKept(createInterface({ input: unzipped, crlfDelay: Infinity }));
}
