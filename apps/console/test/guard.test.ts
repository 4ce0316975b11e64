import { describe, expect, it } from 'vitest';
import { allowedHosts, refusal } from '../src/server/guard';

const hosts = allowedHosts('ferry.example.org, Box');
const ask = (headers: Record<string, string>, method = 'GET', navigates = false): string | undefined => refusal({ method, headers: new Headers(headers), navigates }, hosts);

describe('the guard', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST', 'ferry.example.org', 'box:8080', 'localhost.:1'])('lets the host %s pass', (host) => {
    expect(ask({ host })).toBeUndefined();
  });

  it.each(['', 'evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:3000', 'localhost:3000@evil.example', '127.0.0.2', '[::1', 'localhost:99999999', 'localhost /'])('refuses the host "%s"', (host) => {
    expect(ask({ host })).toContain('host name');
  });

  it('refuses what a page of another origin sends', () => {
    expect(ask({ host: 'localhost:3000', origin: 'http://evil.example' }, 'POST')).toContain('another site');
    expect(ask({ host: 'localhost:3000', origin: 'http://localhost:4000' }, 'POST')).toContain('another site');
    expect(ask({ host: 'localhost:3000', origin: 'null' }, 'POST')).toContain('another site');
    expect(ask({ host: 'localhost:3000', 'sec-fetch-site': 'cross-site' })).toContain('another site');
    expect(ask({ host: 'localhost:3000', 'sec-fetch-site': 'same-site' })).toContain('another site');
  });

  it('lets its own pages and programs pass', () => {
    expect(ask({ host: 'localhost:3000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, 'POST')).toBeUndefined();
    expect(ask({ host: 'localhost:3000', 'sec-fetch-site': 'none' })).toBeUndefined();
    expect(ask({ host: 'localhost:3000' }, 'POST')).toBeUndefined();
  });

  it('opens a page from a link on another site, but does nothing for it', () => {
    expect(ask({ host: 'localhost:3000', 'sec-fetch-site': 'cross-site' }, 'GET', true)).toBeUndefined();
    expect(ask({ host: 'localhost:3000', 'sec-fetch-site': 'cross-site' }, 'POST', true)).toContain('another site');
  });
});
