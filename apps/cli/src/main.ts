import { setFlagsFromString } from 'node:v8';
import { exitCodes } from './exit-code';
import { runCommandLine } from './program';
import { processTerminal } from './terminal';

// V8 lets garbage grow to the size of what is alive before it collects; a large schema is gigabytes then. This is collected sooner, for a few percent of time.
setFlagsFromString('--heap-growing-percent=40');

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
