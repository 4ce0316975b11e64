import { ModifySecretPage } from '@/features/secrets/secret-form';

export default async function Route({ params }: { readonly params: Promise<{ secret: string }> }): Promise<React.ReactNode> {
  return <ModifySecretPage name={decodeURIComponent((await params).secret)} />;
}
