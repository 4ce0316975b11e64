'use client';
import Tabs from '@cloudscape-design/components/tabs';
import type { ReactNode } from 'react';
import { nodeNames, rootPath, selectPaths } from '@ferry/contract';
import { useOperation } from '@/api/hooks';
import { Failed } from '@/shell/resource-table';
import { Loading } from '@/shell/loading';
import { pictureWords } from '@/words/pictures';
import { applyWords, conversionWords as words } from '@/words/schema-conversion';
import { PicturesTab } from '../pictures/pictures-tab';
import type { ReportTab } from '../place';
import { ActionItems } from './action-items';
import { ApplyResults } from './apply-results';
import { ExportResults } from './export-results';
import styles from './report-pane.module.css';
import { Summary } from './summary';

interface ReportPaneProps {
  readonly project: string;
  /** The source node that is reported on, and its counterpart. */
  readonly path: string;
  readonly targetPath: string | undefined;
  readonly location: string | undefined;
  readonly tab: ReportTab;
  readonly onTab: (tab: ReportTab) => void;
  readonly onJump: (path: string, line: number | undefined) => void;
  readonly onTargetJump: (path: string, line: number | undefined) => void;
}

export function ReportPane({ project, path, targetPath, location, tab, onTab, onJump, onTargetJump }: ReportPaneProps): ReactNode {
  const rules = selectPaths([path]);
  const summary = useOperation('DescribeAssessmentSummary', { MigrationProjectIdentifier: project, SelectionRules: rules }, { keepPrevious: true });
  const items = useOperation('DescribeActionItems', { MigrationProjectIdentifier: project, SelectionRules: rules, MaxRecords: 1 }, { keepPrevious: true });
  const count = items.data?.Groups.reduce((sum, group) => sum + group.Occurrences, 0);
  const reported = summary.data !== undefined && summary.data.Storage.Total + summary.data.Code.Total > 0;
  const framed = (label: string, content: ReactNode): ReactNode => (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label={label}>
      {content}
    </div>
  );
  const summaryContent = summary.data !== undefined ? <Summary report={summary.data} /> : summary.isError ? <Failed what={words.summary} error={summary.error} onRetry={() => void summary.refetch()} /> : <Loading />;
  return (
    <div className={styles['pane']} data-testid="report-pane">
      <Tabs
        ariaLabel={words.summary}
        fitHeight
        disableContentPaddings
        actions={<ExportResults project={project} subject={path === rootPath ? words.everything : (nodeNames(path).at(-1) ?? '')} rules={rules} location={location} disabled={!reported} />}
        activeTabId={tab}
        onChange={({ detail }) => onTab(detail.activeTabId as ReportTab)}
        tabs={[
          { id: 'summary', label: words.summary, content: framed(words.summary, summaryContent) },
          { id: 'items', label: count === undefined ? words.actionItems : `${words.actionItems} (${count.toLocaleString('en-US')})`, content: framed(words.actionItems, <ActionItems project={project} rules={rules} onJump={onJump} />) },
          { id: 'pictures', label: pictureWords.tab, content: framed(pictureWords.tab, <PicturesTab project={project} rules={rules} summary={summary.data} onObject={(picked) => onJump(picked, undefined)} />) },
          {
            id: 'apply',
            label: applyWords.results,
            content: framed(applyWords.results, <ApplyResults key={targetPath} project={project} rules={targetPath === undefined ? undefined : selectPaths([targetPath])} onJump={onTargetJump} />),
          },
        ]}
      />
    </div>
  );
}
