'use client';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useChange } from '@/api/hooks';
import { useNotify } from '@/shell/notifications';
import { reportWords as words } from '@/words/schema-conversion';
import { download } from '../download';

type Format = 'pdf' | 'csv';
const formats: readonly Format[] = ['csv', 'pdf'];

interface ExportResultsProps {
  readonly project: string;
  /** What is reported on. */
  readonly rules: string;
  readonly disabled: boolean;
}

/** The menu that stores the report as a file and fetches it. */
export function ExportResults({ project, rules, disabled }: ExportResultsProps): ReactNode {
  const notify = useNotify();
  const change = useChange('ExportMetadataModelAssessment', []);
  const run = (format: Format): void =>
    change.mutate(
      { MigrationProjectIdentifier: project, SelectionRules: rules, AssessmentReportTypes: [format] },
      {
        onSuccess: ({ PdfReport, CsvReport }) => {
          const report = format === 'pdf' ? PdfReport : CsvReport;
          if (report === undefined) return;
          notify({ type: 'success', header: words.exported, content: words.exportedText(report.S3ObjectKey), action: <Button href={report.ObjectURL}>{words.download}</Button> });
          download(report.ObjectURL);
        },
        onError: (thrown) => notify({ type: 'error', header: messageOf(thrown) }),
      },
    );
  return (
    <ButtonDropdown
      disabled={disabled}
      loading={change.isPending}
      items={formats.map((id) => ({ id, text: words.formats[id] }))}
      onItemClick={({ detail }) => run(detail.id === 'pdf' ? 'pdf' : 'csv')}
    >
      {words.exportResults}
    </ButtonDropdown>
  );
}
