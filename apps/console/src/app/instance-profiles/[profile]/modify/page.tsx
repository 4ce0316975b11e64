import { ModifyInstanceProfilePage } from '@/features/instance-profiles/modify-page';

export default async function Route({ params }: { readonly params: Promise<{ profile: string }> }): Promise<React.ReactNode> {
  return <ModifyInstanceProfilePage name={decodeURIComponent((await params).profile)} />;
}
