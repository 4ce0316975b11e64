import { ModifySubnetGroupPage } from '@/features/subnet-groups/modify-page';

export default async function Route({ params }: { readonly params: Promise<{ group: string }> }): Promise<React.ReactNode> {
  return <ModifySubnetGroupPage name={decodeURIComponent((await params).group)} />;
}
