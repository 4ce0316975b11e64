import type { TLSSocket } from 'node:tls';
import type { TlsMode } from '@ferry/kernel/network';

/** What of the driver's connection is looked at. The version of the driver is pinned; a test shows that the guard holds. */
interface GuardedConnection {
  on(event: 'secure', listener: (socket: TLSSocket) => void): unknown;
  sendLogin7Packet(): void;
}

const isGuarded = (connection: object): connection is GuardedConnection => 'sendLogin7Packet' in connection && typeof connection.sendLogin7Packet === 'function';

const refuse = (code: string, message: string): Error => Object.assign(new Error(message), { code });

/**
 * Holds the login back until the wire is as the mode demands. The driver goes on in clear text when a server says that it cannot
 * encrypt, and a LOGIN7 packet hides the password from nobody; and it knows no check of the authority without the name.
 */
export function guardLogin(connection: object, tls: TlsMode): void {
  if (tls === 'none') return;
  if (!isGuarded(connection)) throw new Error('the driver has changed: logins cannot be guarded');
  let secure: TLSSocket | undefined;
  connection.on('secure', (socket) => {
    secure = socket;
  });
  const send = connection.sendLogin7Packet.bind(connection);
  connection.sendLogin7Packet = () => {
    if (secure === undefined) throw refuse('EENCRYPT', 'The server does not support encryption.');
    // Only the name may be wrong; with a wrong authority Node says so first.
    const trouble: unknown = secure.authorizationError;
    if (tls === 'verify-ca' && !secure.authorized && trouble !== 'ERR_TLS_CERT_ALTNAME_INVALID') throw refuse(typeof trouble === 'string' ? trouble : 'CERT_UNTRUSTED', 'The certificate of the server is not trusted.');
    send();
  };
}
