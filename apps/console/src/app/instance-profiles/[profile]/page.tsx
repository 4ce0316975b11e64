import { InstanceProfilePage } from '@/features/instance-profiles/details-page';

export default async function Route({ params }: { readonly params: Promise<{ profile: string }> }): Promise<React.ReactNode> {
  return <InstanceProfilePage name={decodeURIComponent((await params).profile)} />;
}
