import type { Command } from 'commander';
import { exitCodes } from '../exit-code';
import { encodingHelp, variableOption, withProgress } from '../shell';
import type { Shell } from '../shell';
import { readEncoding, readVariables, readVerify, readVersion } from './options';
import type { ConvertCommand } from './options';

interface ConvertFlags {
  readonly source: string;
  readonly target: string;
  readonly targetVersion?: string;
  readonly settings?: string;
  readonly rules?: string;
  readonly out: string;
  readonly verify: string;
  readonly variable: readonly string[];
  readonly encoding?: string;
  readonly idempotent?: boolean;
  readonly oneTransaction?: boolean;
  readonly loadFirst?: boolean;
  readonly data?: boolean;
  readonly afresh?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const commandOf = (inputs: readonly string[], flags: ConvertFlags): ConvertCommand => ({
  inputs,
  source: flags.source,
  target: flags.target,
  ...(flags.targetVersion === undefined ? {} : { targetVersion: readVersion(flags.targetVersion) }),
  ...(flags.settings === undefined ? {} : { settingsFile: flags.settings }),
  ...(flags.rules === undefined ? {} : { rulesFile: flags.rules }),
  out: flags.out,
  verify: readVerify(flags.verify),
  variables: readVariables(flags.variable),
  ...(flags.encoding === undefined ? {} : { encoding: readEncoding(flags.encoding) }),
  deploy: { idempotent: flags.idempotent === true, oneTransaction: flags.oneTransaction === true, loadFirst: flags.loadFirst === true },
  data: flags.data === true,
  afresh: flags.afresh === true,
  quiet: flags.quiet === true,
  json: flags.json === true,
});

const runConversion = (inputs: readonly string[], flags: ConvertFlags, shell: Shell, kept: 'everything' | 'reports'): Promise<number> =>
  withProgress(shell, flags, async (run) => {
    const command = commandOf(inputs, flags);
    // Loaded here: `ferry --help` needs none of it.
    const { assess, convert } = await import('./convert');
    const { summaryOf } = await import('./summary');
    const summary = summaryOf(await (kept === 'everything' ? convert : assess)(command, run), command.out);
    return async () => {
      if (command.json) shell.terminal.out(`${JSON.stringify(summary, null, 2)}\n`);
      else if (!command.quiet) {
        const { summaryText } = await import('./summary-text');
        shell.terminal.out(summaryText(summary));
      }
      return exitCodes.done;
    };
  });

const withInputs = (command: Command, out: string): Command =>
  command
    .argument('<input...>', 'files, folders or .zip archives of scripts')
    .option('--source <engine>', 'engine that the scripts are written for', 'sqlserver')
    .option('--target <engine>', 'engine to convert to', 'postgresql')
    .option('--target-version <major>', 'version of the target to write for (default: the oldest, 15 for PostgreSQL; it runs on newer ones)')
    .option('--settings <file>', 'JSON file of conversion settings')
    .option('--rules <file>', 'JSON file of transformation rules, as AWS DMS Schema Conversion has them')
    .option('--out <folder>', 'folder for the result', out)
    .option('--verify <where>', 'where to try the result: embedded, none, or postgres://...', 'embedded')
    .addOption(variableOption())
    .option('--encoding <name>', encodingHelp)
    .option('--quiet', 'no progress and no summary')
    .option('--json', 'print the summary as JSON');

/** `ferry assess` and `ferry convert`: the same way through; an assessment keeps no code. */
export function addConversions(program: Command, shell: Shell): void {
  withInputs(program.command('assess').description('tell what converting scripts would leave to do: reports only, no code is kept'), 'ferry-assessment').action(async (inputs: string[], flags: ConvertFlags) =>
    shell.exit(await runConversion(inputs, flags, shell, 'reports')),
  );
  withInputs(program.command('convert').description('convert scripts to SQL for another engine'), 'ferry-out')
    .option('--idempotent', 'deploy.sql can be run again: what is there stays, code is replaced')
    .option('--one-transaction', 'deploy.sql does all or nothing')
    .option('--load-first', 'also write deploy-before-data.sql and deploy-after-data.sql: keys, checks, triggers and code after the data is loaded')
    .option('--data', 'also write data.sql: the rows that the scripts insert, in an order that foreign keys accept')
    .option('--afresh', 'convert and prove everything, also what has not changed since the last conversion into the folder')
    .action(async (inputs: string[], flags: ConvertFlags) => shell.exit(await runConversion(inputs, flags, shell, 'everything')));
}
