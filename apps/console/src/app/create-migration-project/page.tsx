import { CreateMigrationProjectPage } from '@/features/migration-projects/create-page';

export default CreateMigrationProjectPage;
