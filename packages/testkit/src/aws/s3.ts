import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AwsError, contentOf, escapeXml, receive, unescapeXml, xml } from './http';
import type { Answer } from './http';

interface StoredVersion {
  readonly id: string;
  /** Missing for a delete marker. */
  readonly content?: Buffer;
  readonly encryption?: string;
}
/** One content that was sent to a bucket: a whole object, or a part of one. */
export interface Transfer {
  readonly key: string;
  readonly part?: number;
  readonly checked: boolean;
  readonly framed: boolean;
}

interface Bucket {
  readonly transfers: Transfer[];
  versioning: string;
  readonly objects: Map<string, StoredVersion[]>;
  readonly uploads: Map<string, { readonly key: string; readonly parts: Map<number, Buffer>; readonly encryption?: string }>;
}

const etag = (content: Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;
const elements = (text: string, name: string): string[] => [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((m) => unescapeXml(m[1] ?? ''));

/** The part of S3's REST API that Ferry uses, path style, in memory (https://docs.aws.amazon.com/AmazonS3/latest/API/). */
export function s3Service() {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (name: string): Bucket => {
    const bucket = buckets.get(name);
    if (bucket === undefined) throw new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist');
    return bucket;
  };
  const store = (bucket: Bucket, key: string, content: Buffer | undefined, encryption?: string): StoredVersion => {
    const version: StoredVersion = { id: bucket.versioning === 'Enabled' ? randomUUID() : 'null', ...(content === undefined ? {} : { content }), ...(encryption === undefined ? {} : { encryption }) };
    const before = bucket.versioning === 'Enabled' ? (bucket.objects.get(key) ?? []) : [];
    bucket.objects.set(key, [...before, version]);
    return version;
  };
  const currentOf = (bucket: Bucket, key: string, versionId?: string | null): StoredVersion & { readonly content: Buffer } => {
    const versions = bucket.objects.get(key) ?? [];
    const version = versionId === null || versionId === undefined ? versions.at(-1) : versions.find((v) => v.id === versionId);
    if (version?.content === undefined) throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.');
    return { ...version, content: version.content };
  };

  const listed = (bucket: Bucket, query: URLSearchParams): Answer => {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? '';
    const most = Number(query.get('max-keys') ?? 1000);
    const keys = [...bucket.objects.entries()].filter(([key, versions]) => key.startsWith(prefix) && key > after && versions.at(-1)?.content !== undefined).map(([key]) => key).sort();
    const page = keys.slice(0, most);
    const more = keys.length > most ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? '')}</NextContinuationToken>` : '';
    const rows = page.map((key) => `<Contents><Key>${escapeXml(key)}</Key><Size>${currentOf(bucket, key).content.length}</Size></Contents>`);
    return xml(`<ListBucketResult><IsTruncated>${keys.length > most}</IsTruncated><KeyCount>${page.length}</KeyCount>${more}${rows.join('')}</ListBucketResult>`);
  };

  const onBucket = async (request: IncomingMessage, name: string, query: URLSearchParams): Promise<Answer> => {
    if (request.method === 'PUT' && !query.has('versioning')) {
      if (buckets.has(name)) throw new AwsError('BucketAlreadyOwnedByYou', 409, 'The bucket is there already.');
      buckets.set(name, { versioning: '', objects: new Map(), uploads: new Map(), transfers: [] });
      return {};
    }
    const bucket = bucketOf(name);
    if (query.has('versioning')) {
      if (request.method === 'PUT') bucket.versioning = elements((await contentOf(request)).toString(), 'Status')[0] ?? '';
      return xml(`<VersioningConfiguration>${bucket.versioning === '' ? '' : `<Status>${bucket.versioning}</Status>`}</VersioningConfiguration>`);
    }
    if (query.has('delete')) {
      const keys = elements((await contentOf(request)).toString(), 'Key');
      for (const key of keys) if (bucket.versioning === 'Enabled') store(bucket, key, undefined); else bucket.objects.delete(key);
      return xml('<DeleteResult></DeleteResult>');
    }
    return request.method === 'HEAD' ? {} : listed(bucket, query);
  };

  const onUpload = async (request: IncomingMessage, bucket: Bucket, key: string, query: URLSearchParams): Promise<Answer> => {
    if (query.has('uploads')) {
      const id = randomUUID();
      const encryption = request.headers['x-amz-server-side-encryption']?.toString();
      bucket.uploads.set(id, { key, parts: new Map(), ...(encryption === undefined ? {} : { encryption }) });
      return xml(`<InitiateMultipartUploadResult><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    }
    const id = query.get('uploadId') ?? '';
    const upload = bucket.uploads.get(id);
    if (upload === undefined) throw new AwsError('NoSuchUpload', 404, 'There is no such upload.');
    if (request.method === 'PUT') {
      const { content: part, ...how } = await receive(request);
      const number = Number(query.get('partNumber'));
      bucket.transfers.push({ key, part: number, ...how });
      upload.parts.set(number, part);
      return { headers: { etag: etag(part) } };
    }
    bucket.uploads.delete(id);
    if (request.method === 'DELETE') return { status: 204 };
    const content = Buffer.concat([...upload.parts.entries()].sort(([a], [b]) => a - b).map(([, part]) => part));
    store(bucket, key, content, upload.encryption);
    return xml(`<CompleteMultipartUploadResult><Key>${escapeXml(key)}</Key><ETag>${escapeXml(etag(content))}</ETag></CompleteMultipartUploadResult>`);
  };

  const onObject = async (request: IncomingMessage, bucket: Bucket, key: string, query: URLSearchParams): Promise<Answer> => {
    switch (request.method) {
      case 'PUT': {
        const { content, ...how } = await receive(request);
        bucket.transfers.push({ key, ...how });
        const version = store(bucket, key, content, request.headers['x-amz-server-side-encryption']?.toString());
        return { headers: { etag: etag(content), 'x-amz-version-id': version.id } };
      }
      case 'DELETE':
        if (bucket.versioning === 'Enabled') store(bucket, key, undefined);
        else bucket.objects.delete(key);
        return { status: 204 };
      default: {
        const { content, id, encryption } = currentOf(bucket, key, query.get('versionId'));
        const headers = { etag: etag(content), 'content-length': String(content.length), 'x-amz-version-id': id, ...(encryption === undefined ? {} : { 'x-amz-server-side-encryption': encryption }) };
        return request.method === 'HEAD' ? { headers } : { headers, body: content };
      }
    }
  };

  return {
    /** Uploads that were begun and neither completed nor aborted. */
    openUploads: (name: string): number => bucketOf(name).uploads.size,
    transfers: (name: string): readonly Transfer[] => bucketOf(name).transfers,
    /** Every version of every object, by key. */
    contents: (name: string): readonly { readonly key: string; readonly content: Buffer }[] => [...bucketOf(name).objects].flatMap(([key, versions]) => versions.flatMap(({ content }) => (content === undefined ? [] : [{ key, content }]))),
    /** Identifiers of the versions of an object, oldest first; a delete marker is one, too. */
    versions: (name: string, key: string): readonly string[] => (bucketOf(name).objects.get(key) ?? []).map(({ id }) => id),
    async answer(request: IncomingMessage, url: URL): Promise<Answer> {
      const [name = '', ...rest] = url.pathname.slice(1).split('/');
      const key = decodeURIComponent(rest.join('/'));
      if (key === '') return onBucket(request, name, url.searchParams);
      const bucket = bucketOf(name);
      return url.searchParams.has('uploads') || url.searchParams.has('uploadId') ? onUpload(request, bucket, key, url.searchParams) : onObject(request, bucket, key, url.searchParams);
    },
  };
}
