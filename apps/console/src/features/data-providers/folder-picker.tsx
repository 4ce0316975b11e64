'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Failed } from '@/shell/resource-table';
import { scriptWords as words } from '@/words/data-providers';
import { resourceWords } from '@/words/resources';

interface FolderPickerProps {
  readonly start: string;
  readonly onChoose: (folder: string) => void;
  readonly onClose: () => void;
}

/** Looks through the folders of the server that its owner allows. */
export function FolderPicker({ start, onChoose, onClose }: FolderPickerProps): ReactNode {
  const [at, setAt] = useState<string | undefined>(start.trim() === '' ? undefined : start.trim());
  const folders = useOperation('DescribeSourceFolders', at === undefined ? {} : { FolderPath: at }, { keepPrevious: true });
  const off = at === undefined && folders.data?.Folders.length === 0;
  const choose = (): void => {
    if (at !== undefined) onChoose(at);
    onClose();
  };
  return (
    <Modal
      visible
      size="large"
      header={words.browseTitle}
      onDismiss={onClose}
      closeAriaLabel={resourceWords.cancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={onClose}>
              {resourceWords.cancel}
            </Button>
            <Button variant="primary" formAction="none" disabled={at === undefined} onClick={choose}>
              {words.choose}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          <Button formAction="none" iconName="angle-up" disabled={at === undefined} onClick={() => setAt(folders.isError ? undefined : folders.data?.ParentPath)}>
            {words.up}
          </Button>
          <Box variant="code">{at ?? words.roots}</Box>
          {at === undefined || folders.data === undefined ? null : <Box color="text-body-secondary">{words.scriptsIn(folders.data.Scripts)}</Box>}
        </SpaceBetween>
        {folders.isError ? (
          <Failed what={words.folders} error={folders.error} onRetry={() => void folders.refetch()} />
        ) : (
          <Table<{ FolderPath: string; Name: string }>
            wrapLines
            variant="embedded"
            loading={folders.isLoading}
            loadingText={words.foldersLoading}
            items={folders.data?.Folders ?? []}
            trackBy="FolderPath"
            ariaLabels={{ tableLabel: words.folders }}
            empty={<Box color="text-body-secondary">{off ? words.foldersOff : words.foldersNone}</Box>}
            columnDefinitions={[
              {
                id: 'name',
                header: words.folder,
                isRowHeader: true,
                cell: (row) => (
                  <Link
                    onFollow={(event) => {
                      event.preventDefault();
                      setAt(row.FolderPath);
                    }}
                  >
                    {row.Name}
                  </Link>
                ),
              },
            ]}
          />
        )}
      </SpaceBetween>
    </Modal>
  );
}
