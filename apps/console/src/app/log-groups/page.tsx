import { LogGroupsPage } from '@/features/monitoring/log-groups-page';

export default LogGroupsPage;
