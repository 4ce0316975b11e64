/**
 * Who may talk to the console. It has no login: whoever reaches it on the loopback interface may use it, so a page of another site in
 * the same browser must not (cross-site request forgery), nor a name that a foreign DNS server points at 127.0.0.1 (DNS rebinding).
 */
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Names beside the loopback ones, from `FERRY_ALLOWED_HOSTS`: comma separated, without port. */
export function allowedHosts(setting: string | undefined): ReadonlySet<string> {
  const names = (setting ?? '').split(',').map((name) => name.trim().toLowerCase());
  return new Set([...loopbackNames, ...names.filter((name) => name !== '')]);
}

/** The name in `name:port`, lower case, without a last dot; undefined when it is not a host at all. */
function hostName(authority: string): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(authority);
  return match?.[1]?.toLowerCase().replace(/\.$/, '');
}

export interface GuardedHeaders {
  get(name: string): string | null;
}

/**
 * Why a request is refused, or undefined when it may pass. A browser always tells the Origin of a request that changes something and,
 * in `Sec-Fetch-Site`, where any request came from; programs (the AWS SDK, curl) send neither and pass on the Host alone.
 */
export function refusal(request: { readonly method: string; readonly headers: GuardedHeaders; readonly navigates: boolean }, hosts: ReadonlySet<string>): string | undefined {
  const host = request.headers.get('host') ?? '';
  const name = hostName(host);
  if (name === undefined || !hosts.has(name)) return 'This host name is not allowed. Use the address that Ferry printed when it started, or add the name to FERRY_ALLOWED_HOSTS.';
  const origin = request.headers.get('origin');
  if (origin !== null && !sameHost(origin, host)) return 'This request comes from a page of another site.';
  const site = request.headers.get('sec-fetch-site');
  const harmless = site === null || site === 'same-origin' || site === 'none';
  // A link on another site may lead here; nothing but a page is given to it.
  if (!harmless && !(request.navigates && request.method === 'GET')) return 'This request comes from a page of another site.';
  return undefined;
}

function sameHost(origin: string, host: string): boolean {
  const match = /^https?:\/\/(.+)$/i.exec(origin);
  return match?.[1]?.toLowerCase() === host.toLowerCase();
}
