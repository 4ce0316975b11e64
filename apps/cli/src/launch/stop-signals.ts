/** Resolves when this process is told to stop. */
export type Told = Promise<void> & { readonly isTold: () => boolean };

/**
 * Listens for Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP). npm passes on a signal that the terminal has
 * already sent, so the second one within two seconds is the same wish; a later one ends the process at once (the
 * watchers then end the parts).
 * npm may also die without a word (`kill -9`, or a shell between that passes nothing on): then our parent changes.
 */
export function onStop(): Told {
  let toldAt = 0;
  let resolveTold: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (resolveTold = resolve));
  const tell = (): void => {
    if (toldAt > 0 && Date.now() - toldAt > 2_000) process.exit(130);
    if (toldAt === 0) toldAt = Date.now();
    resolveTold();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, tell);
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] !== undefined) {
    setInterval(() => {
      if (process.ppid !== parent) tell();
    }, 500);
  }
  return Object.assign(promise, { isTold: () => toldAt > 0 });
}
