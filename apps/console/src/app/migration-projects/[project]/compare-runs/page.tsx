import { CompareRunsPage } from '@/features/assessment-runs/runs-page';

export default async function Route({ params }: { readonly params: Promise<{ project: string }> }): Promise<React.ReactNode> {
  return <CompareRunsPage name={decodeURIComponent((await params).project)} />;
}
