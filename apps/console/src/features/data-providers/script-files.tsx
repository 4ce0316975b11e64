'use client';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { maximumUpload } from '@/api/upload';
import { scriptWords as words } from '@/words/data-providers';
import { sizeText } from '@ferry/kernel';
import type { Sending } from './send-files';

/** Why each file cannot be sent; null where it can. */
export function fileErrors(files: readonly File[]): (string | null)[] {
  const seen = new Set<string>();
  return files.map((file) => {
    const name = file.name.toLowerCase();
    const twice = seen.has(name);
    seen.add(name);
    if (!/\.(sql|txt|ddl|zip)$/.test(name)) return words.fileType;
    if (file.size === 0) return words.fileEmpty;
    if (file.size > maximumUpload) return words.fileTooLarge(sizeText(maximumUpload));
    return twice ? words.fileTwice : null;
  });
}

interface ScriptFilesProps {
  readonly files: readonly File[];
  readonly onChange: (files: File[]) => void;
  readonly error: string | undefined;
  /** What is being sent, if something is. */
  readonly sending: Sending | undefined;
}

export function ScriptFiles({ files, onChange, error, sending }: ScriptFilesProps): ReactNode {
  return (
    <SpaceBetween size="m">
      <FormField label={words.files} description={words.filesHint} errorText={error} stretch>
        <FileUpload
          multiple
          accept=".sql,.txt,.ddl,.zip"
          value={files}
          onChange={({ detail }) => onChange(detail.value)}
          fileErrors={fileErrors(files)}
          showFileSize
          tokenLimit={5}
          i18nStrings={{
            uploadButtonText: () => words.filesChoose,
            dropzoneText: () => words.filesDrop,
            removeFileAriaLabel: (_index, name) => words.fileRemove(name),
            limitShowFewer: words.fewer,
            limitShowMore: words.more,
            errorIconAriaLabel: 'Error',
            formatFileSize: sizeText,
          }}
        />
      </FormField>
      {sending === undefined ? null : <ProgressBar value={sending.percent} label={words.sending(sending.file, sending.number, sending.of)} />}
    </SpaceBetween>
  );
}
