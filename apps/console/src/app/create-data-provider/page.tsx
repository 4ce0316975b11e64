import { DataProviderForm } from '@/features/data-providers/provider-form';

export default function Route(): React.ReactNode {
  return <DataProviderForm />;
}
