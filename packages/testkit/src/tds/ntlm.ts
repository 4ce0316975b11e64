import { createHmac, timingSafeEqual } from 'node:crypto';

/** NTLM version 2 as a server sees it ([MS-NLMP]: https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp). */

const signature = Buffer.from('NTLMSSP\0', 'latin1');
const serverNonce = Buffer.from('0123456789abcdef', 'hex');
const domain = Buffer.from('FERRY', 'utf16le');
/** The name of the domain as attribute and value, and the end of the list. */
const targetInfo = Buffer.concat([Buffer.from([2, 0, domain.length, 0]), domain, Buffer.alloc(4)]);

function field(length: number, offset: number): Buffer {
  const out = Buffer.alloc(8);
  out.writeUInt16LE(length, 0);
  out.writeUInt16LE(length, 2);
  out.writeUInt32LE(offset, 4);
  return out;
}
const u32 = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
};
const headLength = 56;

/** The server's question (CHALLENGE_MESSAGE). */
export const challenge = Buffer.concat([signature, u32(2), field(domain.length, headLength), u32(0x00028205), serverNonce, Buffer.alloc(8), field(targetInfo.length, headLength + domain.length), Buffer.alloc(8), domain, targetInfo]);

const rotate = (value: number, by: number): number => ((value << by) | (value >>> (32 - by))) >>> 0;
/** For each round: what is mixed, in which order the words are taken, how far is rotated, what is added (RFC 1320). */
const rounds = [
  { mix: (x: number, y: number, z: number) => (x & y) | (~x & z), word: (i: number) => i, shifts: [3, 7, 11, 19], add: 0 },
  { mix: (x: number, y: number, z: number) => (x & y) | (x & z) | (y & z), word: (i: number) => (i % 4) * 4 + (i >> 2), shifts: [3, 5, 9, 13], add: 0x5a827999 },
  { mix: (x: number, y: number, z: number) => x ^ y ^ z, word: (i: number) => [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15][i] ?? 0, shifts: [3, 9, 11, 15], add: 0x6ed9eba1 },
] as const;

/** MD4 (https://www.rfc-editor.org/rfc/rfc1320): today's OpenSSL does without. */
export function md4(message: Buffer): Buffer {
  const padded = Buffer.concat([message, Buffer.from([0x80]), Buffer.alloc((119 - (message.length % 64)) % 64), Buffer.alloc(8)]);
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, padded.length - 8);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < padded.length; at += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (const { mix, word, shifts, add } of rounds)
      for (let i = 0; i < 16; i++) [a, b, c, d] = [d, rotate((a + mix(b, c, d) + padded.readUInt32LE(at + 4 * word(i)) + add) >>> 0, shifts[i % 4] ?? 0), b, c];
    [a, b, c, d].forEach((value, i) => (state[i] = ((state[i] ?? 0) + value) >>> 0));
  }
  return Buffer.concat(state.map(u32));
}

const hmac = (key: Buffer, data: Buffer): Buffer => createHmac('md5', key).update(data).digest();

/**
 * Whether a client's answer (AUTHENTICATE_MESSAGE) shows that it knows the password.
 * @param passwordOf by `DOMAIN\user`
 */
export function answersChallenge(message: Buffer, passwordOf: (user: string) => string | undefined): boolean {
  if (!message.subarray(0, 8).equals(signature) || message.readUInt32LE(8) !== 3) return false;
  const text = (at: number): string => message.subarray(message.readUInt32LE(at + 4), message.readUInt32LE(at + 4) + message.readUInt16LE(at)).toString('utf16le');
  const [ownDomain, user] = [text(28), text(36)];
  const password = passwordOf(`${ownDomain}\\${user}`);
  if (password === undefined) return false;
  const proofAt = message.readUInt32LE(24);
  const proof = message.subarray(proofAt, proofAt + 16);
  const key = hmac(md4(Buffer.from(password, 'utf16le')), Buffer.from(user.toUpperCase() + ownDomain.toUpperCase(), 'utf16le'));
  const expected = hmac(key, Buffer.concat([serverNonce, message.subarray(proofAt + 16)]));
  return proof.length === expected.length && timingSafeEqual(proof, expected);
}
