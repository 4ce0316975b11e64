import type { Command } from 'commander';
import { readEncoding, readVariables, readVersion } from '../convert/options';
import { exitCodes } from '../exit-code';
import { encodingHelp, tell, variableOption } from '../shell';
import type { Shell } from '../shell';

interface RunFlags {
  readonly source: string;
  readonly target: string;
  readonly targetVersion?: string;
  readonly settings?: string;
  readonly rules?: string;
  readonly catalog?: string;
  readonly variable: readonly string[];
  readonly encoding?: string;
  readonly json?: boolean;
}

async function runRun(inputs: readonly string[], flags: RunFlags, { terminal, signal }: Shell): Promise<number> {
  const json = flags.json === true;
  try {
    const { runScripts } = await import('./run');
    const { batchText } = await import('./run-text');
    const command = {
      inputs, source: flags.source, target: flags.target, variables: readVariables(flags.variable),
      ...(flags.targetVersion === undefined ? {} : { targetVersion: readVersion(flags.targetVersion) }),
      ...(flags.settings === undefined ? {} : { settingsFile: flags.settings }),
      ...(flags.rules === undefined ? {} : { rulesFile: flags.rules }),
      ...(flags.catalog === undefined ? {} : { catalog: flags.catalog }),
      ...(flags.encoding === undefined ? {} : { encoding: readEncoding(flags.encoding) }),
    };
    await runScripts(command, (batch) => terminal.out(json ? `${JSON.stringify(batch)}\n` : batchText(batch)), { signal, progress: () => undefined, log: () => undefined });
    return exitCodes.done;
  } catch (thrown) {
    return tell(thrown, terminal, json);
  }
}

/** `ferry run`. */
export function addRun(program: Command, shell: Shell): void {
  program
    .command('run')
    .description('run scripts on a server of another engine: each batch is converted with the knowledge of all before it')
    .argument('<script...>', 'scripts, run in order, each in a session of its own')
    .requiredOption('--target <url>', 'the server to run on: postgres://user:password@host:5432/database')
    .option('--source <engine>', 'engine that the scripts are written for', 'sqlserver')
    .option('--target-version <major>', 'version of the target to write for (default: the oldest)')
    .option('--settings <file>', 'JSON file of conversion settings')
    .option('--rules <file>', 'JSON file of transformation rules, as AWS DMS Schema Conversion has them')
    .option('--catalog <folder>', 'output folder of an earlier conversion, whose objects are on the server')
    .addOption(variableOption())
    .option('--encoding <name>', encodingHelp)
    .option('--json', 'print a line of JSON for each batch')
    .action(async (inputs: string[], flags: RunFlags) => shell.exit(await runRun(inputs, flags, shell)));
}
