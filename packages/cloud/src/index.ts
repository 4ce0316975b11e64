export type { AwsAccess } from './aws-access';
export { folderObjects } from './folder-objects';
export type { Objects } from './objects';
export { checkBucket, s3Objects, s3Place } from './s3-objects';
export type { BucketCheck, S3Place } from './s3-objects';
export { checkKey } from './safe-key';
export { readSecret, secretsManager } from './aws-secrets';
export type { Credentials, Secrets } from './aws-secrets';
