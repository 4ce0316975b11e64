import { SchemaConversionPage } from '@/features/schema-conversion/screen-page';

export default async function Route({ params }: { readonly params: Promise<{ project: string }> }): Promise<React.ReactNode> {
  return <SchemaConversionPage name={decodeURIComponent((await params).project)} />;
}
