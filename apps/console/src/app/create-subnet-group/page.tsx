import { SubnetGroupForm } from '@/features/subnet-groups/group-form';

export default function Route(): React.ReactNode {
  return <SubnetGroupForm />;
}
