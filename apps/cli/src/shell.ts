import { toAppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { Option } from 'commander';
import { exitCodeOf } from './exit-code';
import { harmless, progressLine } from './terminal';
import type { Terminal } from './terminal';

/** What every command gets: where it speaks to, when to stop, and where its exit code goes. */
export interface Shell {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly exit: (code: number) => void;
}

/** What goes wrong is told once: as JSON on `out` when a program listens, as a sentence on `err` for people. @returns the exit code */
export function tell(thrown: unknown, terminal: Terminal, json: boolean): number {
  const error = toAppError(thrown);
  if (json) terminal.out(`${JSON.stringify({ error: { code: error.code, message: error.message } })}\n`);
  else terminal.err(`ferry: ${harmless(error.message)}\n`);
  if (error.code === 'internal' && error.internal !== undefined) terminal.err(`${error.internal}\n`);
  return exitCodeOf(error.code);
}

/**
 * Runs a command's work with a progress line; the line is gone before anything else is written.
 * @param work gets the run and returns what to do once the line is gone: print, and give the exit code
 */
export async function withProgress({ terminal, signal }: Shell, flags: { readonly quiet?: boolean; readonly json?: boolean }, work: (run: Run) => Promise<() => number | Promise<number>>): Promise<number> {
  const progress = progressLine(terminal, flags.quiet !== true);
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
  try {
    const finish = await work(run);
    progress.clear();
    return await finish();
  } catch (thrown) {
    progress.clear();
    return tell(thrown, terminal, flags.json === true);
  }
}

const collect = (value: string, earlier: readonly string[]): string[] => [...earlier, value];

export const variableOption = (): Option => new Option('--variable <Name=value>', 'value of a variable $(Name) or token {Name} in the scripts; may be repeated').argParser(collect).default([], 'none');
export const encodingHelp = 'encoding of the scripts, such as utf-8, utf-16le or windows-1251 (default: told by each file)';
