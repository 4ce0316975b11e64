import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '@ferry/catalog';
import type { ActionItem, BatchOutcome, Pair, SourceDialect } from '@ferry/conversion';
import { itemDefinition } from '@ferry/conversion';
import { defaultLimits, openPaths } from '@ferry/intake';
import { AppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { findPair } from '@ferry/registry/engines';
import { readRulesFile, readSettings } from '../convert/settings-file';

/** The database that a session of SQL Server begins in when nothing else is said. */
const databaseName = 'master';

export interface RunCommand {
  readonly inputs: readonly string[];
  readonly source: string;
  /** Connection string of the server that the scripts run on. */
  readonly target: string;
  readonly settingsFile?: string;
  /** Transformation rules; those of the settings file come first. */
  readonly rulesFile?: string;
  /** Output folder of an earlier conversion, whose objects are on the server already. */
  readonly catalog?: string;
  readonly targetVersion?: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly encoding?: string;
}

export interface RanBatch extends Omit<BatchOutcome, 'items' | 'sent'> {
  readonly file: string;
  readonly items: readonly { readonly code: number; readonly severity: string; readonly title: string; readonly message: string }[];
}

/** The objects of the scripts that an earlier conversion was made from. */
async function knownObjects(source: SourceDialect, folder: string, run: Run): Promise<Catalog> {
  let scripts: Parameters<SourceDialect['readScripts']>[0];
  try {
    const value = JSON.parse(await readFile(join(folder, 'source.json'), 'utf8')) as { readonly scripts?: typeof scripts };
    scripts = value.scripts ?? [];
  } catch (thrown) {
    // The operating system's or the JSON parser's answer about the folder that was named.
    throw new AppError('invalid-input', { public: `${folder}: no output of a conversion (source.json is missing or cannot be read). Give the folder that \`ferry convert --out\` wrote.`, cause: thrown });
  }
  return source.readScripts(scripts, { databaseName, variables: {} }, run);
}

const worded = (pair: Pair, item: ActionItem): RanBatch['items'][number] => {
  const { code, severity, title, message } = itemDefinition(pair.actionItems, item.code);
  return { code, severity, title, message: message(item.details) };
};

/**
 * `ferry run`: files in order, one session each; what one created is known to the next.
 * @param tell called with each batch when it has ended
 * @throws AppError `invalid-input`, `access-denied`, `not-found`, `unavailable`, `cancelled`
 */
export async function runScripts(command: RunCommand, tell: (batch: RanBatch) => void, run: Run): Promise<void> {
  const { source, target, pair } = findPair(command.source, 'postgresql');
  const { openSession } = target;
  const { openRunner } = pair;
  if (openSession === undefined || openRunner === undefined) throw new AppError('invalid-input', { public: `Scripts of ${command.source} cannot be run on ${target.label}.` });
  const { settings, variables, rules: own } = await readSettings(pair.settings, command.settingsFile);
  const rules = command.rulesFile === undefined ? own : [...own, ...(await readRulesFile(command.rulesFile))];
  const intake = await openPaths(command.inputs, run, { ...defaultLimits, ...(command.encoding === undefined ? {} : { encoding: command.encoding }) });
  const [problem] = intake.problems;
  if (intake.texts.length === 0) throw new AppError('invalid-input', { public: problem === undefined ? `${command.inputs.join(', ')}: no script found.` : `${problem.path}: ${problem.message}` });
  const known = command.catalog === undefined ? undefined : await knownObjects(source, command.catalog, run);
  const runner = await openRunner({ settings, rules, targetVersion: command.targetVersion ?? target.versions[0] ?? 15, databaseName, variables: { ...variables, ...command.variables }, ...(known === undefined ? {} : { known }) });
  for (const script of intake.texts) {
    const session = await openSession(command.target);
    try {
      for await (const batch of runner.begin(session).run(script.text)) {
        if (run.signal.aborted) throw new AppError('cancelled', { public: 'The run was cancelled.' });
        tell({ file: script.path, batch: batch.batch, line: batch.line, results: batch.results, items: batch.items.map((i) => worded(pair, i)) });
      }
    } finally {
      await session.close();
    }
  }
}
