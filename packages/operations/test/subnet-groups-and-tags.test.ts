import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import type { OperationInput, OperationName } from '@ferry/contract';
import { applyMigrations } from '@ferry/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOperation, dispatch, openOperations } from '../src';
import type { OpenedOperations } from '../src';

let database: TestDatabase;
let context: OpenedOperations;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  await applyMigrations(database.url);
  folder = await mkdtemp(join(tmpdir(), 'ferry-operations-'));
  context = await openOperations({ databaseUrl: database.url, dataFolder: folder, log: () => undefined });
});
afterAll(async () => {
  await context.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

const call = <N extends OperationName>(name: N, input: OperationInput<N>) => callOperation(name, input, context);
const refusal = async (name: string, input: unknown): Promise<string> => {
  const { status, body } = await dispatch(name, input, context);
  expect(status).toBeGreaterThanOrEqual(400);
  return (body as { message: string }).message;
};
const group = { ReplicationSubnetGroupIdentifier: 'Inner-Net', ReplicationSubnetGroupDescription: 'two zones', SubnetIds: ['subnet-0a1', 'subnet-0b2'] };

describe('subnet groups', () => {
  it('are created, listed, modified and deleted, unless an instance profile uses them', async () => {
    const { ReplicationSubnetGroup } = await call('CreateReplicationSubnetGroup', group);
    expect(ReplicationSubnetGroup).toMatchObject({ ReplicationSubnetGroupIdentifier: 'inner-net', SubnetGroupStatus: 'Complete', Subnets: [{ SubnetIdentifier: 'subnet-0a1' }, { SubnetIdentifier: 'subnet-0b2' }], UsedBy: [] });
    await call('CreateInstanceProfile', { InstanceProfileName: 'in-the-net', SubnetGroupIdentifier: 'inner-net' });
    const { ReplicationSubnetGroups, TotalCount } = await call('DescribeReplicationSubnetGroups', { Filters: [{ Name: 'replication-subnet-group-id', Values: ['INNER-net'] }] });
    expect([TotalCount, ReplicationSubnetGroups[0]?.UsedBy]).toEqual([1, ['in-the-net']]);
    await call('ModifyReplicationSubnetGroup', { ReplicationSubnetGroupIdentifier: 'inner-net', SubnetIds: ['subnet-0a1', 'subnet-0c3'], ReplicationSubnetGroupDescription: 'others' });
    expect(await refusal('DeleteReplicationSubnetGroup', { ReplicationSubnetGroupIdentifier: 'inner-net' })).toContain('used by instance profile in-the-net');
    await call('ModifyInstanceProfile', { InstanceProfileIdentifier: 'in-the-net', SubnetGroupIdentifier: '' });
    await call('DeleteReplicationSubnetGroup', { ReplicationSubnetGroupIdentifier: 'inner-net' });
    expect((await call('DescribeReplicationSubnetGroups', {})).ReplicationSubnetGroups).toEqual([]);
  });

  it('say what is wrong', async () => {
    expect(await refusal('CreateReplicationSubnetGroup', { ...group, SubnetIds: ['subnet-0a1'] })).toContain('at least two subnets');
    expect(await refusal('CreateReplicationSubnetGroup', { ...group, SubnetIds: ['subnet-0a1', 'subnet-0a1'] })).toContain('given twice');
    expect(await refusal('CreateReplicationSubnetGroup', { ...group, ReplicationSubnetGroupIdentifier: 'default' })).toContain('cannot be named');
    expect(await refusal('DeleteReplicationSubnetGroup', { ReplicationSubnetGroupIdentifier: 'nobody' })).toBe('There is no subnet group "nobody".');
  });
});

describe('tags', () => {
  it('are added, replaced, listed and removed on every kind of resource', async () => {
    const { InstanceProfile } = await call('CreateInstanceProfile', { InstanceProfileName: 'tagged', Tags: [{ Key: 'team', Value: 'data' }] });
    const { DataProvider } = await call('CreateDataProvider', { DataProviderName: 'tagged-source', Engine: 'sqlserver', Virtual: true, Settings: { MicrosoftSqlServerSettings: { DatabaseName: 'shop' } } });
    const { ReplicationSubnetGroup } = await call('CreateReplicationSubnetGroup', { ...group, ReplicationSubnetGroupIdentifier: 'tagged-group' });
    await call('CreateDataProvider', { DataProviderName: 'tagged-target', Engine: 'postgres', Virtual: true, Settings: { PostgreSqlSettings: {} } });
    const { MigrationProject } = await call('CreateMigrationProject', { MigrationProjectName: 'tagged', InstanceProfileIdentifier: 'tagged', SourceDataProviderDescriptors: [{ DataProviderIdentifier: 'tagged-source' }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'tagged-target' }] });
    for (const ResourceArn of [InstanceProfile.InstanceProfileArn, DataProvider.DataProviderArn, MigrationProject.MigrationProjectArn, ReplicationSubnetGroup.ReplicationSubnetGroupArn]) {
      await call('AddTagsToResource', { ResourceArn, Tags: [{ Key: 'team', Value: 'platform' }, { Key: 'cost', Value: '42' }] });
      expect((await call('ListTagsForResource', { ResourceArn })).TagList).toEqual([{ Key: 'team', Value: 'platform' }, { Key: 'cost', Value: '42' }]);
      await call('RemoveTagsFromResource', { ResourceArn, TagKeys: ['team'] });
      expect((await call('ListTagsForResource', { ResourceArnList: [ResourceArn] })).TagList).toEqual([{ Key: 'cost', Value: '42', ResourceArn }]);
    }
    const ResourceArn = InstanceProfile.InstanceProfileArn;
    expect(await refusal('AddTagsToResource', { ResourceArn, Tags: [{ Key: 'aws:x' }] })).toContain('does not begin with');
    expect(await refusal('AddTagsToResource', { ResourceArn, Tags: Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}` })) })).toContain('at most 50 tags');
    expect(await refusal('ListTagsForResource', { ResourceArn: 'arn:aws:dms:us-east-1:000000000000:secret:ABCDEFGHIJKLMNOPQRSTUVWXYZ' })).toContain('not the ARN of a resource with tags');
  });
});
