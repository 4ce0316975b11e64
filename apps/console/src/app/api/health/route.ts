import { apiRoute } from '@/server/route';

export const dynamic = 'force-dynamic';

/** Answers once the state is open: whoever starts Ferry waits for it. */
export const GET = apiRoute(() => Promise.resolve(new Response('ok\n', { headers: { 'Content-Type': 'text/plain' } })));
