'use client';
import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { SchemaConversionRequest } from '@ferry/contract';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useChange } from '@/api/hooks';
import { useNotify } from '@/shell/notifications';
import { conversionWords as words } from '@/words/schema-conversion';
import styles from './job-bar.module.css';
import { titleOf } from './use-requests';

/** The request that runs: how far it is, and a way to stop it. */
export function JobBar({ project, request }: { readonly project: string; readonly request: SchemaConversionRequest }): ReactNode {
  const cancel = useChange('CancelRequest', ['DescribeRequests']);
  const notify = useNotify();
  const progress = request.Progress;
  const percent = Math.round(progress?.ProgressPercent ?? 0);
  const cancelling = request.Status === 'CANCELING' || cancel.isPending;
  const stop = (): void =>
    cancel.mutate({ MigrationProjectIdentifier: project, RequestIdentifier: request.RequestIdentifier }, { onError: (thrown) => notify({ type: 'error', header: messageOf(thrown) }) });
  return (
    <div className={styles['bar']} role="region" aria-label={titleOf(request)} data-testid="job-bar">
      <StatusIndicator type="in-progress">{titleOf(request)}</StatusIndicator>
      <div>
        <div className={styles['track']} role="progressbar" aria-label={titleOf(request)} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
          <div className={styles['fill']} style={{ inlineSize: `${percent}%` }} />
        </div>
        <div className={styles['object']}>
          {[progress?.StepLabel, progress?.ProcessedObject?.Name].filter((text) => text !== undefined && text !== '').join(': ') || '\u00a0'}
        </div>
      </div>
      <span>
        {percent} % {progress !== undefined && progress.TotalObjects > 0 ? `· ${words.progress(progress.DoneObjects ?? 0, progress.TotalObjects)}` : ''}
      </span>
      <Button onClick={stop} disabled={cancelling}>
        {cancelling ? words.cancelling : words.cancel}
      </Button>
    </div>
  );
}
