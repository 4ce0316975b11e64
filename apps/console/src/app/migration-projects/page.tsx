import { MigrationProjectsPage } from '@/features/migration-projects/list-page';

export default MigrationProjectsPage;
