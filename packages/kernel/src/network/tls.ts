import type { ConnectionOptions } from 'node:tls';
import { isIP } from 'node:net';
import type { ServerAddress } from './server-address';

/**
 * TLS as `sslmode` means it (https://www.postgresql.org/docs/18/libpq-ssl.html): `require` encrypts and believes any certificate,
 * `verify-ca` demands one that the authority signed, `verify-full` that the certificate also bears the server's name.
 */
export function tlsOptions(address: Pick<ServerAddress, 'host' | 'tls' | 'certificateAuthority'>): ConnectionOptions | false {
  const authority = address.certificateAuthority === undefined ? {} : { ca: address.certificateAuthority };
  const named = isIP(address.host) === 0 ? { servername: address.host } : {};
  switch (address.tls) {
    case 'none':
      return false;
    case 'require':
      return { rejectUnauthorized: false, ...named };
    case 'verify-ca':
      return { rejectUnauthorized: true, checkServerIdentity: () => undefined, ...authority, ...named };
    case 'verify-full':
      return { rejectUnauthorized: true, host: address.host, ...authority, ...named };
  }
}
