import { JobsPage } from '@/features/monitoring/jobs-page';

export default JobsPage;
