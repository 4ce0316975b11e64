import type { Command } from 'commander';
import { readEncoding, readVariables } from '../convert/options';
import { exitCodes } from '../exit-code';
import { encodingHelp, tell, variableOption } from '../shell';
import type { Shell } from '../shell';

interface ParseFlags {
  readonly source: string;
  readonly variable: readonly string[];
  readonly encoding?: string;
  readonly json?: boolean;
}

async function runParse(inputs: readonly string[], flags: ParseFlags, { terminal, signal }: Shell): Promise<number> {
  try {
    const json = flags.json === true;
    const { parse } = await import('./parse');
    const { fileText, totalText } = await import('./parse-text');
    const command = { inputs, source: flags.source, variables: readVariables(flags.variable), json, ...(flags.encoding === undefined ? {} : { encoding: readEncoding(flags.encoding) }) };
    const { total, intake } = await parse(command, (file) => terminal.out(json ? `${JSON.stringify(file)}\n` : fileText(file)), { signal, progress: () => undefined, log: () => undefined });
    if (json) terminal.out(`${JSON.stringify({ total, problems: intake.problems })}\n`);
    else terminal.out(totalText(total, intake));
    return exitCodes.done;
  } catch (thrown) {
    return tell(thrown, terminal, flags.json === true);
  }
}

/** `ferry parse`. */
export function addParse(program: Command, shell: Shell): void {
  program
    .command('parse')
    .description('look at the syntax of scripts: one line a file, then a total')
    .argument('<input...>', 'files, folders or .zip archives of scripts; a file may be of any size')
    .option('--source <engine>', 'engine that the scripts are written for', 'sqlserver')
    .addOption(variableOption())
    .option('--encoding <name>', encodingHelp)
    .option('--json', 'print a line of JSON for each file, and for the total')
    .action(async (inputs: string[], flags: ParseFlags) => shell.exit(await runParse(inputs, flags, shell)));
}
