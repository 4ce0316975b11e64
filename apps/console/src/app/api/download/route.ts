import { downloadRoute } from '@ferry/operations';
import { apiRoute } from '@/server/route';

export const dynamic = 'force-dynamic';

export const GET = apiRoute(downloadRoute);
