import { nodeNames } from '@ferry/contract';
import type { OperationOutput } from '@ferry/contract';
import { sizeTotals } from '@ferry/reports';
import type { SizedTable } from '@ferry/reports';
import { assessed, providers } from '@ferry/store';
import type { ProjectRow, Stretch } from '@ferry/store';
import type { OperationContext } from './context';
import { isLive } from './live-source';

/** The largest tables that a summary names; a report has all. */
const named = 10;

/** What the selected tables hold, largest first; scripts say nothing of it. */
export async function sizesOf(context: OperationContext, project: ProjectRow, stretches: readonly Stretch[]): Promise<SizedTable[]> {
  const source = project.source.virtual ? null : await providers.find(context.store, { id: project.sourceProviderId });
  if (source === null || !isLive(source)) return [];
  return (await assessed.sizes(context.store.db, project.id, stretches)).map(({ path, rows, kilobytes }) => {
    const names = nodeNames(path);
    return { schema: names[names.indexOf('Schemas') + 1] ?? '', name: names.at(-1) ?? '', rows, kilobytes };
  });
}

export function shownSizes(sizes: readonly SizedTable[]): NonNullable<OperationOutput<'DescribeAssessmentSummary'>['TableSizes']> {
  const { tables, rows, kilobytes } = sizeTotals(sizes);
  return { Tables: tables, Rows: rows, Kilobytes: kilobytes, Largest: sizes.slice(0, named).map((one) => ({ Schema: one.schema, Table: one.name, Rows: one.rows, Kilobytes: one.kilobytes })) };
}
