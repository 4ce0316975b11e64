import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';

/** What a service answers. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An error with AWS's code. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
export const unescapeXml = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
export const xml = (body: string): Answer => ({ headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` });

/** The chunks of `aws-chunked` joined, and the trailers after them (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html). */
function unchunk(raw: Buffer): { content: Buffer; trailers: Map<string, string> } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', at);
    const size = Number.parseInt(raw.subarray(at, lineEnd).toString().split(';')[0] ?? '', 16);
    if (lineEnd < 0 || Number.isNaN(size)) throw new AwsError('InvalidRequest', 400, 'the chunks cannot be read');
    at = lineEnd + 2;
    if (size === 0) break;
    parts.push(raw.subarray(at, at + size));
    at += size + 2;
  }
  const trailers = new Map<string, string>();
  for (const line of raw.subarray(at).toString().split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { content: Buffer.concat(parts), trailers };
}

/** What a content came with. */
export interface Received {
  readonly content: Buffer;
  /** A CRC-32 came along, and fits. */
  readonly checked: boolean;
  /** In chunks, as the SDK sends what is read from a stream. */
  readonly framed: boolean;
}

/** The content of a request, freed from AWS's framing; a CRC-32 that came along is checked. */
export async function receive(request: IncomingMessage): Promise<Received> {
  const raw = await buffer(request);
  const framed = request.headers['content-encoding']?.includes('aws-chunked') === true || request.headers['x-amz-content-sha256']?.toString().startsWith('STREAMING-') === true;
  const { content, trailers } = framed ? unchunk(raw) : { content: raw, trailers: new Map<string, string>() };
  const sent = trailers.get('x-amz-checksum-crc32') ?? request.headers['x-amz-checksum-crc32']?.toString();
  if (sent !== undefined) {
    const own = Buffer.alloc(4);
    own.writeUInt32BE(crc32(content));
    if (own.toString('base64') !== sent) throw new AwsError('BadDigest', 400, 'the checksum does not fit the content');
  }
  return { content, checked: sent !== undefined, framed };
}

export const contentOf = async (request: IncomingMessage): Promise<Buffer> => (await receive(request)).content;

export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status ?? 200, answer.headers);
  response.end(answer.body);
}
