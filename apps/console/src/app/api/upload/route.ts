import { uploadRoute } from '@ferry/operations';
import { apiRoute } from '@/server/route';

export const dynamic = 'force-dynamic';

export const POST = apiRoute(uploadRoute);
