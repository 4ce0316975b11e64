'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { isFinished, rootPath, selectPaths } from '@ferry/contract';
import type { MigrationProject } from '@ferry/contract';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useChange, useOperation } from '@/api/hooks';
import { Loading } from '@/shell/loading';
import { whatIfWords as words } from '@/words/assessment-runs';
import { useRuns } from './hooks';

const RunComparison = dynamic(() => import('./run-comparison').then((module) => module.RunComparison), { ssr: false, loading: () => <Loading /> });

export interface Choices {
  readonly ConversionConfiguration?: string;
  readonly TransformationRules?: string;
}

interface Asked {
  readonly id: string;
  /** The choices as they were, to tell when they are others now. */
  readonly choices: string;
  /** The run to compare with: the last one that was kept when this one began. */
  readonly base: string | undefined;
}

/** A button that assesses with choices that are not kept yet, and the difference to the last run. */
export function WhatIf({ project, input, disabled }: { readonly project: MigrationProject; readonly input: Choices; readonly disabled: boolean }): ReactNode {
  const identifier = project.MigrationProjectArn;
  const [asked, setAsked] = useState<Asked>();
  const start = useChange('StartWhatIf', ['DescribeRequests']);
  const cancel = useChange('CancelRequest', ['DescribeRequests']);
  const runs = useRuns(identifier);
  const [over, setOver] = useState(false);
  const list = useOperation('DescribeRequests', { MigrationProjectIdentifier: identifier, Filters: [{ Name: 'request-id', Values: [asked?.id ?? ''] }] }, { enabled: asked !== undefined, ...(over ? {} : { every: 700 }) });
  const request = asked === undefined ? undefined : list.data?.Requests.find((one) => one.RequestIdentifier === asked.id);
  if (request !== undefined && isFinished(request.Status) !== over) setOver(isFinished(request.Status));
  const choices = JSON.stringify(input);
  const running = asked !== undefined && !over;
  const base = runs.data?.Runs.find((run) => run.Kind !== 'what-if')?.RequestIdentifier;
  const ask = (): void =>
    start.mutate(
      { MigrationProjectIdentifier: identifier, SelectionRules: selectPaths([rootPath]), ...input },
      {
        onSuccess: ({ RequestIdentifier }) => {
          setOver(false);
          setAsked({ id: RequestIdentifier, choices, base });
        },
      },
    );
  return (
    <section aria-label={words.title}>
      <SpaceBetween size="s">
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          <Button formAction="none" iconName="search" disabled={disabled || running} loading={start.isPending} onClick={ask}>
            {words.button}
          </Button>
          <Box color="text-body-secondary">{words.text}</Box>
        </SpaceBetween>
        {start.isError ? <Alert type="error">{messageOf(start.error)}</Alert> : null}
        {running ? (
          <SpaceBetween direction="horizontal" size="s">
            <div style={{ inlineSize: '28rem' }}>
              <ProgressBar value={request?.Progress?.ProgressPercent ?? 0} label={words.running} additionalInfo={request?.Progress?.StepLabel ?? ''} />
            </div>
            <Button formAction="none" onClick={() => cancel.mutate({ MigrationProjectIdentifier: identifier, RequestIdentifier: asked.id })}>
              {words.cancel}
            </Button>
          </SpaceBetween>
        ) : null}
        {request?.Status === 'FAILED' ? (
          <Alert type="error" header={words.failed}>
            {request.Error?.defaultErrorDetails.Message}
          </Alert>
        ) : null}
        {request?.Status === 'SUCCESS' && asked !== undefined ? (
          <SpaceBetween size="s">
            {asked.choices === choices ? null : <Alert type="info">{words.outdated}</Alert>}
            {asked.base === undefined ? <Alert type="info">{words.noBase}</Alert> : <RunComparison project={project.MigrationProjectName} before={asked.base} after={asked.id} />}
          </SpaceBetween>
        ) : null}
      </SpaceBetween>
    </section>
  );
}
