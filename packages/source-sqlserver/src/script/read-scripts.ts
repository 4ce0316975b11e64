import { newState } from '../semantics/dynamic-state';
import type { Catalog } from '@ferry/catalog';
import { breathe, checkCancelled, lineMap } from '@ferry/kernel';
import type { Run, Span } from '@ferry/kernel';
import { parseBatch } from '../parser';
import { splitBatches } from './batches';
import { blankRuns, dataRuns } from './data-runs';
import { newDraft, passOver, report } from './draft';
import type { Draft, Place, Session } from './draft';
import { finish } from './finish';
import { findIncludes } from './includes';
import type { Includes } from './includes';
import { pieces } from './pieces';
import { readStatement } from './statements';
import { expandSqlcmd, setvars, variableMap } from './sqlcmd';
import type { Directive } from './sqlcmd';

/** A text of the source. (Structurally the conversion engine's type.) */
export interface ScriptText {
  readonly path: string;
  readonly text: string;
}

export interface ScriptOptions {
  /** The database's name when the scripts do not tell. */
  readonly databaseName: string;
  /** Values for `$(Name)`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** How deep EXEC strings may stand inside EXEC strings. */
const deepestString = 4;
/** Batches between two breaths. */
const breathEvery = 50;

const directiveReasons: Readonly<Record<string, string>> = {
  ':setvar': 'sets a variable for the script',
  ':r': 'includes another script, which is read in its place',
};

/** What the reading of all scripts shares. */
interface Shared {
  readonly given: ReadonlyMap<string, string>;
  readonly known: ReadonlyMap<string, string>;
  readonly includes: Includes;
  /** The scripts that were read, or are being read; two may have one path. */
  readonly taken: Set<ScriptText>;
}

/** @returns the script that `:r` names, if it was given and was not read yet */
function readDirective(place: Place, path: string, directive: Directive, shared: Shared): ScriptText | undefined {
  passOver(place, directive.span, directive.word, directiveReasons[directive.word] ?? 'speaks to the tool that runs the script');
  if (directive.word !== ':r') return undefined;
  const found = shared.includes.find(path, directive.argument);
  if (found === undefined) report(place, directive, 'missing-include', `The script includes ${directive.argument}, which was not given. Give that file too.`);
  return found;
}

/**
 * Reads one batch, a very large one in pieces; the tree of each is gone before the next is made.
 * @param parsed the text to parse: the place's own, data blanked out
 */
function readBatch(place: Place, parsed: string): void {
  for (const piece of pieces(parsed, place.batch)) {
    const { statements, diagnostics } = parseBatch(parsed, piece, { quotedIdentifier: place.session.quotedIdentifier });
    for (const diagnostic of diagnostics) if (diagnostic.severity !== 'info') place.draft.diagnostics.push({ ...diagnostic, source: place.source });
    for (const statement of statements) readStatement(place, statement, readString);
  }
}

function lineOf({ draft, source, text }: Place, offset: number): number {
  const map = draft.lineMaps.get(source) ?? lineMap(text);
  draft.lineMaps.set(source, map);
  return map.positionAt(offset).line;
}

/** The text of an EXEC string becomes a source of its own, whose path tells where it stood. */
function readString(place: Place, text: string, at: Span): void {
  const { draft } = place;
  passOver(place, at, 'EXEC', 'its text was read as a script of its own');
  if (place.depth >= deepestString) {
    report(place, { span: at }, 'nested-exec', `EXEC strings stand more than ${deepestString} deep inside each other; this one was not read. Write its definition as a statement.`);
    return;
  }
  const source = draft.sources.push({ path: `${draft.sources[place.source]?.path ?? ''} (text of EXEC in line ${lineOf(place, at.start)})`, text }) - 1;
  // The text runs as one batch; its SET options end with it.
  const batch = { start: 0, end: text.length };
  readBatch({ ...place, source, text, batch, session: { ...place.session }, variables: newState(), depth: place.depth + 1 }, text);
}

async function readScript(draft: Draft, input: ScriptText, session: Session, shared: Shared, run: Run): Promise<void> {
  shared.taken.add(input);
  const expanded = expandSqlcmd(input.text, shared.given, shared.known);
  const { text } = expanded;
  const source = draft.sources.push({ path: input.path, text }) - 1;
  const whole: Place = { draft, source, text, batch: { start: 0, end: text.length }, repeat: 1, session, variables: newState(), depth: 0 };
  for (const diagnostic of expanded.diagnostics) draft.diagnostics.push({ ...diagnostic, source });
  const included = expanded.directives.map((directive) => ({ at: directive.span.start, script: readDirective(whole, input.path, directive, shared) }));
  let next = 0;
  /** Reads what `:r` includes before a place of the text. */
  const readIncluded = async (before: number): Promise<void> => {
    for (let one = included[next]; one && one.at < before; one = included[++next]) if (one.script && !shared.taken.has(one.script)) await readScript(draft, one.script, session, shared, run);
  };
  // What is left open is told by the lexer, which meets it again inside of its batch.
  const { batches } = splitBatches(text);
  const runs = batches.map((batch) => dataRuns(text, batch.span));
  const parsed = blankRuns(text, runs.flat());
  for (const [index, batch] of batches.entries()) {
    if (index % breathEvery === breathEvery - 1) {
      await breathe();
      checkCancelled(run);
    }
    await readIncluded(batch.span.end);
    const place: Place = { ...whole, variables: newState(), batch: batch.span, repeat: Math.max(1, batch.repeat) };
    for (const { statement, span, count } of runs[index] ?? []) passOver(place, span, statement, 'data, or a query; not schema', count);
    readBatch(place, parsed);
  }
  await readIncluded(Infinity);
}

/**
 * Reads T-SQL scripts into a catalogue, in the order given; a script that another one includes (`:r`) in its place. Statements may
 * speak of what comes later; of several definitions of an object the last counts. Never throws for what is in them: see
 * `diagnostics` and `passedOver` of the result.
 * @throws AppError `cancelled`
 */
export async function readScripts(inputs: readonly ScriptText[], options: ScriptOptions, run: Run): Promise<Catalog> {
  const draft = newDraft();
  const known = new Map([['databasename', options.databaseName], ...inputs.flatMap((input) => [...setvars(input.text)])]);
  const given = variableMap(options.variables);
  const includes = findIncludes(inputs, new Map([...known, ...given]));
  const shared: Shared = { given, known, includes, taken: new Set() };
  // Scripts that include each other in a circle have no first one: they come last, in their order.
  for (const input of [...inputs.filter((i) => !includes.included.has(i)), ...inputs]) {
    if (shared.taken.has(input)) continue;
    checkCancelled(run);
    await readScript(draft, input, { quotedIdentifier: true, ansiNulls: true }, shared, run);
    run.progress({ step: 'Reading', done: shared.taken.size, total: inputs.length, object: input.path });
  }
  return finish(draft, options.databaseName);
}
