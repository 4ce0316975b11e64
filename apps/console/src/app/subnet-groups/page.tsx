import { SubnetGroupsPage } from '@/features/subnet-groups/list-page';

export default SubnetGroupsPage;
