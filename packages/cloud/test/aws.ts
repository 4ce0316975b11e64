import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { emulatorCredentials, startAwsEmulator } from '@ferry/testkit/aws';
import type { AwsEmulator } from '@ferry/testkit/aws';
import type { AwsAccess } from '../src';

export interface LocalAws {
  readonly emulator: AwsEmulator;
  readonly access: AwsAccess;
  makeBucket(name: string, versioned: boolean): Promise<void>;
  makeSecret(name: string, text: string): Promise<void>;
  close(): Promise<void>;
}

/** Another emulator that somebody runs, for what does not look inside of ours. */
const realEndpoint = process.env['FERRY_TEST_AWS_ENDPOINT'] ?? '';

/** The emulator, with credentials for it in the environment, where the SDK looks first. @param any another one will do, too */
export async function localAws(any = false): Promise<LocalAws> {
  const emulator = await startAwsEmulator();
  const access = { region: 'us-east-1', endpoint: any && realEndpoint !== '' ? realEndpoint : emulator.endpoint };
  process.env['AWS_ACCESS_KEY_ID'] = emulatorCredentials.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = emulatorCredentials.secretAccessKey;
  const s3 = new S3Client({ ...access, forcePathStyle: true });
  const secrets = new SecretsManagerClient(access);
  return {
    emulator,
    access,
    makeBucket: async (Bucket, versioned) => {
      await s3.send(new CreateBucketCommand({ Bucket }));
      if (versioned) await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    },
    makeSecret: async (Name, SecretString) => {
      await secrets.send(new CreateSecretCommand({ Name, SecretString }));
    },
    close: async () => {
      s3.destroy();
      secrets.destroy();
      await emulator.close();
    },
  };
}
