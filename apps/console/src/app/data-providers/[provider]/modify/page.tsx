import { ModifyDataProviderPage } from '@/features/data-providers/modify-page';

export default async function Route({ params }: { readonly params: Promise<{ provider: string }> }): Promise<React.ReactNode> {
  return <ModifyDataProviderPage name={decodeURIComponent((await params).provider)} />;
}
