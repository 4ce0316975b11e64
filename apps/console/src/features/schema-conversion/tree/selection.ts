/**
 * Which nodes of a tree are ticked. A tick on a node holds for all below it, also for those that were never loaded; `off` are the
 * nodes below a ticked one that were taken out again. Paths are joined with `/`, as the contract joins them.
 */
export interface Ticks {
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
}

export type Tick = 'true' | 'false' | 'mixed';
export const noTicks: Ticks = { on: new Set(), off: new Set() };

const isBelow = (path: string, ancestor: string): boolean => path.startsWith(`${ancestor}/`);

/** Whether the nearest of the node and its ancestors that is named is ticked. */
function effective(ticks: Ticks, path: string): boolean {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    if (ticks.on.has(at)) return true;
    if (ticks.off.has(at)) return false;
  }
  return false;
}

export function tickOf(ticks: Ticks, path: string): Tick {
  const on = effective(ticks, path);
  const exceptions = on ? ticks.off : ticks.on;
  for (const other of exceptions) if (isBelow(other, path)) return 'mixed';
  return on ? 'true' : 'false';
}

/** A click on a box: ticked becomes unticked, everything else becomes ticked; what stood below is forgotten. */
export function toggle(ticks: Ticks, path: string): Ticks {
  const wanted = tickOf(ticks, path) !== 'true';
  const on = new Set([...ticks.on].filter((other) => other !== path && !isBelow(other, path)));
  const off = new Set([...ticks.off].filter((other) => other !== path && !isBelow(other, path)));
  const next = { on, off };
  if (effective(next, path) !== wanted) (wanted ? on : off).add(path);
  return next;
}

export const isEmpty = (ticks: Ticks): boolean => ticks.on.size === 0;
