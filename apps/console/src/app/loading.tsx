import { Loading } from '@/shell/loading';

export default function PageLoading(): React.ReactNode {
  return <Loading />;
}
