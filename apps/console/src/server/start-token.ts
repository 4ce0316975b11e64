import { createHash, timingSafeEqual } from 'node:crypto';
import type { GuardedHeaders } from './guard';

/**
 * Who may use a console that listens on more than the loopback interface (in a container): whoever has presented the token that Ferry
 * printed when it started. A browser presents it once, in the address, and keeps a cookie; programs send it in a header.
 */
export const tokenCookie = 'ferry-session';
export const tokenHeader = 'x-ferry-token';
export const tokenParameter = 'token';

const digest = (text: string): Buffer => createHash('sha256').update(`ferry start token\0${text}`).digest();

/** What the browser keeps: it opens this console, and tells nothing of the token. */
export const sessionOf = (token: string): string => createHash('sha256').update(`ferry session\0${token}`).digest('hex');

const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

function cookieOf(header: string | null): string {
  for (const part of (header ?? '').split(';')) {
    const [name, value = ''] = part.trim().split('=', 2);
    if (name === tokenCookie) return value;
  }
  return '';
}

/** `welcome`: the token was presented in the address and a cookie is due. */
export type Admission = 'admitted' | 'welcome' | 'refused';

/** @param token undefined on the loopback interface, where the guard of hosts and origins is enough */
export function admission(request: { readonly pathname: string; readonly presented: string | null; readonly headers: GuardedHeaders }, token: string | undefined): Admission {
  // Whether Ferry works may be asked by anybody who looks after the container; the answer tells nothing else.
  if (token === undefined || token === '' || request.pathname === '/api/health') return 'admitted';
  if (same(cookieOf(request.headers.get('cookie')), sessionOf(token)) || same(request.headers.get(tokenHeader) ?? '', token)) return 'admitted';
  return request.presented !== null && same(request.presented, token) ? 'welcome' : 'refused';
}

export const refusedWithoutToken = 'This Ferry asks for its start-up token. Open the address that Ferry printed when it started (in a container: docker compose logs ferry), or send the token in the header X-Ferry-Token.';
