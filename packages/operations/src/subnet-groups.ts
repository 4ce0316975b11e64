import type { SubnetGroup } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { subnetGroups } from '@ferry/store';
import type { SubnetGroupRow } from '@ferry/store';
import type { OperationContext } from './context';
import { findSubnetGroup } from './find';
import type { Handlers } from './handlers';
import { arnOf, listing, resourceKey } from './names';
import { filterValues, pageOf, pageResult } from './paging';

const shown = async (context: OperationContext, row: SubnetGroupRow): Promise<SubnetGroup> => ({
  ReplicationSubnetGroupIdentifier: row.name,
  ReplicationSubnetGroupDescription: row.description,
  ...(row.vpcId === null ? {} : { VpcId: row.vpcId }),
  SubnetGroupStatus: 'Complete',
  Subnets: row.subnetIds.map((id) => ({ SubnetIdentifier: id, SubnetStatus: 'Active' })),
  IsReadOnly: false,
  ReplicationSubnetGroupArn: arnOf(context, 'subgrp', row.id),
  CreationTime: row.createdAt.toISOString(),
  UsedBy: await subnetGroups.usedBy(context.store, row.name),
});

/** @throws AppError for a subnet that is given twice */
function distinct(ids: readonly string[]): string[] {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new AppError('invalid-input', { public: `The subnet ${twice} is given twice.` });
  return [...ids];
}

export const subnetGroupHandlers: Pick<Handlers, 'CreateReplicationSubnetGroup' | 'DescribeReplicationSubnetGroups' | 'ModifyReplicationSubnetGroup' | 'DeleteReplicationSubnetGroup'> = {
  CreateReplicationSubnetGroup: async (input, context) => {
    const row = await subnetGroups.create(context.store, {
      name: input.ReplicationSubnetGroupIdentifier.toLowerCase(),
      description: input.ReplicationSubnetGroupDescription,
      vpcId: input.VpcId ?? null,
      subnetIds: distinct(input.SubnetIds),
      tags: input.Tags ?? [],
    });
    return { ReplicationSubnetGroup: await shown(context, row) };
  },
  DescribeReplicationSubnetGroups: async (input, context) => {
    const wanted = filterValues(input.Filters, ['replication-subnet-group-id']).get('replication-subnet-group-id');
    const page = pageOf(input);
    const keys = wanted?.map((id) => resourceKey('subgrp', id.startsWith('arn:') ? id : id.toLowerCase()));
    const found = await subnetGroups.list(context.store, keys, page);
    const { rows, ...next } = pageResult(found.rows, page);
    return { ...next, TotalCount: found.total, ReplicationSubnetGroups: await Promise.all(rows.map((row) => shown(context, row))) };
  },
  ModifyReplicationSubnetGroup: async (input, context) => {
    const { id } = await findSubnetGroup(context, input.ReplicationSubnetGroupIdentifier);
    const row = await subnetGroups.update(context.store, id, {
      ...(input.ReplicationSubnetGroupDescription === undefined ? {} : { description: input.ReplicationSubnetGroupDescription }),
      ...(input.VpcId === undefined ? {} : { vpcId: input.VpcId }),
      subnetIds: distinct(input.SubnetIds),
    });
    return { ReplicationSubnetGroup: await shown(context, row) };
  },
  DeleteReplicationSubnetGroup: async (input, context) => {
    const row = await findSubnetGroup(context, input.ReplicationSubnetGroupIdentifier);
    const users = await subnetGroups.usedBy(context.store, row.name);
    if (users.length > 0) throw new AppError('invalid-state', { public: `Subnet group "${row.name}" is used by instance profile ${listing(users)} and cannot be deleted. Choose another subnet group there first.` });
    await subnetGroups.remove(context.store, row.id);
    return {};
  },
};
