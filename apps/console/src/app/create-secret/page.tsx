import { SecretFormPage } from '@/features/secrets/secret-form';

export default function Route(): React.ReactNode {
  return <SecretFormPage />;
}
