import { lookup as systemLookup } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, Socket, connect, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { AppError } from '../app-error';

/**
 * Addresses at which clouds answer questions about the machine itself, credentials among them
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html): the link-local ranges, the IPv6 addresses of the
 * same services at AWS and Google, and those of Alibaba, Azure and Oracle. No database is there, and no name may lead there.
 */
const forbidden = new BlockList();
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addAddress('100.100.100.200', 'ipv4');
forbidden.addAddress('168.63.129.16', 'ipv4');
forbidden.addAddress('192.0.0.192', 'ipv4');
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addSubnet('224.0.0.0', 3, 'ipv4');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');
forbidden.addSubnet('fd00:ec2::', 32, 'ipv6');
forbidden.addAddress('fd20:ce::254', 'ipv6');
forbidden.addAddress('::', 'ipv6');

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // The URL parser writes every form of an address in the same way: lower-case groups, the longest run of zeros as `::`.
  const written = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail] = written.split('::');
  const numbers = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [before, after] = [numbers(head), numbers(tail ?? '')];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

const ipv4 = (high = 0, low = 0): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/**
 * The IPv4 address that packets to an IPv6 address end at, where it holds one: mapped and compatible (RFC 4291), NAT64 (RFC 6052,
 * RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380).
 */
function embedded(address: string): string | undefined {
  const g = groupsOf(address);
  const begins = (...groups: number[]): boolean => groups.every((group, i) => g[i] === group);
  if (begins(0, 0, 0, 0, 0, 0xffff) || begins(0, 0, 0, 0, 0xffff, 0)) return ipv4(g[6], g[7]);
  // `::` and `::1` hold none.
  if (begins(0, 0, 0, 0, 0, 0)) return g[6] === 0 ? undefined : ipv4(g[6], g[7]);
  if (begins(0x64, 0xff9b)) return ipv4(g[6], g[7]);
  if (begins(0x2002)) return ipv4(g[1], g[2]);
  if (begins(0x2001, 0)) return ipv4((g[6] ?? 0) ^ 0xffff, (g[7] ?? 0) ^ 0xffff);
  return undefined;
}

export function isForbiddenAddress(address: string): boolean {
  const own = address.split('%')[0] ?? address;
  const family = isIP(own);
  if (family === 0) return false;
  if (family === 4) return forbidden.check(own, 'ipv4');
  const inside = embedded(own);
  return forbidden.check(own, 'ipv6') || (inside !== undefined && forbidden.check(inside, 'ipv4'));
}

const refusal = (host: string): AppError =>
  new AppError('invalid-input', { public: `The server name "${host}" leads to an address that is not used for databases (link-local, multicast or the metadata service of a cloud). Give the name or address of the database server.` });

/**
 * Looks a host's name up. An unknown name is not judged here: connecting says so.
 * @returns its addresses
 * @throws AppError `invalid-input` for a host that is no server of the user's, or no host name at all
 */
export async function guardHost(host: string): Promise<readonly string[]> {
  // `pg` takes a name that begins with a slash for the folder of a socket.
  if (host === '' || !/^[\p{L}\p{N}_.:%-]+$/u.test(host)) throw new AppError('invalid-input', { public: 'The server name is not valid: give a DNS name or an IP address.' });
  if (isForbiddenAddress(host)) throw refusal(host);
  if (isIP(host) !== 0) return [host];
  let addresses: readonly string[];
  try {
    addresses = (await lookup(host, { all: true })).map((one) => one.address);
  } catch {
    // The system reports an unknown name by throwing.
    return [];
  }
  if (addresses.some(isForbiddenAddress)) throw refusal(host);
  return addresses;
}

/**
 * Looks names up as the system does and refuses those that lead where none may: for connections, because a name that was judged may lead
 * elsewhere a moment later.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, options, (error, address, family) => {
    const addresses = typeof address === 'string' ? [address] : (address ?? []).map((one) => one.address);
    if (error === null && addresses.some(isForbiddenAddress)) callback(Object.assign(refusal(hostname), { code: 'EACCES' }), '', 0);
    else callback(error, address, family);
  });
};

/** A socket, not connected yet, that goes nowhere it may not: for drivers that connect by port and host. */
export function guardedSocket(): Socket {
  const socket = new Socket();
  const reach = socket.connect.bind(socket);
  return Object.assign(socket, {
    connect: (port: number, host: string): Socket => {
      if (!isForbiddenAddress(host)) return reach({ port, host, lookup: guardedLookup });
      process.nextTick(() => socket.destroy(refusal(host)));
      return socket;
    },
  });
}

/**
 * Connects for a driver that asks for a function, also where a server sends it on to another one.
 * @throws what the system reports, and `invalid-input` as `guardHost`
 */
export async function connectGuarded(to: { readonly host: string; readonly port: number }, signal?: AbortSignal): Promise<Socket> {
  await guardHost(to.host);
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connect({ host: to.host, port: to.port, lookup: guardedLookup });
    const abort = (): void => void socket.destroy(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    const ended = (): void => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('error', (error) => {
      ended();
      reject(error);
    });
    socket.once('connect', () => {
      ended();
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
