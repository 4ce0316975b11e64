import { AggregatedAssessmentPage } from '@/features/aggregated-assessment/aggregated-page';

export default AggregatedAssessmentPage;
