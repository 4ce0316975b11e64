/**
 * Runs once when the server starts (https://nextjs.org/docs/app/api-reference/file-conventions/instrumentation). When whoever started the
 * console is gone, writing a log fails, and logging that failure fails again, for ever: then the server ends.
 */
export function register(): void {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(1));
}
