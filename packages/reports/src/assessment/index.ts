export { assessmentCsv, assessmentCsvFiles } from './csv';
export { assessmentPdf } from './pdf';
export type { AssessmentReport } from './report';
