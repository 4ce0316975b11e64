'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import Multiselect from '@cloudscape-design/components/multiselect';
import Pagination from '@cloudscape-design/components/pagination';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import Toggle from '@cloudscape-design/components/toggle';
import type { LogEvent, MigrationProject } from '@ferry/contract';
import { useDeferredValue, useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useNotify } from '@/shell/notifications';
import { Failed, Nothing } from '@/shell/resource-table';
import { levelLabels, logModules, logWords as words } from '@/words/logs';
import { monitoringWords } from '@/words/monitoring';
import { exactMomentText, resourceWords } from '@/words/resources';
import { downloadLogs, mostDownloaded } from './download-logs';
import { isFiltered, logInput, noFilter, useLogEvents } from './use-log-events';
import type { Level } from './use-log-events';

const indicators: Readonly<Record<Level, 'error' | 'warning' | 'info' | 'pending'>> = { error: 'error', warn: 'warning', info: 'info', debug: 'pending' };
const levelOptions = Object.entries(levelLabels).map(([value, label]) => ({ value, label }));
const moduleOptions = Object.entries(logModules).map(([value, label]) => ({ value, label }));
const isLevel = (value: string | undefined): value is Level => value !== undefined && Object.hasOwn(levelLabels, value);
/** Words that people look for first (the guide of DMS Schema Conversion: search for "Failed" and "Error"). */
const quickFilters = [
  { id: '', text: words.everything },
  { id: 'Failed', text: words.failed },
  { id: 'Error', text: words.error },
];

/** The log of a project: by level, module and text, live, page by page. */
export function ProjectLogs({ project, stream }: { readonly project: MigrationProject; readonly stream?: string | undefined }): ReactNode {
  const [filter, setFilter] = useState(noFilter);
  const [live, setLive] = useState(false);
  const text = useDeferredValue(filter.text.trim());
  const { query, page, pages, more, turnTo } = useLogEvents(project.MigrationProjectName, { ...filter, text, stream }, live);
  const notify = useNotify();
  const [saving, setSaving] = useState(false);
  const save = (format: 'text' | 'json'): void => {
    setSaving(true);
    downloadLogs(project.MigrationProjectName, format, logInput(project.MigrationProjectName, { ...filter, text, stream }))
      .then(
        (cut) => cut && notify({ type: 'warning', header: monitoringWords.cut(mostDownloaded) }),
        (thrown: unknown) => notify({ type: 'error', header: messageOf(thrown) }),
      )
      .finally(() => setSaving(false));
  };
  const failed = query.isError && query.data === undefined;
  const filtered = isFiltered(filter);
  const clear = <Button onClick={() => setFilter(noFilter)}>{resourceWords.clearFilter}</Button>;
  return (
    <Table<LogEvent>
      variant="container"
      stickyHeader
      resizableColumns
      wrapLines
      contentDensity="compact"
      items={failed ? [] : (query.data?.LogEvents ?? [])}
      trackBy="EventId"
      loading={query.isLoading}
      loadingText={words.loading}
      ariaLabels={{ tableLabel: words.title }}
      header={
        <Header
          variant="h2"
          description={words.description}
          actions={
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              <Toggle checked={live} onChange={({ detail }) => setLive(detail.checked)}>
                {words.live}
              </Toggle>
              <ButtonDropdown
                loading={saving}
                onItemClick={({ detail }) => save(detail.id === 'json' ? 'json' : 'text')}
                items={[
                  { id: 'text', text: monitoringWords.asText },
                  { id: 'json', text: monitoringWords.asJson },
                ]}
              >
                {monitoringWords.download}
              </ButtonDropdown>
              <Button iconName="refresh" ariaLabel={resourceWords.refresh} loading={query.isRefetching && !live} onClick={() => void query.refetch()} />
            </SpaceBetween>
          }
        >
          {words.title}
        </Header>
      }
      filter={
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          <TextFilter filteringText={filter.text} filteringPlaceholder={words.find} filteringAriaLabel={words.find} onChange={({ detail }) => setFilter({ ...filter, text: detail.filteringText.slice(0, 255) })} />
          <SegmentedControl
            label={words.quick}
            selectedId={quickFilters.some((one) => one.id === filter.text) ? filter.text : null}
            options={quickFilters}
            onChange={({ detail }) => setFilter({ ...filter, text: detail.selectedId })}
          />
          <Multiselect
            ariaLabel={words.levels}
            placeholder={words.anyLevel}
            hideTokens
            inlineTokens
            options={levelOptions}
            selectedOptions={levelOptions.filter((one) => isLevel(one.value) && filter.levels.includes(one.value))}
            onChange={({ detail }) => setFilter({ ...filter, levels: detail.selectedOptions.map((one) => one.value).filter(isLevel) })}
          />
          <Multiselect
            ariaLabel={words.modules}
            placeholder={words.anyModule}
            hideTokens
            inlineTokens
            options={moduleOptions}
            selectedOptions={moduleOptions.filter((one) => filter.modules.includes(one.value))}
            onChange={({ detail }) => setFilter({ ...filter, modules: detail.selectedOptions.flatMap((one) => one.value ?? []) })}
          />
        </SpaceBetween>
      }
      pagination={<Pagination currentPageIndex={page} pagesCount={pages} openEnd={more} disabled={failed} onChange={({ detail }) => turnTo(detail.currentPageIndex)} />}
      empty={
        failed ? (
          <Failed what={words.title} error={query.error} onRetry={() => void query.refetch()} />
        ) : filtered ? (
          <Nothing title={resourceWords.noMatch} text={resourceWords.noMatchText} action={clear} />
        ) : (
          <Nothing title={words.emptyTitle} text={words.emptyText} action={null} />
        )
      }
      columnDefinitions={[
        { id: 'time', header: words.time, width: 200, cell: (row) => exactMomentText(row.Time) },
        { id: 'level', header: words.level, width: 120, cell: (row) => <StatusIndicator type={indicators[row.Level]}>{levelLabels[row.Level]}</StatusIndicator> },
        { id: 'module', header: words.module, width: 130, cell: (row) => logModules[row.Module] ?? row.Module },
        { id: 'message', header: words.message, minWidth: 300, isRowHeader: true, cell: (row) => <Box variant="span">{row.Message}</Box> },
      ]}
    />
  );
}
