'use client';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { OperationOutput } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ruleTargetLabels, ruleWords as words } from '@/words/transformation-rules';

type Effects = OperationOutput<'DescribeTransformationEffects'>;
type Effect = Effects['Effects'][number];
const pageSize = 20;

/** What the rules would do to the tree as it is now. */
export function RuleEffects({ effects, loading, loaded, text, onText }: { readonly effects: Effects | undefined; readonly loading: boolean; readonly loaded: boolean; readonly text: string; readonly onText: (text: string) => void }): ReactNode {
  const [page, setPage] = useState(1);
  const rows = effects?.Effects ?? [];
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const current = Math.min(page, pages);
  return (
    <Table<Effect>
      wrapLines
      header={
        <Header variant="h2" counter={effects === undefined ? '' : `(${(effects.TotalCount ?? 0).toLocaleString('en-US')})`} description={words.effectText}>
          {words.effect}
        </Header>
      }
      filter={<TextFilter filteringText={text} filteringPlaceholder={words.find} filteringAriaLabel={words.find} onChange={({ detail }) => onText(detail.filteringText.slice(0, 255))} />}
      pagination={<Pagination currentPageIndex={current} pagesCount={pages} onChange={({ detail }) => setPage(detail.currentPageIndex)} />}
      loading={loading && effects === undefined}
      loadingText={words.effect}
      items={rows.slice((current - 1) * pageSize, current * pageSize)}
      trackBy={(row) => `${row.Kind} ${row.Name}`}
      ariaLabels={{ tableLabel: words.effect }}
      empty={<Box color="text-body-secondary">{loaded ? words.effectNone : words.effectNotLoaded}</Box>}
      columnDefinitions={[
        { id: 'kind', header: words.kind, cell: (row) => ruleTargetLabels[row.Kind] },
        { id: 'name', header: words.object, cell: (row) => row.Name, isRowHeader: true },
        { id: 'result', header: words.result, cell: (row) => row.Result },
        { id: 'type', header: words.resultType, cell: (row) => (row.ResultType === undefined ? '-' : `${row.Type ?? ''} → ${row.ResultType}`) },
      ]}
    />
  );
}
