'use client';
import BarChart from '@cloudscape-design/components/bar-chart';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { OperationOutput } from '@ferry/contract';
import type { ReactNode } from 'react';
import { Nothing } from '@/shell/resource-table';
import { pictureWords as words } from '@/words/pictures';

const unitsText = (value: number): string => value.toLocaleString('en-US');

/** Effort units by category of object, and for learning. The chart can be walked with the arrow keys. */
export function EffortChart({ summary }: { readonly summary: OperationOutput<'DescribeAssessmentSummary'> }): ReactNode {
  const learning = summary.LearningUnits ?? 0;
  const bars = summary.Categories.map((one) => ({ x: one.Category, y: one.EffortUnits ?? 0 })).filter((one) => one.y > 0);
  if (summary.EffortUnits === 0) return <Nothing title={words.none} text={words.noEffortText} action={null} />;
  const data = [...bars.sort((a, b) => b.y - a.y), ...(learning > 0 ? [{ x: words.learning, y: learning }] : [])];
  return (
    <SpaceBetween size="xs">
      <Box color="text-body-secondary">{words.total(summary.EffortUnits, learning)}</Box>
      <BarChart
        horizontalBars
        hideFilter
        hideLegend
        height={Math.max(120, data.length * 36)}
        xTitle={words.category}
        yTitle={words.units}
        ariaLabel={words.effort}
        xScaleType="categorical"
        xDomain={data.map((one) => one.x)}
        yDomain={[0, Math.max(1, ...data.map((one) => one.y))]}
        i18nStrings={{ yTickFormatter: unitsText, chartAriaRoleDescription: 'bar chart', xAxisAriaRoleDescription: 'x axis', yAxisAriaRoleDescription: 'y axis' }}
        series={[{ title: words.units, type: 'bar', data, valueFormatter: unitsText }]}
      />
    </SpaceBetween>
  );
}
