import { percent } from '@ferry/kernel';
import type { AssessedProject } from '@ferry/contract';
import { csvText } from '@/shell/csv';

/** The columns of AWS SCT's multiserver report (a target's three percentages and its complexity), then Ferry's. */
const columns: readonly (readonly [string, (row: AssessedProject) => string | number])[] = [
  ['Server IP address and port', (row) => row.Server],
  ['Name', (row) => row.MigrationProjectName],
  ['Database name', (row) => row.Databases.join(', ')],
  ['Schemas', (row) => row.Schemas],
  ['Target', (row) => `${row.TargetEngine} ${row.TargetVersion}`],
  ['Code object conversion %', (row) => percentText(row.Code.Automatic, row.Code.Total)],
  ['Storage object conversion %', (row) => percentText(row.Storage.Automatic, row.Storage.Total)],
  ['Syntax elements conversion %', (row) => percentText(row.SyntaxElements?.Automatic ?? 0, row.SyntaxElements?.Total ?? 0)],
  ['Conversion complexity', (row) => row.Complexity],
  ['Action items', (row) => row.ActionItems],
  ['Effort units', (row) => row.EffortUnits],
  ['Objects not assessed', (row) => row.NotAssessed],
];

const percentText = (done: number, total: number): string => (total === 0 ? '' : percent(done, total).toFixed(1));

export const aggregatedCsv = (rows: readonly AssessedProject[]): string => csvText(columns, rows);
