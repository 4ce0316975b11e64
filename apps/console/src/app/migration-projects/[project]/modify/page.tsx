import { ModifyMigrationProjectPage } from '@/features/migration-projects/modify-page';

export default async function Route({ params }: { readonly params: Promise<{ project: string }> }): Promise<React.ReactNode> {
  return <ModifyMigrationProjectPage name={decodeURIComponent((await params).project)} />;
}
