'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { LogStream } from '@ferry/contract';
import { useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Loading } from '@/shell/loading';
import { NotFound } from '@/shell/not-found';
import { Page } from '@/shell/page';
import { Failed, Nothing } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { monitoringWords as words, requestStates } from '@/words/monitoring';
import { momentText, resourceWords } from '@/words/resources';
import { useMigrationProject } from '../migration-projects/hooks';
import { ProjectLogs } from '../logs/project-logs';
import { titleOf } from '../schema-conversion/requests/use-requests';

const streamTitle = (row: LogStream): string => (row.Request === undefined ? row.LogStreamName : `${titleOf(row.Request)} (${row.LogStreamName})`);

/** What a stream is of, with its name under it. */
function Stream({ row }: { readonly row: LogStream }): ReactNode {
  if (row.Request === undefined) return row.LogStreamName;
  return (
    <>
      {titleOf(row.Request)}
      <Box variant="small" display="block">
        {row.LogStreamName}
      </Box>
    </>
  );
}

interface StreamsProps {
  readonly project: string;
  readonly chosen: string | undefined;
  readonly onChoose: (request: string | undefined) => void;
}

function Streams({ project, chosen, onChoose }: StreamsProps): ReactNode {
  const list = useOperation('DescribeLogStreams', { MigrationProjectIdentifier: project });
  const rows = list.data?.LogStreams ?? [];
  return (
    <Table<LogStream>
      variant="container"
      contentDensity="compact"
      wrapLines
      items={list.isError ? [] : rows}
      trackBy="LogStreamName"
      loading={list.isLoading}
      loadingText={words.loadingStreams}
      selectionType="single"
      selectedItems={rows.filter((row) => row.RequestIdentifier !== undefined && row.RequestIdentifier === chosen)}
      onSelectionChange={({ detail }) => onChoose(detail.selectedItems[0]?.RequestIdentifier)}
      isItemDisabled={(row) => row.RequestIdentifier === undefined}
      ariaLabels={{ tableLabel: words.streams, selectionGroupLabel: words.streams, allItemsSelectionLabel: () => words.streams, itemSelectionLabel: (_state, row) => streamTitle(row) }}
      header={
        <Header
          variant="h2"
          counter={list.data === undefined ? '' : `(${rows.length})`}
          description={words.streamsText}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="refresh" ariaLabel={resourceWords.refresh} loading={list.isRefetching} onClick={() => void list.refetch()} />
              <Button disabled={chosen === undefined} onClick={() => onChoose(undefined)}>
                {words.allStreams}
              </Button>
            </SpaceBetween>
          }
        >
          {words.streams}
        </Header>
      }
      empty={list.isError ? <Failed what={words.streams} error={list.error} onRetry={() => void list.refetch()} /> : <Nothing title={words.noStreams} text={words.noStreamsText} action={null} />}
      columnDefinitions={[
        { id: 'stream', header: words.stream, isRowHeader: true, cell: (row) => <Stream row={row} /> },
        { id: 'status', header: words.status, cell: (row) => (row.Request === undefined ? resourceWords.none : <StatusIndicator type={requestStates[row.Request.Status].type}>{requestStates[row.Request.Status].text}</StatusIndicator>) },
        { id: 'events', header: words.events, cell: (row) => row.Events.toLocaleString('en-US') },
        { id: 'errors', header: words.errors, cell: (row) => row.Errors.toLocaleString('en-US') },
        { id: 'last', header: words.lastEvent, minWidth: 175, cell: (row) => momentText(row.LastEventTime) },
      ]}
    />
  );
}

/** The streams of one project's log, and the events of one or of all of them. */
export function LogGroupPage({ name }: { readonly name: string }): ReactNode {
  const project = useMigrationProject(name);
  const stream = useSearchParams().get('stream') ?? undefined;
  const choose = (request: string | undefined): void => window.history.replaceState(null, '', request === undefined ? routes.logGroup(name) : routes.jobLog(name, request));
  if (project.data === null) return <NotFound text={words.missing(name)} />;
  return (
    <Page
      title={words.group}
      crumbs={[
        { text: words.groups.title, href: routes.logGroups },
        { text: name, href: routes.logGroup(name) },
      ]}
    >
      {project.data === undefined ? (
        project.isError ? <Failed what={words.group} error={project.error} onRetry={() => void project.refetch()} /> : <Loading />
      ) : (
        <SpaceBetween size="l">
          <Header variant="h1">{`/ferry/migration-projects/${name}`}</Header>
          <Streams project={name} chosen={stream} onChoose={choose} />
          <ProjectLogs project={project.data} stream={stream} />
        </SpaceBetween>
      )}
    </Page>
  );
}
