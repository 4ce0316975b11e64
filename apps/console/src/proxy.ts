import { NextResponse } from 'next/server';
import type { NextRequest } from 'next/server';
import { allowedHosts, refusal } from '@/server/guard';
import { admission, refusedWithoutToken, sessionOf, tokenCookie, tokenParameter } from '@/server/start-token';
import { contentSecurityPolicy, securityHeaders } from '@/server/headers';

const hosts = allowedHosts(process.env['FERRY_ALLOWED_HOSTS']);

/** Every request passes here first (uploads pass the same guard in their own route). */
export function proxy(request: NextRequest): NextResponse {
  const navigates = request.headers.get('sec-fetch-mode') === 'navigate' && !request.nextUrl.pathname.startsWith('/api/');
  const refused = refusal({ method: request.method, headers: request.headers, navigates }, hosts);
  if (refused !== undefined) return new NextResponse(refused, { status: 403, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...securityHeaders } });
  const token = process.env['FERRY_START_TOKEN'];
  const { pathname, searchParams } = request.nextUrl;
  switch (admission({ pathname, presented: searchParams.get(tokenParameter), headers: request.headers }, token)) {
    case 'refused':
      return new NextResponse(refusedWithoutToken, { status: 401, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...securityHeaders } });
    case 'welcome': {
      // Away with the token: it is not to stay in the history, nor to go anywhere as a referrer.
      const answer = new NextResponse(null, { status: 303, headers: { Location: pathname, ...securityHeaders } });
      answer.cookies.set(tokenCookie, sessionOf(token ?? ''), { httpOnly: true, sameSite: 'strict', path: '/' });
      return answer;
    }
    case 'admitted':
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  return response;
}

// Next.js keeps the body of what passes a proxy in memory and cuts it at 10 MB: an upload is a stream and stays out.
export const config = { matcher: ['/((?!api/upload$).*)'] };
