import { NextResponse } from 'next/server';
import type { NextRequest } from 'next/server';
import { allowedHosts, refusal } from '@/server/guard';
import { contentSecurityPolicy, securityHeaders } from '@/server/headers';

const hosts = allowedHosts(process.env['FERRY_ALLOWED_HOSTS']);

/** Every request passes here first (uploads pass the same guard in their own route). */
export function proxy(request: NextRequest): NextResponse {
  const navigates = request.headers.get('sec-fetch-mode') === 'navigate' && !request.nextUrl.pathname.startsWith('/api/');
  const refused = refusal({ method: request.method, headers: request.headers, navigates }, hosts);
  if (refused !== undefined) return new NextResponse(refused, { status: 403, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...securityHeaders } });
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
