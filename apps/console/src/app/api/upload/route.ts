import { uploadRoute } from '@ferry/operations';
import { apiRoute } from '@/server/route';

export const dynamic = 'force-dynamic';

export const POST = apiRoute(uploadRoute);

// This path does not pass the proxy (see there): its other methods are guarded here too.
const notAllowed = apiRoute(() => Promise.resolve(new Response(null, { status: 405, headers: { Allow: 'POST' } })));
export { notAllowed as GET, notAllowed as HEAD, notAllowed as PUT, notAllowed as PATCH, notAllowed as DELETE, notAllowed as OPTIONS };
