/** Tokens of an answer ([MS-TDS] 2.2.7). */

export type TdsType = 'int' | 'bit' | 'nvarchar';
export interface TdsColumn {
  readonly name: string;
  readonly type: TdsType;
}
export type TdsValue = string | number | boolean | null;
export interface TdsRows {
  readonly columns: readonly TdsColumn[];
  readonly rows: readonly (readonly TdsValue[])[];
}
export interface TdsError {
  readonly number: number;
  readonly message: string;
  readonly severity?: number;
}

const u8 = (value: number): Buffer => Buffer.from([value & 0xff]);
const u16 = (value: number): Buffer => {
  const out = Buffer.alloc(2);
  out.writeUInt16LE(value);
  return out;
};
const u32 = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
};
const u64 = (value: number): Buffer => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(BigInt(value));
  return out;
};
const ucs2 = (text: string): Buffer => Buffer.from(text, 'utf16le');
/** A text behind its length in characters, in one byte or two. */
const shortText = (text: string): Buffer => Buffer.concat([u8(text.length), ucs2(text)]);
const longText = (text: string): Buffer => Buffer.concat([u16(text.length), ucs2(text)]);

/** SQL_Latin1_General_CP1_CI_AS. */
const collation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

const typeInfo: Readonly<Record<TdsType, Buffer>> = {
  int: Buffer.from([0x26, 4]),
  bit: Buffer.from([0x68, 1]),
  // Of the longest kind: in parts.
  nvarchar: Buffer.concat([Buffer.from([0xe7]), u16(0xffff), collation]),
};

const nullable = 0x0001;
const columnMetadata = ({ columns }: TdsRows): Buffer =>
  Buffer.concat([u8(0x81), u16(columns.length), ...columns.map(({ name, type }) => Buffer.concat([u32(0), u16(nullable), typeInfo[type], shortText(name)]))]);

function writeValue(type: TdsType, value: TdsValue): Buffer {
  switch (type) {
    case 'int': {
      if (value === null) return u8(0);
      const out = Buffer.alloc(5);
      out[0] = 4;
      out.writeInt32LE(Number(value), 1);
      return out;
    }
    case 'bit':
      return value === null ? u8(0) : Buffer.from([1, value === true || value === 1 || value === '1' ? 1 : 0]);
    case 'nvarchar': {
      if (value === null) return Buffer.alloc(8, 0xff);
      const bytes = ucs2(String(value));
      return Buffer.concat([u64(bytes.length), ...(bytes.length === 0 ? [] : [u32(bytes.length), bytes]), u32(0)]);
    }
  }
}

const doneFlags = { more: 0x01, error: 0x02, count: 0x10, attention: 0x20 } as const;
const done = (flags: number, rows: number): Buffer => Buffer.concat([u8(0xfd), u16(flags), u16(0xc1), u64(rows)]);

export function writeRows(set: TdsRows, more: boolean): Buffer {
  const rows = set.rows.map((row) => Buffer.concat([u8(0xd1), ...set.columns.map(({ type }, i) => writeValue(type, row[i] ?? null))]));
  return Buffer.concat([columnMetadata(set), ...rows, done(doneFlags.count | (more ? doneFlags.more : 0), rows.length)]);
}

const message = (token: number, { number, message: text, severity = 16 }: TdsError): Buffer => {
  const body = Buffer.concat([u32(number), u8(1), u8(severity), longText(text), shortText('ferry'), shortText(''), u32(1)]);
  return Buffer.concat([u8(token), u16(body.length), body]);
};
export const writeError = (error: TdsError): Buffer => Buffer.concat([message(0xaa, error), done(doneFlags.error, 0)]);
export const writeDone = (): Buffer => done(0, 0);
export const writeAttention = (): Buffer => done(doneFlags.attention, 0);

const environment = (type: number, now: string, before: string): Buffer => {
  const body = Buffer.concat([u8(type), shortText(now), shortText(before)]);
  return Buffer.concat([u8(0xe3), u16(body.length), body]);
};

/** The answer to a login that was accepted. @param major version that the server says it has */
export function writeLogin(database: string, major: number): Buffer {
  const acknowledged = Buffer.concat([u8(1), Buffer.from([0x74, 0x00, 0x00, 0x04]), shortText('Microsoft SQL Server'), Buffer.from([major, 0, 0, 0])]);
  return Buffer.concat([environment(1, database, 'master'), message(0xab, { number: 5701, message: `Changed database context to '${database}'.`, severity: 0 }), Buffer.concat([u8(0xad), u16(acknowledged.length), acknowledged]), environment(4, '4096', '4096'), done(0, 0)]);
}

/** A message of the handshake that stands in place of user and password. */
export const writeSspi = (content: Buffer): Buffer => Buffer.concat([u8(0xed), u16(content.length), content]);
