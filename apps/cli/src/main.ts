import { exitCodes } from './exit-code';
import { runCommandLine } from './program';
import { processTerminal } from './terminal';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // The second time there is no patience left.
    if (stop.signal.aborted) process.exit(exitCodes.stopped);
    stop.abort();
  });
// `ferry ... | head` closes the pipe: nothing to report.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal(), stop.signal);
