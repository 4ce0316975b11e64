import { ConversionSettingsPage } from '@/features/conversion-settings/settings-page';

export default async function Route({ params }: { readonly params: Promise<{ project: string }> }): Promise<React.ReactNode> {
  return <ConversionSettingsPage name={decodeURIComponent((await params).project)} />;
}
