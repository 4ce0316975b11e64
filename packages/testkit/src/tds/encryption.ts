import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import { messageReader, packetsOf, packetTypes } from './packets';

/** Values of the ENCRYPTION option of PRELOGIN ([MS-TDS] 2.2.6.5). */
export const encryption = { off: 0x00, on: 0x01, notSupported: 0x02, required: 0x03 } as const;

const options = { version: 0x00, encryption: 0x01, end: 0xff } as const;

/** What the client asks for. */
export function readPrelogin(content: Buffer): number {
  for (let at = 0; content[at] !== options.end && at + 5 <= content.length; at += 5) if (content[at] === options.encryption) return content[content.readUInt16BE(at + 1)] ?? encryption.notSupported;
  return encryption.notSupported;
}

/** @param major version that the server says it has */
export function writePrelogin(answer: number, major: number): Buffer {
  const head = 11;
  return Buffer.from([options.version, 0, head, 0, 6, options.encryption, 0, head + 6, 0, 1, options.end, major, 0, 0, 0, 0, 0, answer]);
}

/**
 * The bytes of the handshake travel inside PRELOGIN packets; after it the wire is TLS alone ([MS-TDS] 2.2.6.5). The client's first
 * bare record says that it is over.
 */
export function wrapInTls(socket: Socket, key: string, cert: string, onSecure: (secure: TLSSocket) => void): void {
  let shaking = true;
  const read = messageReader(({ content }) => void tunnel.push(content));
  const tunnel = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      socket.write(shaking ? packetsOf(packetTypes.prelogin, chunk) : chunk, done);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (shaking && chunk[0] !== packetTypes.prelogin) shaking = false;
    if (shaking) read(chunk);
    else tunnel.push(chunk);
  });
  socket.on('close', () => tunnel.push(null));
  const secure = new TLSSocket(tunnel, { isServer: true, secureContext: createSecureContext({ key, cert, maxVersion: 'TLSv1.2' }) });
  secure.on('error', () => socket.destroy());
  onSecure(secure);
}
