'use client';
import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { SchemaConversionRequest } from '@ferry/contract';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Failed } from '@/shell/resource-table';
import { requestStates } from '@/words/monitoring';
import { momentText } from '@/words/resources';
import { applyWords, conversionWords as words } from '@/words/schema-conversion';
import { headWords as heads } from '@/words/table-heads';
import { titleOf } from './use-requests';


function resultOf(row: SchemaConversionRequest): ReactNode {
  if (row.Error !== undefined) return row.Error.defaultErrorDetails.Message;
  if (row.ExportSqlDetails !== undefined) return <Link href={row.ExportSqlDetails.ObjectURL}>{words.download}</Link>;
  if (row.Unread !== undefined) return words.unread(row.Unread);
  return row.ApplyCounts === undefined ? '-' : applyWords.counts(row.ApplyCounts);
}

/** All requests of the project, newest first. */
export function RunHistory({ project, onClose }: { readonly project: string; readonly onClose: () => void }): ReactNode {
  const list = useOperation('DescribeRequests', { MigrationProjectIdentifier: project, MaxRecords: 100 }, { every: 3_000 });
  return (
    <Modal visible size="large" header={words.history} onDismiss={onClose} closeAriaLabel={words.close}>
      {list.isError && list.data === undefined ? (
        <Failed what={words.history} error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Table<SchemaConversionRequest>
          variant="embedded"
          wrapLines
          loading={list.isLoading}
          loadingText={words.loading}
          items={list.data?.Requests ?? []}
          trackBy="RequestIdentifier"
          ariaLabels={{ tableLabel: words.history }}
          empty={<Box color="text-body-secondary">{words.noRuns}</Box>}
          columnDefinitions={[
            { id: 'what', header: heads.operation, isRowHeader: true, cell: (row) => titleOf(row) },
            { id: 'status', header: words.status, cell: (row) => <StatusIndicator type={requestStates[row.Status].type}>{requestStates[row.Status].text}</StatusIndicator> },
            { id: 'start', header: heads.started, cell: (row) => momentText(row.CreationTime) },
            {
              id: 'result',
              header: heads.result,
              cell: resultOf,
            },
          ]}
        />
      )}
    </Modal>
  );
}
