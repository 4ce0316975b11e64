import { describe, expect, it } from 'vitest';
import { admission, sessionOf, tokenCookie } from '../src/server/start-token';

const token = 'a-start-up-token';
const ask = (headers: Record<string, string>, presented: string | null = null, pathname = '/', wanted: string | undefined = token) => admission({ pathname, presented, headers: new Headers(headers) }, wanted);

describe('the start-up token', () => {
  it('is asked of everybody, but for the question whether Ferry works', () => {
    expect(ask({})).toBe('refused');
    expect(ask({ cookie: 'other=1' }, null, '/api/dms')).toBe('refused');
    expect(ask({}, null, '/api/health')).toBe('admitted');
    expect(admission({ pathname: '/', presented: null, headers: new Headers() }, undefined)).toBe('admitted');
    expect(ask({}, null, '/', '')).toBe('admitted');
  });
  it('is presented once, and a cookie stands for it from then on', () => {
    expect(ask({}, token)).toBe('welcome');
    expect(ask({ cookie: `a=b; ${tokenCookie}=${sessionOf(token)}` })).toBe('admitted');
    expect(sessionOf(token)).not.toContain(token);
  });
  it.each(['', 'a-start-up-tokem', `${token}x`, sessionOf(token)])('is not "%s"', (wrong) => {
    expect(ask({}, wrong)).toBe('refused');
    expect(ask({ 'x-ferry-token': wrong })).toBe('refused');
    expect(ask({ cookie: `${tokenCookie}=${wrong === sessionOf(token) ? token : wrong}` })).toBe('refused');
  });
  it('may be sent in a header by programs', () => {
    expect(ask({ 'x-ferry-token': token })).toBe('admitted');
  });
});
