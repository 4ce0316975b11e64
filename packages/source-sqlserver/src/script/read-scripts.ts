import type { Catalog } from '@ferry/catalog';
import { breathe, checkCancelled, lineMap } from '@ferry/kernel';
import type { Run, Span } from '@ferry/kernel';
import { parseBatch } from '../parser';
import { splitBatches } from './batches';
import { blankRuns, dataRuns } from './data-runs';
import { newDraft, passOver, report } from './draft';
import type { Draft, Place, Session } from './draft';
import { finish } from './finish';
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
  ':r': 'names another script; give that one too',
};

/** `:r file` is no trouble when that file is among the inputs. */
function readDirective(place: Place, directive: Directive, paths: ReadonlySet<string>): void {
  passOver(place, directive.span, directive.word, directiveReasons[directive.word] ?? 'speaks to the tool that runs the script');
  if (directive.word !== ':r') return;
  const file = directive.argument.replace(/^"(.*)"$/, '$1').split(/[\\/]/).at(-1) ?? '';
  if (file !== '' && !paths.has(file.toLowerCase()))
    report(place, directive, 'missing-include', `The script includes ${directive.argument}, which was not given. Give that file too.`);
}

/**
 * Reads one batch, a very large one in pieces; the tree of each is gone before the next is made.
 * @param parsed the text to parse: the place's own, data blanked out
 */
function readBatch(place: Place, parsed: string): void {
  for (const piece of pieces(parsed, place.batch)) {
    const { statements, diagnostics } = parseBatch(parsed, piece, { quotedIdentifier: place.session.quotedIdentifier });
    for (const diagnostic of diagnostics) place.draft.diagnostics.push({ ...diagnostic, source: place.source });
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
  readBatch({ ...place, source, text, batch, session: { ...place.session }, depth: place.depth + 1 }, text);
}

async function readScript(draft: Draft, input: ScriptText, shared: { readonly given: ReadonlyMap<string, string>; readonly known: ReadonlyMap<string, string>; readonly paths: ReadonlySet<string> }, run: Run): Promise<void> {
  const expanded = expandSqlcmd(input.text, shared.given, shared.known);
  const { text } = expanded;
  const source = draft.sources.push({ path: input.path, text }) - 1;
  const session: Session = { quotedIdentifier: true, ansiNulls: true };
  const whole: Place = { draft, source, text, batch: { start: 0, end: text.length }, session, depth: 0 };
  for (const diagnostic of expanded.diagnostics) draft.diagnostics.push({ ...diagnostic, source });
  for (const directive of expanded.directives) readDirective(whole, directive, shared.paths);
  // What is left open is told by the lexer, which meets it again inside of its batch.
  const { batches } = splitBatches(text);
  const runs = batches.map((batch) => dataRuns(text, batch.span));
  const parsed = blankRuns(text, runs.flat());
  for (const [index, batch] of batches.entries()) {
    if (index % breathEvery === breathEvery - 1) {
      await breathe();
      checkCancelled(run);
    }
    const place: Place = { ...whole, batch: batch.span };
    for (const { statement, span, count } of runs[index] ?? []) passOver(place, span, statement, 'data, or a query; not schema', count);
    readBatch(place, parsed);
  }
}

/**
 * Reads T-SQL scripts into a catalogue. The order of scripts and statements does not matter, except that the last definition of
 * an object counts. Never throws for what is in them: see `diagnostics` and `passedOver` of the result.
 * @throws AppError `cancelled`
 */
export async function readScripts(inputs: readonly ScriptText[], options: ScriptOptions, run: Run): Promise<Catalog> {
  const draft = newDraft();
  const known = new Map(inputs.flatMap((input) => [...setvars(input.text)]));
  const paths = new Set(inputs.map((input) => (input.path.split('/').at(-1) ?? input.path).toLowerCase()));
  const shared = { given: variableMap(options.variables), known, paths };
  for (const [index, input] of inputs.entries()) {
    checkCancelled(run);
    await readScript(draft, input, shared, run);
    run.progress({ step: 'Reading', done: index + 1, total: inputs.length, object: input.path });
  }
  return finish(draft, options.databaseName);
}

