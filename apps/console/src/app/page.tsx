import { redirect } from 'next/navigation';
import { routes } from '@/shell/routes';

export default function Home(): never {
  redirect(routes.migrationProjects);
}
