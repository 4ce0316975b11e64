import { ActionItemPage } from '@/features/action-items/details-page';

export default async function Route({ params }: { readonly params: Promise<{ code: string }> }): Promise<React.ReactNode> {
  return <ActionItemPage code={decodeURIComponent((await params).code)} />;
}
