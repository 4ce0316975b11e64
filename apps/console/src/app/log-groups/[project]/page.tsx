import { LogGroupPage } from '@/features/monitoring/log-group-page';

export default async function Route({ params }: { readonly params: Promise<{ project: string }> }): Promise<React.ReactNode> {
  return <LogGroupPage name={decodeURIComponent((await params).project)} />;
}
