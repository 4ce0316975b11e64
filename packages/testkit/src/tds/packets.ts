/** Packet types of the Tabular Data Stream protocol ([MS-TDS] 2.2.3.1.1). */
export const packetTypes = { batch: 0x01, rpc: 0x03, response: 0x04, attention: 0x06, login: 0x10, sspi: 0x11, prelogin: 0x12 } as const;

const headerSize = 8;
const endOfMessage = 0x01;

export interface Message {
  readonly type: number;
  readonly content: Buffer;
}

/** Joins packets to messages. @param onMessage called with each whole message */
export function messageReader(onMessage: (message: Message) => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= headerSize) {
      const length = pending.readUInt16BE(2);
      if (pending.length < length) return;
      const [type = 0, status = 0] = pending;
      parts.push(pending.subarray(headerSize, length));
      pending = pending.subarray(length);
      if ((status & endOfMessage) === 0) continue;
      const content = Buffer.concat(parts);
      parts = [];
      onMessage({ type, content });
    }
  };
}

/** Cuts a message into packets. */
export function packetsOf(type: number, content: Buffer, size = 4096): Buffer {
  const room = size - headerSize;
  const out: Buffer[] = [];
  for (let at = 0, id = 1; at === 0 || at < content.length; at += room, id++) {
    const part = content.subarray(at, at + room);
    const header = Buffer.alloc(headerSize);
    header[0] = type;
    header[1] = at + room >= content.length ? endOfMessage : 0;
    header.writeUInt16BE(part.length + headerSize, 2);
    header[6] = id & 0xff;
    out.push(header, part);
  }
  return Buffer.concat(out);
}
