import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError, contentOf, escapeXml, send, xml } from './http';
import type { Answer } from './http';
import { logsService, secretsService } from './json-services';
import { listService } from './query-services';
import { s3Service } from './s3';
import type { Transfer } from './s3';

/** Access key that the emulator knows; any other is refused as AWS refuses it. Signatures are not checked. */
export const emulatorCredentials = { accessKeyId: 'AKIAFERRYTESTS000000', secretAccessKey: 'for-tests-only' } as const;

/** A role that may be assumed; any other is refused. */
export const emulatorRole = 'arn:aws:iam::000000000000:role/ferry';

export interface AwsEmulator {
  readonly endpoint: string;
  readonly openUploads: (bucket: string) => number;
  /** Every content that was sent to a bucket, in order. */
  readonly transfers: (bucket: string) => readonly Transfer[];
  /** Texts of the secrets, by name. */
  readonly secrets: Map<string, string>;
  readonly contents: (bucket: string) => readonly { readonly key: string; readonly content: Buffer }[];
  /** Everything that was written to CloudWatch Logs. */
  readonly logs: () => readonly string[];
  readonly versions: (bucket: string, key: string) => readonly string[];
  close(): Promise<void>;
}

const temporaryKey = 'ASIAFERRYTESTS000000';

const identity = 'arn:aws:sts::000000000000:assumed-role/ferry-host/i-0123';

/** Services that take forms: EC2, RDS and STS. */
function formService(form: URLSearchParams): Answer {
  if (form.get('Action') === 'GetCallerIdentity')
    return xml(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${identity}</Arn><UserId>A</UserId><Account>000000000000</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`);
  return listService(form) ?? assumeRole(form);
}

/** `sts:AssumeRole` (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
function assumeRole(form: URLSearchParams): Answer {
  if (form.get('Action') !== 'AssumeRole' || form.get('RoleArn') !== emulatorRole) throw new AwsError('AccessDenied', 403, 'not authorized to perform: sts:AssumeRole');
  const expires = new Date(Date.now() + 3_600_000).toISOString();
  return xml(
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${temporaryKey}</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>y</SessionToken><Expiration>${expires}</Expiration></Credentials><AssumedRoleUser><Arn>${emulatorRole}</Arn><AssumedRoleId>A:ferry</AssumedRoleId></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>`,
  );
}

/**
 * S3, Secrets Manager, CloudWatch Logs, STS and the lists of EC2 and RDS in memory, on a port of the loopback interface, for tests that go through the real SDK.
 * Development only.
 */
export async function startAwsEmulator({ port = 0, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string } = {}): Promise<AwsEmulator> {
  const s3 = s3Service();
  const secrets = secretsService();
  const logs = logsService();

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const key = /Credential=([A-Z0-9]+)\//.exec(request.headers.authorization ?? '')?.[1];
    if (key !== emulatorCredentials.accessKeyId && key !== temporaryKey) throw new AwsError('InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.');
    const target = request.headers['x-amz-target']?.toString();
    if (target?.startsWith('secretsmanager.') === true) {
      const input = JSON.parse((await contentOf(request)).toString()) as Readonly<Record<string, unknown>>;
      return { headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(secrets.answer(target.slice('secretsmanager.'.length), input)) };
    }
    if (target?.startsWith('Logs_20140328.') === true) {
      const input = JSON.parse((await contentOf(request)).toString()) as Readonly<Record<string, unknown>>;
      return { headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(logs.answer(target.slice('Logs_20140328.'.length), input)) };
    }
    const url = new URL(request.url ?? '/', 'http://emulator');
    if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) return formService(new URLSearchParams((await contentOf(request)).toString()));
    return s3.answer(request, url);
  };

  const refuse = (request: IncomingMessage, response: ServerResponse, thrown: unknown): void => {
    const error = thrown instanceof AwsError ? thrown : new AwsError('InternalError', 500, String(thrown));
    if (request.headers['x-amz-target'] !== undefined) send(response, { status: error.status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify({ __type: error.code, message: error.message }) });
    else if (request.method === 'HEAD') send(response, { status: error.status });
    else if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) send(response, { ...xml(`<ErrorResponse><Error><Type>Sender</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error></ErrorResponse>`), status: error.status });
    else send(response, { ...xml(`<Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error>`), status: error.status });
  };

  const server = createServer((request, response) => {
    answer(request).then(
      (given) => send(response, given),
      (thrown: unknown) => refuse(request, response, thrown),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    openUploads: s3.openUploads,
    transfers: s3.transfers,
    versions: s3.versions,
    contents: s3.contents,
    logs: logs.events,
    secrets: secrets.secrets,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
