import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { AppError } from '../app-error';

/**
 * Addresses at which clouds answer questions about the machine itself, credentials among them
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html): the link-local ranges, AWS's IPv6 address of the
 * same service, and Alibaba's. No database is there, and no name may lead there.
 */
const forbidden = new BlockList();
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addAddress('100.100.100.200', 'ipv4');
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addSubnet('224.0.0.0', 4, 'ipv4');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');
forbidden.addAddress('fd00:ec2::254', 'ipv6');
forbidden.addAddress('::', 'ipv6');

/** An IPv4 address inside an IPv6 one is the same address. */
const plain = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

export function isForbiddenAddress(address: string): boolean {
  const own = plain(address.split('%')[0] ?? address);
  const family = isIP(own);
  return family !== 0 && forbidden.check(own, family === 4 ? 'ipv4' : 'ipv6');
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
