'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { isFinished } from '@ferry/contract';
import type { Job } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useChange, useOperation } from '@/api/hooks';
import { useFollow } from '@/shell/follow';
import { useNotify } from '@/shell/notifications';
import { Page } from '@/shell/page';
import { ResourceLink } from '@/shell/resource-link';
import { ResourceTable } from '@/shell/resource-table';
import type { ResourceColumn } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { durationText, monitoringWords as words, requestStates } from '@/words/monitoring';
import { momentText, resourceWords } from '@/words/resources';
import { applyWords, conversionWords } from '@/words/schema-conversion';
import { titleOf } from '../schema-conversion/requests/use-requests';

/** Jobs that one look brings; older ones are in the history of their project. */
const shown = 500;
const lookAgain = 2_000;

const durationOf = (job: Job): string => (job.StartTime === undefined ? resourceWords.none : durationText(Date.parse(job.FinishTime ?? new Date().toISOString()) - Date.parse(job.StartTime)));
const percentOf = (job: Job): number => (job.Status === 'SUCCESS' ? 100 : Math.round(job.Progress?.ProgressPercent ?? 0));
const progressText = (job: Job): string => words.progressOf(percentOf(job), job.Progress?.DoneObjects ?? 0, job.Progress?.TotalObjects ?? 0);
const resultText = (job: Job): string => job.Error?.defaultErrorDetails.Message ?? (job.ApplyCounts === undefined ? resourceWords.none : applyWords.counts(job.ApplyCounts));

/** A job's name, and below it the project that it works for. */
function JobName({ job }: { readonly job: Job }): ReactNode {
  const { MigrationProjectName: project } = job;
  return (
    <>
      <ResourceLink href={routes.jobLog(project, job.RequestIdentifier)}>{titleOf(job)}</ResourceLink>
      <Box variant="small" display="block">
        <ResourceLink href={routes.migrationProject(project)}>{project}</ResourceLink>
      </Box>
    </>
  );
}

/** Where a job stands, and what came of it. */
function JobStatus({ job }: { readonly job: Job }): ReactNode {
  const { type, text } = requestStates[job.Status];
  const result = job.ExportSqlDetails === undefined ? resultText(job) : <Link href={job.ExportSqlDetails.ObjectURL}>{conversionWords.download}</Link>;
  return (
    <>
      <StatusIndicator type={type}>{text}</StatusIndicator>
      {result === resourceWords.none ? null : <div>{result}</div>}
    </>
  );
}

const columns: readonly ResourceColumn<Job>[] = [
  { id: 'started', header: words.started, width: 170, text: (row) => row.CreationTime ?? '', cell: (row) => momentText(row.CreationTime) },
  { id: 'job', header: words.job, isRowHeader: true, width: 190, text: (row) => titleOf(row), cell: (row) => <JobName job={row} /> },
  { id: 'status', header: words.status, width: 275, text: (row) => requestStates[row.Status].text, cell: (row) => <JobStatus job={row} /> },
  {
    id: 'progress',
    header: words.progress,
    width: 145,
    text: (row) => String(percentOf(row)).padStart(3, '0'),
    cell: (row) => (isFinished(row.Status) ? progressText(row) : <ProgressBar value={percentOf(row)} ariaLabel={`${titleOf(row)}: ${words.progress}`} description={row.Progress?.StepLabel} />),
  },
  { id: 'duration', header: words.duration, width: 130, text: durationOf, cell: durationOf },
  { id: 'project', header: words.project, text: (row) => row.MigrationProjectName, cell: (row) => <ResourceLink href={routes.migrationProject(row.MigrationProjectName)}>{row.MigrationProjectName}</ResourceLink>, hidden: true },
  { id: 'result', header: words.result, text: resultText, cell: resultText, hidden: true },
  { id: 'finished', header: words.finished, text: (row) => row.FinishTime ?? '', cell: (row) => momentText(row.FinishTime), hidden: true },
  { id: 'identifier', header: words.identifier, text: (row) => row.RequestIdentifier, cell: (row) => row.RequestIdentifier, hidden: true },
];

/** What Ferry did and does, over all projects. */
export function JobsPage(): ReactNode {
  const follow = useFollow();
  const notify = useNotify();
  const [chosen, setChosen] = useState<string>();
  const list = useOperation('DescribeJobs', { MaxRecords: shown }, { every: lookAgain });
  const cancel = useChange('CancelRequest', ['DescribeJobs']);
  const retry = useChange('RetryRequest', ['DescribeJobs']);
  const job = list.data?.Jobs.find((one) => one.RequestIdentifier === chosen);
  const ended = job !== undefined && isFinished(job.Status);
  const run = (change: typeof cancel | typeof retry, done: string): void => {
    if (job === undefined) return;
    change.mutateAsync({ MigrationProjectIdentifier: job.MigrationProjectName, RequestIdentifier: job.RequestIdentifier }).then(
      () => notify({ type: 'success', header: done }),
      (thrown: unknown) => notify({ type: 'error', header: messageOf(thrown) }),
    );
  };
  return (
    <Page title={words.jobs.title} crumbs={[{ text: words.jobs.title, href: routes.jobs }]} contentType="table">
      <ResourceTable<Job>
        name="jobs"
        title={words.jobs.title}
        description={words.jobs.description}
        columns={columns}
        newestFirst
        rows={list.data?.Jobs}
        loading={list.isLoading}
        loadingText={words.jobs.loading}
        error={list.data === undefined ? list.error : null}
        onRetry={() => void list.refetch()}
        idOf={(row) => row.RequestIdentifier}
        findLabel={words.jobs.find}
        empty={{ title: words.jobs.emptyTitle, text: words.jobs.emptyText, action: null }}
        selected={job === undefined ? [] : [job]}
        onSelect={(rows) => setChosen(rows[0]?.RequestIdentifier)}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={job === undefined} {...(job === undefined ? {} : { href: routes.jobLog(job.MigrationProjectName, job.RequestIdentifier) })} onFollow={follow}>
              {words.viewLog}
            </Button>
            <Button disabled={!ended} loading={retry.isPending} onClick={() => run(retry, words.retried)}>
              {words.retry}
            </Button>
            <Button disabled={job === undefined || ended} loading={cancel.isPending} onClick={() => run(cancel, words.cancelAsked)}>
              {words.cancel}
            </Button>
          </SpaceBetween>
        }
      />
    </Page>
  );
}
