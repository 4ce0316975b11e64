import { driftOf } from '@ferry/conversion';
import type { Drift, DriftKind, TargetRef } from '@ferry/conversion';
import type { Run } from '@ferry/kernel';
import { harmless } from '../terminal';
import { openDeployment } from './apply';

export interface DriftReport {
  readonly title: string;
  readonly server: string;
  /** Parts of the converted code that were looked for. */
  readonly looked: number;
  readonly counts: Readonly<Record<DriftKind, number>>;
  readonly drift: readonly Drift[];
}

/**
 * `ferry drift`: compares a server with what `ferry convert` wrote. Nothing is changed.
 * @throws AppError when the folder or the server cannot be used
 */
export async function drift(folder: string, target: string, run: Run): Promise<DriftReport> {
  const { deployment, server, units } = await openDeployment(folder);
  const applier = await server.openApplier(target);
  try {
    const found = await driftOf(applier, units, run);
    const count = (kind: DriftKind): number => found.filter((one) => one.kind === kind).length;
    return { title: deployment.title, server: applier.server, looked: units.length, counts: { missing: count('missing'), changed: count('changed'), foreign: count('foreign'), extra: count('extra') }, drift: found };
  } finally {
    await applier.close();
  }
}

const titles: Readonly<Record<DriftKind, string>> = { missing: 'Missing in the target', changed: 'Changed in the target', foreign: 'There, but not made by Ferry', extra: 'In the target only' };
const shown = 40;
const nameOf = ({ kind, schema, parent, name }: TargetRef): string => `${kind} ${[schema, parent, name].filter((part) => part !== undefined && part !== '').join('.')}`;

/** The differences, in lines for a terminal. */
export function driftText(report: DriftReport): string {
  const lines = [report.title, `Compared ${report.looked} parts of the converted code with ${report.server}.`];
  if (report.drift.length === 0) lines.push('There is no difference.');
  for (const kind of ['missing', 'changed', 'foreign', 'extra'] as const) {
    const own = report.drift.filter((one) => one.kind === kind);
    if (own.length === 0) continue;
    lines.push('', `${titles[kind]} (${own.length})`, ...own.slice(0, shown).map(({ ref }) => `  ${nameOf(ref)}`), ...(own.length > shown ? [`  ... and ${own.length - shown} more (--json lists all)`] : []));
  }
  return `${harmless(lines.join('\n'))}\n`;
}
