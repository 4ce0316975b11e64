import { AppError, toAppError } from '@ferry/kernel';
import { Command, CommanderError } from 'commander';
import { addApply, addDrift } from './apply/command';
import { addConversions } from './convert/command';
import { exitCodes } from './exit-code';
import { addParse } from './parse/command';
import { addRun } from './run/command';
import { tell } from './shell';
import type { Terminal } from './terminal';

const exitCodesHelp = `
Exit codes: 0 done (also with action items), 2 input that cannot be used, 3 done, but the server refused some objects,
1 a fault of Ferry, 130 stopped. The console is started with npm start. README.md says what each file of a result is.`;

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
    .showHelpAfterError('(ferry --help tells what there is)')
    .addHelpText('after', exitCodesHelp);
  const shell = { terminal, signal, exit: (code: number) => void (exitCode = code) };
  addConversions(program, shell);
  addApply(program, shell);
  addDrift(program, shell);
  addParse(program, shell);
  addRun(program, shell);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (thrown) {
    // The option parser has told what is wrong already; help and version are no errors.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.unusable;
    return tell(thrown instanceof AppError ? thrown : toAppError(thrown), terminal, false);
  }
}
