import { DataProviderPage } from '@/features/data-providers/details-page';

export default async function Route({ params }: { readonly params: Promise<{ provider: string }> }): Promise<React.ReactNode> {
  return <DataProviderPage name={decodeURIComponent((await params).provider)} />;
}
