import type { QueuedItem } from '@ferry/contract';
import { csvText } from '@/shell/csv';
import { severityLabels } from '@/words/schema-conversion';
import { workStatusLabels } from '@/words/work-queue';

/** The work queue for a spreadsheet; the assessment's own CSV keeps the columns of DMS Schema Conversion. */
export const queueCsv = (rows: readonly QueuedItem[]): string =>
  csvText<QueuedItem>(
    [
      ['Status', (row) => workStatusLabels[row.WorkStatus]],
      ['Assignee', (row) => row.Assignee],
      ['Notes', (row) => row.Notes],
      ['Changed by', (row) => row.ChangedBy ?? ''],
      ['Changed', (row) => row.ChangeTime ?? ''],
      ['Action item', (row) => row.Code],
      ['Severity', (row) => severityLabels[row.Severity]],
      ['Estimated complexity', (row) => row.Complexity],
      ['Subject', (row) => row.Title],
      ['Description', (row) => row.Message],
      ['Recommended action', (row) => row.RecommendedAction],
      ['Object', (row) => row.ObjectName ?? ''],
      ['Category', (row) => row.ObjectKind ?? ''],
      ['Line', (row) => row.Line ?? ''],
      ['File', (row) => row.FileName ?? ''],
      ['Line in file', (row) => row.FileLine ?? ''],
    ],
    rows,
  );
