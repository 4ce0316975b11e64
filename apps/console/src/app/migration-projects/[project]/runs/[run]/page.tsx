import { RunPage } from '@/features/assessment-runs/runs-page';

export default async function Route({ params }: { readonly params: Promise<{ project: string; run: string }> }): Promise<React.ReactNode> {
  const { project, run } = await params;
  return <RunPage name={decodeURIComponent(project)} id={decodeURIComponent(run)} />;
}
