'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { DataProvider, ProviderFile } from '@ferry/contract';
import { sizeText } from '@ferry/kernel';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useChange } from '@/api/hooks';
import { ConfirmModal } from '@/shell/confirm-modal';
import { useNotify } from '@/shell/notifications';
import { providerWords as words, scriptWords } from '@/words/data-providers';
import { momentText, resourceWords } from '@/words/resources';
import { ScriptFiles, fileErrors } from './script-files';
import { sendFiles } from './send-files';
import type { Sending } from './send-files';

function UploadModal({ provider, onClose }: { readonly provider: DataProvider; readonly onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const notify = useNotify();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [sending, setSending] = useState<Sending>();
  const sent = useRef(new Set<File>());
  const stop = useRef(new AbortController());
  const leave = (): void => {
    stop.current.abort();
    onClose();
  };
  const run = async (): Promise<false | undefined> => {
    if (files.length === 0) throw new Error(scriptWords.filesNeeded);
    if (fileErrors(files).some((error) => error !== null)) return false;
    try {
      await sendFiles(provider.DataProviderArn, files, sent.current, setSending, stop.current.signal);
    } finally {
      setSending(undefined);
      await client.invalidateQueries({ queryKey: ['DescribeDataProviders'] });
    }
    notify({ type: 'success', header: words.uploadedText(files.length) });
    return undefined;
  };
  return (
    <ConfirmModal title={words.upload} confirm={words.upload} onConfirm={run} onClose={leave}>
      <ScriptFiles files={files} onChange={setFiles} error={undefined} sending={sending} />
    </ConfirmModal>
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
        wrapLines
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
