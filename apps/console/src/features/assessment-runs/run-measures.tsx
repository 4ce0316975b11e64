'use client';
import Box from '@cloudscape-design/components/box';
import Table from '@cloudscape-design/components/table';
import type { AssessmentRun } from '@ferry/contract';
import type { ReactNode } from 'react';
import { runWords as words } from '@/words/assessment-runs';

export const settingsText = (run: AssessmentRun): string => {
  const settings = Object.entries(run.Settings ?? {});
  return settings.length === 0 ? words.noSettings : settings.map(([label, value]) => `${label}: ${typeof value === 'boolean' ? (value ? 'on' : 'off') : value}`).join('; ');
};

interface Measure {
  readonly label: string;
  readonly text: (run: AssessmentRun) => string;
  /** The number that is compared; `up` says that more is better. */
  readonly value?: (run: AssessmentRun) => number;
  readonly up?: boolean;
}

const percent = (automatic: number, total: number): number => (total === 0 ? 0 : (100 * automatic) / total);
const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

const measures: readonly Measure[] = [
  { label: words.storage, text: (run) => words.automatic(run.Storage.Automatic, run.Storage.Total), value: (run) => percent(run.Storage.Automatic, run.Storage.Total), up: true },
  { label: words.code, text: (run) => words.automatic(run.Code.Automatic, run.Code.Total), value: (run) => percent(run.Code.Automatic, run.Code.Total), up: true },
  { label: words.syntax, text: (run) => words.automatic(run.SyntaxElements?.Automatic ?? 0, run.SyntaxElements?.Total ?? 0), value: (run) => percent(run.SyntaxElements?.Automatic ?? 0, run.SyntaxElements?.Total ?? 0), up: true },
  { label: words.items, text: (run) => number(run.ActionItems), value: (run) => run.ActionItems, up: false },
  { label: words.effort, text: (run) => number(run.EffortUnits), value: (run) => run.EffortUnits, up: false },
  { label: words.notAssessed, text: (run) => number(run.NotAssessed) },
  { label: words.version, text: (run) => String(run.TargetVersion ?? '-') },
  { label: words.settings, text: settingsText },
  { label: words.rules, text: (run) => number(run.TransformationRuleCount ?? 0) },
];

function difference({ value, up }: Measure, before: AssessmentRun, after: AssessmentRun): ReactNode {
  if (value === undefined) return '';
  const by = value(after) - value(before);
  if (Math.abs(by) < 0.05) return '0';
  const better = by > 0 === up;
  return <Box color={better ? 'text-status-success' : 'text-status-error'}>{`${by > 0 ? '+' : '−'}${number(Math.abs(by))}`}</Box>;
}

/** Two runs, measure by measure. */
export function RunMeasures({ before, after }: { readonly before: AssessmentRun; readonly after: AssessmentRun }): ReactNode {
  return (
    <Table<Measure>
      variant="embedded"
      wrapLines
      items={measures}
      trackBy="label"
      ariaLabels={{ tableLabel: words.compareTitle }}
      columnDefinitions={[
        { id: 'measure', header: words.measure, cell: (row) => row.label, isRowHeader: true },
        { id: 'before', header: words.was, cell: (row) => row.text(before) },
        { id: 'after', header: words.is, cell: (row) => row.text(after) },
        { id: 'change', header: words.change, cell: (row) => difference(row, before, after) },
      ]}
    />
  );
}
