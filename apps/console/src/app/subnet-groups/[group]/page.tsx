import { SubnetGroupPage } from '@/features/subnet-groups/details-page';

export default async function Route({ params }: { readonly params: Promise<{ group: string }> }): Promise<React.ReactNode> {
  return <SubnetGroupPage name={decodeURIComponent((await params).group)} />;
}
