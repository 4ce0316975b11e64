import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import busboy from 'busboy';
import { requestKinds } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { logEvents, newResourceId, providers, requests, storable } from '@ferry/store';
import type { ProjectRow, ProviderRow } from '@ferry/store';
import { artifactsOf } from './artifacts';
import type { OperationContext } from './context';
import { assessmentKey } from './export-assessment';
import { discard, shownProvider } from './data-providers';
import { dispatch, errorAnswer } from './dispatch';
import { findProject, findProvider } from './find';
import { shownEvent } from './log-events';
import { shownRequest } from './requests';

/** Largest file that is taken, in bytes. */
const uploadLimit = 1024 ** 3;
/** Files in one upload. */
const filesLimit = 10_000;
/** Largest JSON input of an operation, in bytes. */
const inputLimit = 4 * 1024 ** 2;
const amzJson = 'application/x-amz-json-1.1';

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': amzJson, 'cache-control': 'no-store' } });

async function answering(context: OperationContext, what: string, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (thrown) {
    const { status, body } = errorAnswer(thrown, context, what);
    return json(status, body);
  }
}

const parameter = (request: Request, name: string): string => {
  const value = new URL(request.url).searchParams.get(name);
  if (value === null || value === '') throw new AppError('invalid-input', { public: `The parameter ${name} is missing.` });
  return value;
};

const bodyOf = (request: Request): Readable => {
  if (request.body === null) throw new AppError('invalid-input', { public: 'The request has no body.' });
  return Readable.fromWeb(request.body as WebStream<Uint8Array>);
};

async function readBounded(stream: Readable, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new AppError('too-large', { public: `The input is larger than ${limit / 1024 ** 2} MB.` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** One call of AWS JSON 1.1: the input is the body, the name comes from the header `X-Amz-Target`. */
export function operationRoute(request: Request, name: string, context: OperationContext): Promise<Response> {
  return answering(context, name, async () => {
    const text = request.body === null ? '' : await readBounded(bodyOf(request), inputLimit);
    let input: unknown;
    try {
      input = text === '' ? {} : JSON.parse(text);
    } catch {
      // JSON.parse reports by throwing.
      throw new AppError('invalid-input', { public: 'The request body is not JSON.' });
    }
    const { status, body } = await dispatch(name, input, context);
    return json(status, body);
  });
}

/** A file name for people: without folders and control characters. It never becomes part of a path. */
function fileName(given: string): string {
  const name = storable(basename(given.replaceAll('\\', '/'))).replace(/\p{Cc}/gu, '').trim();
  if (name === '' || name.length > 255) throw new AppError('invalid-input', { public: 'A file needs a name of 1 to 255 characters.' });
  if (!/\.(?:sql|txt|ddl|zip)$/i.test(name)) throw new AppError('invalid-input', { public: `"${name}" is not taken: upload T-SQL scripts (.sql, .txt, .ddl) or a .zip of them.` });
  return name;
}

async function keepFile(context: OperationContext, provider: ProviderRow, given: string, content: Readable): Promise<void> {
  const name = fileName(given);
  const objectKey = `uploads/${provider.id}/${newResourceId()}`;
  const { size, sha256 } = await context.objects.put(objectKey, content, uploadLimit);
  try {
    await discard(context, provider.id, await providers.addFile(context.store, provider.id, { name, size: BigInt(size), sha256, objectKey }));
  } catch (thrown) {
    // A file that no row names would stay for ever.
    await context.objects.remove(objectKey);
    throw thrown;
  }
}

/** Takes the files of a form one after the other, as they come. */
async function keepForm(context: OperationContext, provider: ProviderRow, request: Request, contentType: string): Promise<void> {
  const form = busboy({ headers: { 'content-type': contentType }, limits: { files: filesLimit, fields: 20, fieldSize: 1024 }, defParamCharset: 'utf8' });
  const body = bodyOf(request);
  let kept: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    form.on('file', (_field, stream, info) => {
      // A form that breaks off breaks its file, perhaps before anybody reads it; whoever reads it then is told.
      stream.on('error', () => undefined);
      kept = kept.then(() => keepFile(context, provider, info.filename ?? '', stream));
      kept.catch((thrown: unknown) => {
        body.destroy();
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
      });
    });
    form.on('filesLimit', () => reject(new AppError('too-large', { public: `More than ${filesLimit} files in one upload; pack them into a .zip.` })));
    form.on('error', () => reject(new AppError('invalid-input', { public: 'The upload broke off or is not a form.' })));
    form.on('close', () => {
      kept.then(resolve, reject);
    });
    body.on('error', reject);
    body.pipe(form);
  });
}

/** The upload route: see `streamRoutes` of the contract. */
export function uploadRoute(request: Request, context: OperationContext): Promise<Response> {
  return answering(context, 'upload', async () => {
    const identifier = parameter(request, 'DataProviderIdentifier');
    const provider = await findProvider(context, identifier);
    const contentType = request.headers.get('content-type') ?? '';
    const isForm = contentType.toLowerCase().startsWith('multipart/form-data');
    const name = isForm ? '' : fileName(parameter(request, 'FileName'));
    if (new URL(request.url).searchParams.get('Replace') === 'true') await discard(context, provider.id, await providers.removeFiles(context.store, provider.id));
    if (isForm) await keepForm(context, provider, request, contentType);
    else await keepFile(context, provider, name, bodyOf(request));
    return json(200, { DataProvider: shownProvider(context, await findProvider(context, identifier)) });
  });
}

/** RFC 6266: a plain name for old clients and the real one in UTF-8. */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/** Artifacts that were made before their folder was changed lie where they were. */
async function openArtifact(context: OperationContext, project: ProjectRow, key: string): ReturnType<OperationContext['objects']['open']> {
  const objects = await artifactsOf(context, project);
  try {
    return await objects.open(key);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'not-found' || objects === context.objects) throw thrown;
    return context.objects.open(key);
  }
}

async function storedFile(context: OperationContext, project: ProjectRow, key: string, type: string, name: string): Promise<Response> {
  const { size, content } = await openArtifact(context, project, key);
  return new Response(Readable.toWeb(content) as unknown as ConstructorParameters<typeof Response>[0], {
    headers: { 'content-type': type, 'content-length': String(size), 'content-disposition': attachment(name), 'cache-control': 'no-store' },
  });
}

/** The download route: the zip that an export-script request made, or an exported assessment. */
export function downloadRoute(request: Request, context: OperationContext): Promise<Response> {
  return answering(context, 'download', async () => {
    const project = await findProject(context, parameter(request, 'MigrationProjectIdentifier'));
    const report = new URL(request.url).searchParams.get('ReportName');
    if (report !== null) return storedFile(context, project, assessmentKey(project, report), report.endsWith('.pdf') ? 'application/pdf' : 'application/zip', report);
    const id = parameter(request, 'RequestIdentifier');
    const row = /^[0-9a-f-]{36}$/i.test(id) ? await requests.find(context.store, id) : null;
    if (row === null || row.projectId !== project.id || row.kind !== 'export-script' || row.resultKey === null) throw new AppError('not-found', { public: `Migration project "${project.name}" has no result for this request.` });
    const wanted = (row.options as { fileName?: string }).fileName ?? `${project.name}-${row.createdAt.toISOString().slice(0, 19).replaceAll(':', '-')}`;
    return storedFile(context, project, row.resultKey, 'application/zip', wanted.toLowerCase().endsWith('.zip') ? wanted : `${wanted}.zip`);
  });
}

/** How often the events route looks for changes, and how often it says that it lives; in milliseconds. */
const watchInterval = 500;
const aliveInterval = 15_000;
/** What ended so lately is told to a client that comes (back) now; in milliseconds. */
const recently = 60_000;
/** Requests that are followed: the newest. */
const latest = 20;
/** Log events in one look at most; the rest comes with the next. */
const logsAtOnce = 500;

/** The events route: every running request of a project, then each change of any, until the client goes. */
export function eventsRoute(request: Request, context: OperationContext): Promise<Response> {
  return answering(context, 'events', async () => {
    const project = await findProject(context, parameter(request, 'MigrationProjectIdentifier'));
    const encoder = new TextEncoder();
    const withLogs = new URL(request.url).searchParams.get('Logs') === 'true';
    const sent = new Map<string, string>();
    const seen = new Map<string, string>();
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => clearTimeout(timer);
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        let lastWord = 0;
        let lastLog = withLogs ? await logEvents.last(context.store, project.id) : 0n;
        const say = (text: string): void => {
          controller.enqueue(encoder.encode(text));
          lastWord = Date.now();
        };
        const look = async (): Promise<void> => {
          const versions = new Map((await requests.versions(context.store, project.id, requestKinds, latest)).map((row) => [row.id, row.version]));
          const ids = [...versions.keys()].filter((id) => seen.get(id) !== versions.get(id));
          const changed = ids.length === 0 ? [] : await requests.list(context.store, project.id, { ids }, { skip: 0, take: latest });
          for (const row of changed.reverse()) {
            const data = JSON.stringify(shownRequest(context, row));
            const hash = createHash('md5').update(data).digest('hex');
            const known = sent.get(row.id);
            sent.set(row.id, hash);
            const longOver = lastWord === 0 && row.finishedAt !== null && Date.now() - row.finishedAt.getTime() > recently;
            if (known !== hash && !longOver) say(`event: request\ndata: ${data}\n\n`);
          }
          // What was written after its version was read is looked at again the next time.
          for (const [id, version] of versions) seen.set(id, version);
          if (withLogs)
            for (const row of await logEvents.list(context.store, project.id, { after: lastLog }, logsAtOnce)) {
              lastLog = row.id;
              say(`event: log\ndata: ${JSON.stringify(shownEvent(row))}\n\n`);
            }
          if (Date.now() - lastWord > aliveInterval || lastWord === 0) say(': alive\n\n');
        };
        const again = (): void => {
          timer = setTimeout(() => {
            look().then(again, (thrown: unknown) => {
              context.log('warn', 'the events of a project broke off', { error: thrown instanceof Error ? thrown.message : String(thrown) });
              stop();
              controller.error(thrown);
            });
          }, lastWord === 0 ? 0 : watchInterval);
        };
        request.signal.addEventListener('abort', stop, { once: true });
        again();
      },
      cancel: stop,
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } });
  });
}
