import { AppError, toAppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { Command, CommanderError, Option } from 'commander';
import { readEncoding, readVariables, readVerify, readVersion } from './convert/options';
import type { ConvertCommand } from './convert/options';
import { exitCodeOf, exitCodes } from './exit-code';
import { harmless, progressLine } from './terminal';
import type { Terminal } from './terminal';

interface ConvertFlags {
  readonly source: string;
  readonly target: string;
  readonly targetVersion?: string;
  readonly settings?: string;
  readonly out: string;
  readonly verify: string;
  readonly variable: readonly string[];
  readonly encoding?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const commandOf = (inputs: readonly string[], flags: ConvertFlags): ConvertCommand => ({
  inputs,
  source: flags.source,
  target: flags.target,
  ...(flags.targetVersion === undefined ? {} : { targetVersion: readVersion(flags.targetVersion) }),
  ...(flags.settings === undefined ? {} : { settingsFile: flags.settings }),
  out: flags.out,
  verify: readVerify(flags.verify),
  variables: readVariables(flags.variable),
  ...(flags.encoding === undefined ? {} : { encoding: readEncoding(flags.encoding) }),
  quiet: flags.quiet === true,
  json: flags.json === true,
});

/** What goes wrong is told once: as JSON on `out` when a program listens, as a sentence on `err` for people. */
function tell(thrown: unknown, terminal: Terminal, json: boolean): number {
  const error = toAppError(thrown);
  if (json) terminal.out(`${JSON.stringify({ error: { code: error.code, message: error.message } })}\n`);
  else terminal.err(`ferry: ${harmless(error.message)}\n`);
  if (error.code === 'internal' && error.internal !== undefined) terminal.err(`${error.internal}\n`);
  return exitCodeOf(error.code);
}

async function runConvert(inputs: readonly string[], flags: ConvertFlags, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const progress = progressLine(terminal, flags.quiet !== true);
  try {
    const command = commandOf(inputs, flags);
    const run: Run = {
      signal,
      progress: progress.show,
      log: (level, message, fields) => {
        if (level !== 'error') return;
        progress.clear();
        // Where in our code: for whoever mends it.
        const internal = process.env['FERRY_DEBUG'] === undefined ? undefined : fields?.['internal'];
        terminal.err(`ferry: ${harmless(message)}${internal === undefined ? ' (set FERRY_DEBUG=1 to see where)' : `\n${harmless(String(internal))}`}\n`);
      },
    };
    // Loaded here: `ferry --help` needs none of it.
    const { convert } = await import('./convert/convert');
    const { summaryOf } = await import('./convert/summary');
    const summary = summaryOf(await convert(command, run), command.out);
    progress.clear();
    if (command.json) terminal.out(`${JSON.stringify(summary, null, 2)}\n`);
    else if (!command.quiet) {
      const { summaryText } = await import('./convert/summary-text');
      terminal.out(summaryText(summary));
    }
    return exitCodes.done;
  } catch (thrown) {
    progress.clear();
    return tell(thrown, terminal, flags.json === true);
  }
}

interface ParseFlags {
  readonly source: string;
  readonly variable: readonly string[];
  readonly encoding?: string;
  readonly json?: boolean;
}

async function runParse(inputs: readonly string[], flags: ParseFlags, terminal: Terminal, signal: AbortSignal): Promise<number> {
  try {
    const json = flags.json === true;
    const { parse } = await import('./parse/parse');
    const { fileText, totalText } = await import('./parse/parse-text');
    const command = { inputs, source: flags.source, variables: readVariables(flags.variable), json, ...(flags.encoding === undefined ? {} : { encoding: readEncoding(flags.encoding) }) };
    const { total, intake } = await parse(command, (file) => terminal.out(json ? `${JSON.stringify(file)}\n` : fileText(file)), { signal, progress: () => undefined, log: () => undefined });
    if (json) terminal.out(`${JSON.stringify({ total, problems: intake.problems })}\n`);
    else terminal.out(totalText(total, intake));
    return exitCodes.done;
  } catch (thrown) {
    return tell(thrown, terminal, flags.json === true);
  }
}

const collect = (value: string, earlier: readonly string[]): string[] => [...earlier, value];

const variableOption = (): Option => new Option('--variable <Name=value>', 'value of a variable $(Name) or token {Name} in the scripts; may be repeated').argParser(collect).default([], 'none');
const encodingHelp = 'encoding of the scripts, such as utf-8, utf-16le or windows-1251 (default: told by each file)';

/**
 * Runs the command line.
 * @param argv the arguments after the program's name
 * @returns the exit code: see `exit-code.ts`
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = new Command('ferry')
    .description('Converts database schemas and code, and proves the result on a real server.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(ferry --help tells what there is)');
  program
    .command('convert')
    .description('convert scripts to SQL for another engine')
    .argument('<input...>', 'files, folders or .zip archives of scripts')
    .option('--source <engine>', 'engine that the scripts are written for', 'sqlserver')
    .option('--target <engine>', 'engine to convert to', 'postgresql')
    .option('--target-version <major>', 'version of the target to write for (default: the oldest, 15 for PostgreSQL; it runs on newer ones)')
    .option('--settings <file>', 'JSON file of conversion settings')
    .option('--out <folder>', 'folder for the result', 'ferry-out')
    .option('--verify <where>', 'where to try the result: embedded, none, or postgres://...', 'embedded')
    .addOption(variableOption())
    .option('--encoding <name>', encodingHelp)
    .option('--quiet', 'no progress and no summary')
    .option('--json', 'print the summary as JSON')
    .action(async (inputs: string[], flags: ConvertFlags) => {
      exitCode = await runConvert(inputs, flags, terminal, signal);
    });
  program
    .command('parse')
    .description('look at the syntax of scripts: one line a file, then a total')
    .argument('<input...>', 'files, folders or .zip archives of scripts; a file may be of any size')
    .option('--source <engine>', 'engine that the scripts are written for', 'sqlserver')
    .addOption(variableOption())
    .option('--encoding <name>', encodingHelp)
    .option('--json', 'print a line of JSON for each file, and for the total')
    .action(async (inputs: string[], flags: ParseFlags) => {
      exitCode = await runParse(inputs, flags, terminal, signal);
    });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (thrown) {
    // The option parser has told what is wrong already; help and version are no errors.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.unusable;
    return tell(thrown instanceof AppError ? thrown : toAppError(thrown), terminal, false);
  }
}
