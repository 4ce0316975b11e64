import { HydrationBoundary } from '@tanstack/react-query';
import { SchemaConversionPage } from '@/features/schema-conversion/screen-page';
import { firstAnswers } from '@/server/first-answers';

export default async function Route({ params }: { readonly params: Promise<{ project: string }> }): Promise<React.ReactNode> {
  const name = decodeURIComponent((await params).project);
  return (
    <HydrationBoundary state={await firstAnswers(name)}>
      <SchemaConversionPage name={name} />
    </HydrationBoundary>
  );
}
