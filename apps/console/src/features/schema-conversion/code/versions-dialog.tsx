'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { selectPaths } from '@ferry/contract';
import type { OperationOutput } from '@ferry/contract';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Loading } from '@/shell/loading';
import { Failed } from '@/shell/resource-table';
import { momentText } from '@/words/resources';
import { editWords as words, versionKindLabels } from '@/words/schema-conversion';
import { personWords } from '@/words/work-queue';
import { SqlDiff } from './lazy-code';

type Version = OperationOutput<'DescribeTargetCodeVersions'>['Versions'][number];

interface VersionsDialogProps {
  readonly project: string;
  readonly path: string;
  readonly name: string;
  /** The text as it is now. */
  readonly text: string;
  /** Opens the editor with a version's text. */
  readonly onUse: (text: string) => void;
  readonly onClose: () => void;
}

function Compared({ version, text }: { readonly version: Version; readonly text: string }): ReactNode {
  const before = useMemo(() => ({ label: words.versionLabel(version.Version), text: version.Definition }), [version]);
  const after = useMemo(() => ({ label: words.now, text }), [text]);
  return <SqlDiff before={before} after={after} />;
}

/** What was kept of one object, newest first: compared with the text of now, and taken up again. */
export function VersionsDialog({ project, path, name, text, onUse, onClose }: VersionsDialogProps): ReactNode {
  const list = useOperation('DescribeTargetCodeVersions', { MigrationProjectIdentifier: project, SelectionRules: selectPaths([path]), MaxRecords: 50 });
  const [chosen, setChosen] = useState<number>();
  const versions = list.data?.Versions ?? [];
  const version = versions.find((one) => one.Version === chosen) ?? versions[0];
  return (
    <Modal
      visible
      size="max"
      header={words.versionsTitle(name)}
      onDismiss={onClose}
      closeAriaLabel={words.close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {words.close}
            </Button>
            <Button
              variant="primary"
              disabled={version === undefined || version.Definition === text}
              onClick={() => {
                if (version !== undefined) onUse(version.Definition);
                onClose();
              }}
            >
              {words.useVersion}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {list.isError ? (
        <Failed what={words.versions} error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <Loading />
      ) : (
        <SpaceBetween size="m">
          <Table<Version>
            wrapLines
            variant="embedded"
            contentDensity="compact"
            items={versions}
            trackBy={(row) => String(row.Version)}
            selectionType="single"
            selectedItems={version === undefined ? [] : [version]}
            onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0]?.Version)}
            ariaLabels={{ tableLabel: words.versions, selectionGroupLabel: words.versions, allItemsSelectionLabel: () => words.versions, itemSelectionLabel: (_state, row) => words.versionLabel(row.Version) }}
            empty={<Box color="text-body-secondary">{words.noVersions}</Box>}
            columnDefinitions={[
              { id: 'version', header: words.versionColumn, isRowHeader: true, cell: (row) => words.versionLabel(row.Version) },
              { id: 'kind', header: words.what, cell: (row) => versionKindLabels[row.Kind] },
              { id: 'time', header: words.when, cell: (row) => momentText(row.Time) },
              { id: 'by', header: personWords.by, cell: (row) => row.SavedBy ?? '-' },
            ]}
          />
          {version === undefined ? null : <Compared version={version} text={text} />}
        </SpaceBetween>
      )}
    </Modal>
  );
}
