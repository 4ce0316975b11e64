// `node scripts/aws-emulator.mjs`: the emulator of S3, Secrets Manager, CloudWatch Logs, STS, EC2 and RDS that the tests use, for people
// who want to try Ferry without an account. In memory; PORT (4566) and AWS_EMULATOR_LISTEN (127.0.0.1) say where.
import { loadSources } from './lib/load-sources.mjs';

const { startAwsEmulator, emulatorCredentials } = await loadSources(`export { startAwsEmulator, emulatorCredentials } from '@ferry/testkit/aws';`);
const emulator = await startAwsEmulator({ port: Number(process.env.PORT ?? 4566), host: process.env.AWS_EMULATOR_LISTEN ?? '127.0.0.1' });
console.log(`AWS_ENDPOINT_URL=${emulator.endpoint} AWS_ACCESS_KEY_ID=${emulatorCredentials.accessKeyId} AWS_SECRET_ACCESS_KEY=${emulatorCredentials.secretAccessKey}`);
const stop = () => void emulator.close().then(() => process.exit(0));
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
