import { Readable } from 'node:stream';
import { basename, extname } from 'node:path';
import type { Catalog } from '@ferry/catalog';
import { convertCatalog } from '@ferry/conversion';
import type { ActionItemRegistry, ConversionResult, Severity } from '@ferry/conversion';
import { convertAgain } from '@ferry/conversion/again';
import { defaultLimits, openPaths } from '@ferry/intake';
import type { Intake } from '@ferry/intake';
import { AppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { findPair } from '@ferry/registry/engines';
import type { Engines } from '@ferry/registry/engines';
import { commentSeverity, listParts, objectsJsonPieces, scriptFiles, scriptObjects, withComments } from '@ferry/reports';
import type { ListedPart } from '@ferry/reports';
import { assessmentFiles } from './assessment-files';
import { keptFile, keptIn, programHash } from './kept';
import type { ConvertCommand } from './options';
import { writeOutput } from './output-folder';
import type { OutputFile } from './output-folder';
import { refusedFile } from './refused-file';
import { readRulesFile, readSettings } from './settings-file';
import { openVerification } from './verification';

/** Everything that a conversion on the command line came to. */
export interface Outcome {
  readonly intake: Intake;
  /** What was read; its objects are let go when all is known of them. */
  readonly catalog: Omit<Catalog, 'objects'>;
  /** How many statements the server refused, with nothing in their place. */
  readonly refused: number;
  readonly parts: readonly ListedPart[];
  readonly registry: ActionItemRegistry;
  readonly source: string;
  readonly target: string;
  readonly targetVersion: number;
  /** The server that showed the proofs, when there was one. */
  readonly server: string | undefined;
  /** What was written, by path inside the output folder. */
  readonly files: readonly string[];
  /** How many objects were taken over from the last conversion into this folder. */
  readonly kept: number;
}

/** A database without a name in its scripts is called like the file or folder it came from. */
const fallbackName = (inputs: readonly string[]): string => {
  const first = basename(inputs[0] ?? 'database');
  return first.slice(0, first.length - extname(first).length) || 'database';
};

function versionFor(command: ConvertCommand, versions: readonly number[], label: string): number {
  // The oldest by default: what is written for it runs on all newer ones.
  const version = command.targetVersion ?? versions[0];
  if (version === undefined || !versions.includes(version)) throw new AppError('invalid-input', { public: `--target-version ${version}: ${label} code can be written for ${versions.join(', ')}.` });
  return version;
}

/** Scripts that hold nothing of a schema cannot be what the user meant. */
function refuseEmpty(catalog: Catalog, intake: Intake): void {
  if (catalog.objects.length > 0) return;
  const first = catalog.diagnostics.find((d) => d.severity === 'error');
  const why = first === undefined ? 'none of its statements defines an object' : first.message;
  throw new AppError('invalid-input', { public: `${intake.texts.map((t) => t.path).slice(0, 5).join(', ')}: no object of a database found; ${why}. Give the script that creates the schema.` });
}

/** Which files a conversion leaves: all of it, or what is told about it and no code. */
type FilesOf = (parts: readonly ListedPart[], result: ConversionResult, engines: Engines, title: string, intake: Intake, comments: Severity | undefined) => readonly OutputFile[];

const reports = (parts: readonly ListedPart[]): OutputFile[] => [{ path: 'objects.json', text: () => Readable.from(objectsJsonPieces(parts)) }];
const everything = (command: ConvertCommand): FilesOf => (parts, result, { target }, title, intake, comments) => [...scriptFiles(target, withComments(scriptObjects(result), parts, comments), result.support, title, command.deploy), ...reports(parts), ...refusedFile(result), ...dataFile(result, target, title), sourceFile(intake)];

/** What is left to write when all is converted and proved. */
interface Made {
  readonly outcome: Omit<Outcome, 'files'>;
  readonly files: readonly OutputFile[];
}

/** Reads, converts, proves and writes. */
async function convertAndWrite(command: ConvertCommand, filesOf: FilesOf, keeps: boolean, run: Run): Promise<Outcome> {
  // A function of its own: trees and objects of a large schema are gone before their files are written.
  const { outcome, files } = await makeFiles(command, filesOf, keeps, run);
  await writeOutput(command.out, files, run);
  return { ...outcome, files: files.map((file) => file.path) };
}

/** Reads, converts and proves. @param keeps leave in the folder what the next conversion into it can use, and use what the last one left */
async function makeFiles(command: ConvertCommand, filesOf: FilesOf, keeps: boolean, run: Run): Promise<Made> {
  const engines = findPair(command.source, command.target);
  const { source, target, pair } = engines;
  const targetVersion = versionFor(command, target.versions, target.label);
  const { settings, variables, rules: own } = await readSettings(pair.settings, command.settingsFile);
  const rules = command.rulesFile === undefined ? own : [...own, ...(await readRulesFile(command.rulesFile))];
  const intake = await openPaths(command.inputs, run, { ...defaultLimits, ...(command.encoding === undefined ? {} : { encoding: command.encoding }) });
  // The server starts while the scripts are read.
  const opening = openVerification(target, command.verify, targetVersion);
  opening.catch(() => undefined); // awaited below; until then a failure is not unhandled
  try {
    const catalog = await source.readScripts(intake.texts, { databaseName: fallbackName(command.inputs), variables: { ...intake.variables, ...variables, ...command.variables } }, run);
    refuseEmpty(catalog, intake);
    const verification = await opening;
    const options = { settings, targetVersion, rules, data: command.data, links: false, ...(verification === undefined ? {} : { verifier: verification.verifier }) };
    // Without a server all is done in less time than it takes to look what can be kept.
    const again = keeps && verification !== undefined ? await convertAgain(source, pair, target, catalog, { ...options, program: await programHash(import.meta.dirname), kept: command.afresh ? undefined : await keptIn(command.out) }, run) : undefined;
    const result = again?.result ?? (await convertCatalog(pair, target, catalog, options, run));
    const parts = listParts(source, catalog, result.objects, pair.actionItems);
    const server = verification?.verifier.server;
    const title = `${catalog.database.name}: ${source.label} to ${target.label} ${targetVersion}`;
    const files = [...filesOf(parts, result, engines, title, intake, commentSeverity(pair, settings)), ...assessmentFiles({ source, target, pair, targetVersion, catalog, parts, server }), ...(again === undefined ? [] : [keptFile(again)])];
    const { objects, ...read } = catalog;
    const kept = again === undefined ? 0 : objects.length - again.redone.size;
    return { files, outcome: { intake, catalog: read, refused: result.refused.length, parts, registry: pair.actionItems, source: source.label, target: target.label, targetVersion, server, kept } };
  } finally {
    await opening.then((verification) => verification?.close(), () => undefined);
  }
}

/** The rows of the scripts, for `psql -f` after `deploy.sql`, or between the two scripts of `--load-first`. */
const dataFile = ({ data }: ConversionResult, target: Engines['target'], title: string): OutputFile[] =>
  data === undefined ? [] : [{ path: 'data.sql', text: target.script(data.statements, { title: `${title}: data`, dataIsThere: true }) }];

/** The scripts as they were read: `ferry run --catalog` knows their objects by them. */
const sourceFile = (intake: Intake): OutputFile => ({ path: 'source.json', text: () => Readable.from(sourceJsonPieces(intake)) });

/** Characters that are written at once: a whole script as JSON would stand in memory beside the script. */
const pieceLength = 1 << 18;

function* sourceJsonPieces({ texts }: Intake): Generator<string> {
  yield '{"scripts":[';
  for (const [i, { path, text }] of texts.entries()) {
    yield `${i === 0 ? '' : ','}{"path":${JSON.stringify(path)},"text":"`;
    // Half of a surrogate pair is escaped, and both escapes together are the pair again.
    for (let at = 0; at < text.length; at += pieceLength) yield JSON.stringify(text.slice(at, at + pieceLength)).slice(1, -1);
    yield '"}';
  }
  yield ']}\n';
}

/** `ferry convert`: the converted code, and what is told about it. */
export const convert = (command: ConvertCommand, run: Run): Promise<Outcome> => convertAndWrite(command, everything(command), true, run);

/** `ferry assess`: the same conversion and the same items; only the reports are kept. */
export const assess = (command: ConvertCommand, run: Run): Promise<Outcome> => convertAndWrite(command, reports, false, run);
