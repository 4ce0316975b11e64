import { MigrationProjectPage } from '@/features/migration-projects/details-page';

export default async function Route({ params }: { readonly params: Promise<{ project: string }> }): Promise<React.ReactNode> {
  return <MigrationProjectPage name={decodeURIComponent((await params).project)} />;
}
