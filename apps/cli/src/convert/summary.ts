import { lineMap } from '@ferry/kernel';
import type { LineMap } from '@ferry/kernel';
import { severities } from '@ferry/conversion';
import { countCodes, effortUnits, summarise, summaryRows } from '@ferry/reports';
import type { AssessmentSummary, ListedItem } from '@ferry/reports';
import type { Outcome } from './convert';

/** Something to tell besides the numbers: a file that was not read, a place in a script. */
export interface Notice {
  readonly severity: 'error' | 'warning' | 'info';
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

export interface ItemCount {
  readonly code: number;
  readonly severity: string;
  readonly title: string;
  readonly occurrences: number;
}

/** What `--json` prints. */
export interface Summary {
  readonly database: string;
  readonly source: string;
  readonly target: string;
  readonly targetVersion: number;
  /** `null` when nothing was tried on a server. */
  readonly server: string | null;
  readonly out: string;
  /** Objects that neither changed nor use what changed since the last conversion into the folder; the others were converted and proved again. */
  readonly kept: number;
  readonly files: number;
  /** The files at the top of the output folder. */
  readonly written: readonly string[];
  readonly objects: Omit<AssessmentSummary, 'lines'> & { readonly lines: number };
  readonly status: Readonly<Record<string, number>>;
  /** Effort units: each code is learned once, every occurrence is worked on. */
  readonly effort: number;
  readonly items: readonly ItemCount[];
  readonly passedOver: readonly { readonly statement: string; readonly count: number; readonly reason: string }[];
  readonly passedOverFiles: number;
  readonly refused: number;
  readonly notices: readonly Notice[];
}

function countItems(items: readonly ListedItem[]): ItemCount[] {
  const byCode = new Map<number, ItemCount>();
  for (const { code, severity, title } of items) byCode.set(code, { code, severity, title, occurrences: (byCode.get(code)?.occurrences ?? 0) + 1 });
  const rank = (severity: string): number => severities.findIndex((s) => s === severity);
  return [...byCode.values()].sort((a, b) => rank(a.severity) - rank(b.severity) || b.occurrences - a.occurrences || a.code - b.code);
}

function countPassedOver({ catalog }: Outcome): Summary['passedOver'] {
  const counts = new Map<string, { statement: string; count: number; reason: string }>();
  for (const { statement, reason, count } of catalog.passedOver) {
    const key = JSON.stringify([statement, reason]);
    counts.set(key, { statement, reason, count: (counts.get(key)?.count ?? 0) + count });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

function notices({ intake, catalog }: Outcome): Notice[] {
  const maps = new Map<number, LineMap>();
  const problems = intake.problems.map((p): Notice => ({ severity: 'warning', file: p.path, message: p.message }));
  const diagnostics = catalog.diagnostics.map((d): Notice => {
    const source = catalog.sources[d.source];
    const map = maps.get(d.source) ?? lineMap(source?.text ?? '');
    maps.set(d.source, map);
    return { severity: d.severity, file: source?.path ?? '', ...map.positionAt(d.span.start), message: d.message };
  });
  return [...problems, ...diagnostics];
}

/** The numbers and words of a conversion, for people and programs alike. @param out the output folder as the user named it */
export function summaryOf(outcome: Outcome, out: string): Summary {
  const { parts, catalog, intake } = outcome;
  const status: Record<string, number> = { converted: 0, 'converted-with-items': 0, 'not-converted': 0 };
  for (const part of parts) status[part.status] = (status[part.status] ?? 0) + 1;
  return {
    database: catalog.database.name,
    source: outcome.source,
    target: outcome.target,
    targetVersion: outcome.targetVersion,
    server: outcome.server ?? null,
    out,
    kept: outcome.kept,
    files: outcome.files.filter((path) => !path.startsWith('.')).length,
    written: outcome.files.filter((path) => !path.includes('/') && !path.startsWith('.')),
    objects: summarise(summaryRows(parts)),
    status,
    effort: effortUnits(countCodes({ parts, registry: outcome.registry }, 'together')),
    items: countItems(parts.flatMap((p) => p.items)),
    passedOver: countPassedOver(outcome),
    passedOverFiles: intake.passedOver.length,
    refused: outcome.refused,
    notices: notices(outcome),
  };
}
