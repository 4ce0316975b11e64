'use client';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { ConfirmModal } from '@/shell/confirm-modal';
import { useNotify } from '@/shell/notifications';
import { reportWords as words } from '@/words/schema-conversion';
import { download } from '../download';

type Format = 'pdf' | 'csv';
const formats: readonly Format[] = ['csv', 'pdf'];

interface ExportResultsProps {
  readonly project: string;
  /** What is reported on, for people. */
  readonly subject: string;
  readonly rules: string;
  /** Where artifacts of the project go, for people. */
  readonly location: string | undefined;
  readonly disabled: boolean;
  /** A run of the history whose report is wanted; without it that of now. */
  readonly run?: string;
}

/** The menu that stores the report as a file and fetches it. */
export function ExportResults({ project, subject, rules, location, disabled, run: past }: ExportResultsProps): ReactNode {
  const notify = useNotify();
  const change = useChange('ExportMetadataModelAssessment', []);
  const [asked, setAsked] = useState<Format>();
  const run = async (format: Format): Promise<void> => {
    const { PdfReport, CsvReport } = await change.mutateAsync({ MigrationProjectIdentifier: project, SelectionRules: rules, AssessmentReportTypes: [format], ...(past === undefined ? {} : { RequestIdentifier: past }) });
    const report = format === 'pdf' ? PdfReport : CsvReport;
    if (report === undefined) return;
    notify({ type: 'success', header: words.exported, content: words.exportedText(report.S3ObjectKey, location), action: <Button href={report.ObjectURL}>{words.download}</Button> });
    download(report.ObjectURL);
  };
  return (
    <>
      <ButtonDropdown disabled={disabled} loading={change.isPending} items={formats.map((id) => ({ id, text: words.formats[id] }))} onItemClick={({ detail }) => setAsked(detail.id === 'pdf' ? 'pdf' : 'csv')}>
        {words.exportResults}
      </ButtonDropdown>
      {asked === undefined ? null : (
        <ConfirmModal title={words.exportTitle} confirm={words.exportTo(words.formats[asked])} onConfirm={() => run(asked)} onClose={() => setAsked(undefined)}>
          {words.exportText(subject, words.formats[asked], location)}
        </ConfirmModal>
      )}
    </>
  );
}
