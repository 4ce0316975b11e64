export { assessmentCsv, assessmentCsvFiles } from './csv';
export { assessmentPdf } from './pdf';
export { countCodes, effortUnits } from './report';
export type { AssessmentReport } from './report';
export { sizeTotals } from './table-sizes';
export type { SizedTable } from './table-sizes';
