/** Reading what a client sends ([MS-TDS] 2.2.6). */

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly application: string;
  /** What the client offers in place of user and password (NTLM's first message). */
  readonly sspi?: Buffer;
  /** The client promises only to read. */
  readonly readOnly: boolean;
}

/** Swaps halves of each byte and flips bits: how LOGIN7 hides the password from the idle eye. */
const reveal = (hidden: Buffer): Buffer => Buffer.from(hidden.map((byte) => {
  const flipped = byte ^ 0xa5;
  return ((flipped << 4) & 0xf0) | (flipped >> 4);
}));

/** LOGIN7 ([MS-TDS] 2.2.6.4): a head of fixed length, then texts by offset and length in characters. */
export function readLogin(content: Buffer): Login {
  const bytes = (at: number): Buffer => content.subarray(content.readUInt16LE(at), content.readUInt16LE(at) + 2 * content.readUInt16LE(at + 2));
  const text = (at: number): string => bytes(at).toString('utf16le');
  const sspi = content.subarray(content.readUInt16LE(78), content.readUInt16LE(78) + content.readUInt16LE(80));
  return { ...(((content[25] ?? 0) & 0x80) !== 0 ? { sspi } : {}), user: text(40), password: reveal(bytes(44)).toString('utf16le'), application: text(48), database: text(68), readOnly: ((content[26] ?? 0) & 0x20) !== 0 };
}

/** The headers before a batch or call say their own length. */
const afterHeaders = (content: Buffer): number => content.readUInt32LE(0);

export const readBatch = (content: Buffer): string => content.subarray(afterHeaders(content)).toString('utf16le');

const nvarchar = 0xe7;
const inParts = 0xffff;
const byNumber = 0xffff;
const executeSql = 10;

/** The statement of a call of `sp_executesql` without parameters, which is how drivers send a query. */
export function readCall(content: Buffer): string {
  let at = afterHeaders(content);
  const short = (): number => {
    at += 2;
    return content.readUInt16LE(at - 2);
  };
  const nameLength = short();
  if (nameLength === byNumber) {
    if (short() !== executeSql) throw new Error('only sp_executesql is understood');
  } else {
    const name = content.subarray(at, at + 2 * nameLength).toString('utf16le');
    at += 2 * nameLength;
    if (name.toLowerCase() !== 'sp_executesql') throw new Error('only sp_executesql is understood');
  }
  at += 2;
  at += 1 + 2 * (content[at] ?? 0) + 1;
  if (content[at] !== nvarchar) throw new Error('the statement is no nvarchar');
  at += 1;
  const longest = short();
  at += 5;
  if (longest !== inParts) {
    const length = short();
    return content.subarray(at, at + length).toString('utf16le');
  }
  at += 8;
  const parts: Buffer[] = [];
  for (let length = content.readUInt32LE(at); length > 0; length = content.readUInt32LE(at)) {
    parts.push(content.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return Buffer.concat(parts).toString('utf16le');
}
