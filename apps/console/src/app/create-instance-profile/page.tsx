import { InstanceProfileForm } from '@/features/instance-profiles/profile-form';

export default function Route(): React.ReactNode {
  return <InstanceProfileForm />;
}
