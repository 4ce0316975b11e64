import { InstanceProfilesPage } from '@/features/instance-profiles/list-page';

export default InstanceProfilesPage;
