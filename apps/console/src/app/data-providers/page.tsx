import { DataProvidersPage } from '@/features/data-providers/list-page';

export default DataProvidersPage;
