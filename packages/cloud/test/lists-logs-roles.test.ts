import { CloudWatchLogsClient, DeleteLogGroupCommand, DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { emulatorRole } from '@ferry/testkit/aws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assumePolicy, bucketPolicy, logGroupOf, logsPolicy, openAws, s3Objects, s3Place, secretPolicy, trustPolicy } from '../src';
import type { Aws, LogLine } from '../src';
import { batches } from '../src/cloudwatch-logs';
import { localAws } from './aws';
import type { LocalAws } from './aws';

let local: LocalAws;
let aws: Aws;
beforeAll(async () => {
  local = await localAws();
  aws = openAws({ ...local.access, logs: true });
});
afterAll(async () => {
  aws.close();
  await local.close();
});
const line = (second: number, module: string, message: string): LogLine => ({ at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)), level: 'info', module, message });

describe('logs in CloudWatch', () => {
  it('go to the group of the project, a stream a module, and survive that the group is deleted', async () => {
    const client = new CloudWatchLogsClient(local.access);
    const logGroupName = logGroupOf('P1');
    expect(logGroupName).toBe('dms-tasks-sct-P1');
    const told = async (logStreamName: string): Promise<(string | undefined)[]> => ((await client.send(new GetLogEventsCommand({ logGroupName, logStreamName }))).events ?? []).map((e) => e.message);
    await aws.logs?.write('P1', [line(2, 'loader', 'second'), line(1, 'loader', 'first'), line(1, 'prover', 'refused')]);
    expect((await client.send(new DescribeLogStreamsCommand({ logGroupName }))).logStreams?.map((s) => s.logStreamName)).toEqual(['loader', 'prover']);
    expect(await told('loader')).toEqual(['INFO first', 'INFO second']);
    await client.send(new DeleteLogGroupCommand({ logGroupName }));
    await aws.logs?.write('P1', [line(3, 'loader', 'third')]);
    expect(await told('loader')).toEqual(['INFO third']);
    client.destroy();
  });

  it('are cut into batches that the service takes', () => {
    const long = 'x'.repeat(400_000);
    expect(batches([line(1, 'a', long), line(2, 'a', long), line(3, 'a', long)]).map((b) => b.length)).toEqual([2, 1]);
    expect(batches(Array.from({ length: 10_001 }, (_, i) => line(i, 'a', 'm'))).map((b) => b.length)).toEqual([10_000, 1]);
  });
});

describe('lists', () => {
  it('tell networks and databases, page after page', async () => {
    expect(await aws.network()).toMatchObject({ vpcs: [{ id: 'vpc-0a1b2c3d', name: 'main' }], subnets: [{ zone: 'us-east-1a' }, { zone: 'us-east-1b' }], securityGroups: [{ id: 'sg-0a1b', name: 'ferry' }], subnetGroups: [{ name: 'databases', zones: ['us-east-1a', 'us-east-1b'] }] });
    expect(await aws.databases()).toMatchObject([
      { id: 'legacy', engine: 'sqlserver-se', host: 'legacy.abc.us-east-1.rds.amazonaws.com', port: 1433 },
      { id: 'orders', engine: 'postgres', port: 5432 },
    ]);
  });
});

describe('roles', () => {
  it('are taken on, or the refusal says what is missing', async () => {
    await aws.tryRole(emulatorRole);
    await expect(aws.tryRole('arn:aws:iam::000000000000:role/other')).rejects.toMatchObject({ code: 'access-denied', message: expect.stringMatching(/sts:AssumeRole on it, and the role's trust policy/) as string });
  });
  it('have documents that name one resource each', async () => {
    expect(trustPolicy(await aws.identity()).Statement).toEqual([{ Sid: 'LetFerryTakeItOn', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:role/ferry-host' }, Action: ['sts:AssumeRole'] }]);
    const secret = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-AbCdEf';
    expect(secretPolicy(secret, 'us-east-1').Statement.map((s) => s.Resource)).toEqual([[secret], ['arn:aws:kms:eu-central-1:123456789012:key/*']]);
    expect(secretPolicy('prod/shop', 'us-east-1').Statement.map((s) => s.Resource)).toEqual([['arn:aws:secretsmanager:us-east-1:*:secret:prod/shop-??????'], ['arn:aws:kms:us-east-1:*:key/*']]);
    expect(bucketPolicy(s3Place('s3://team/shop'), true).Statement.map((s) => s.Resource)).toEqual([['arn:aws:s3:::team'], ['arn:aws:s3:::team/shop/*']]);
    expect(bucketPolicy(s3Place('s3://team'), false).Statement[1]?.Action).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
    expect(logsPolicy(logGroupOf('P1'), 'eu-central-1', '123456789012').Statement[0]?.Resource?.[0]).toBe('arn:aws:logs:eu-central-1:123456789012:log-group:dms-tasks-sct-P1');
    expect(assumePolicy([emulatorRole]).Statement[0]?.Resource).toEqual([emulatorRole]);
  });
});

describe('scripts in S3', () => {
  const limits = { files: 3, bytes: 1000 };
  const read = (uri: string, most = limits) => aws.scripts(uri, undefined, (name) => name.endsWith('.sql'), most, new AbortController().signal);
  it('are those under the folder, in the order of their keys', async () => {
    await local.makeBucket('ddl', true);
    const objects = s3Objects(s3Place('s3://ddl'), local.access);
    for (const key of ['shop/b.sql', 'shop/a/c.sql', 'shop/readme.md', 'shop-old/x.sql']) await objects.put(key, Buffer.from(key));
    expect((await read('s3://ddl/shop')).map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([['a/c.sql', 'shop/a/c.sql'], ['b.sql', 'shop/b.sql']]);
    expect((await read('s3://ddl/shop/b.sql')).map(({ name }) => name)).toEqual(['b.sql']);
    await expect(read('s3://ddl/none')).rejects.toMatchObject({ code: 'not-found' });
    await expect(read('s3://ddl', { files: 2, bytes: 1000 })).rejects.toMatchObject({ code: 'too-large' });
    await expect(read('s3://ddl', { files: 9, bytes: 20 })).rejects.toMatchObject({ code: 'too-large' });
    await expect(read('s3://missing-bucket/x')).rejects.toMatchObject({ code: 'not-found' });
    objects.close();
  });
});
