import { AppError } from '@ferry/kernel';

const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : '');
const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '');
const statusOf = (thrown: unknown): number | undefined => {
  const metadata = typeof thrown === 'object' && thrown !== null && '$metadata' in thrown ? thrown.$metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
};

/**
 * Words what AWS refuses, with the cure. The service's own text goes to the log only: it may name keys of the account.
 * @param what the thing that was asked for, for people: `the bucket "exports"`
 * @param permission the IAM action that is needed, for example `s3:PutObject`
 */
export function awsRefusal(thrown: unknown, what: string, permission: string): unknown {
  if (thrown instanceof AppError) return thrown;
  const internal = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const refused = (code: ConstructorParameters<typeof AppError>[0], text: string): AppError => new AppError(code, { public: text, internal, cause: thrown });
  switch (nameOf(thrown)) {
    case 'NoSuchBucket':
      return refused('not-found', `AWS does not know ${what}. Check its name and region.`);
    case 'NoSuchKey':
    case 'ResourceNotFoundException':
      return refused('not-found', `There is no such thing as ${what}. It may have been deleted.`);
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return refused('access-denied', `AWS does not accept the credentials that Ferry runs with, when asked for ${what}. Renew them, or correct the access key of Ferry's environment.`);
    case 'CredentialsProviderError':
      return refused('access-denied', `Ferry has no AWS credentials, which ${what} needs. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role for the machine.`);
    default:
  }
  const status = statusOf(thrown);
  if (status === 404) return refused('not-found', `There is no such thing as ${what}. It may have been deleted.`);
  if (status === 401 || status === 403) return refused('access-denied', `AWS denies access to ${what}. The role or user that Ferry runs with needs the permission ${permission}.`);
  if (['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(codeOf(thrown)) || nameOf(thrown) === 'TimeoutError')
    return refused('unavailable', `AWS cannot be reached for ${what}. Check the network, the region and the endpoint.`);
  return thrown;
}
