'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { DataProvider, ProviderFile } from '@ferry/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useChange } from '@/api/hooks';
import { upload } from '@/api/upload';
import { useNotify } from '@/shell/notifications';
import { providerWords as words } from '@/words/data-providers';
import { momentText, resourceWords, sizeText } from '@/words/resources';
import { createProjectWords } from '@/words/migration-projects';
import { ScriptFiles, fileErrors } from '../migration-projects/script-files';

function UploadModal({ provider, onClose }: { readonly provider: DataProvider; readonly onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const notify = useNotify();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [sending, setSending] = useState<{ file: string; percent: number }>();
  const [failure, setFailure] = useState<string>();
  const run = async (): Promise<void> => {
    setFailure(files.length === 0 ? createProjectWords.filesNeeded : undefined);
    if (files.length === 0 || fileErrors(files).some((error) => error !== null)) return;
    try {
      for (const file of files) {
        setSending({ file: file.name, percent: 0 });
        await upload(provider.DataProviderArn, file, ({ sent, total }) => setSending({ file: file.name, percent: total === 0 ? 100 : Math.round((100 * sent) / total) }));
      }
      notify({ type: 'success', header: words.uploadedText(files.length) });
      onClose();
    } catch (thrown) {
      // The server's words belong into the dialog, where the file can be taken out.
      setFailure(messageOf(thrown));
    }
    setSending(undefined);
    await client.invalidateQueries({ queryKey: ['DescribeDataProviders'] });
  };
  return (
    <Modal
      visible
      header={words.upload}
      onDismiss={onClose}
      closeAriaLabel={resourceWords.cancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {resourceWords.cancel}
            </Button>
            <Button variant="primary" loading={sending !== undefined} onClick={() => void run()}>
              {words.upload}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <ScriptFiles files={files} onChange={setFiles} error={undefined} sending={sending} />
        {failure === undefined ? null : <Alert type="error">{failure}</Alert>}
      </SpaceBetween>
    </Modal>
  );
}

/** The uploaded scripts of a source. */
export function ProviderScripts({ provider }: { readonly provider: DataProvider }): ReactNode {
  const remove = useChange('DeleteDataProviderFile', ['DescribeDataProviders']);
  const notify = useNotify();
  const [uploading, setUploading] = useState(false);
  const files = provider.Files ?? [];
  const drop = (file: ProviderFile): void =>
    remove.mutate({ DataProviderIdentifier: provider.DataProviderArn, FileIdentifier: file.FileIdentifier }, { onError: (thrown) => notify({ type: 'error', header: messageOf(thrown) }) });
  return (
    <>
      <Table<ProviderFile>
        items={files}
        trackBy="FileIdentifier"
        ariaLabels={{ tableLabel: words.scripts }}
        header={
          <Header variant="h2" counter={`(${files.length})`} description={words.scriptsText} actions={<Button onClick={() => setUploading(true)}>{words.upload}</Button>}>
            {words.scripts}
          </Header>
        }
        columnDefinitions={[
          { id: 'name', header: words.file, cell: (row) => row.Name, isRowHeader: true },
          { id: 'size', header: words.size, cell: (row) => sizeText(row.Size) },
          { id: 'time', header: words.uploaded, cell: (row) => momentText(row.UploadTime) },
          {
            id: 'remove',
            header: resourceWords.actions,
            cell: (row) => (
              <Button variant="inline-link" ariaLabel={words.removeFile(row.Name)} disabled={remove.isPending} onClick={() => drop(row)}>
                {words.remove}
              </Button>
            ),
          },
        ]}
        empty={
          <Box textAlign="center" color="inherit">
            <b>{words.noScripts}</b>
            <Box variant="p" color="inherit">
              {words.noScriptsText}
            </Box>
          </Box>
        }
      />
      {uploading ? <UploadModal provider={provider} onClose={() => setUploading(false)} /> : null}
    </>
  );
}
