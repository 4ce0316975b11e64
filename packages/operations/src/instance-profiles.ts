import type { InstanceProfile } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { newResourceId, profiles } from '@ferry/store';
import type { ProfileData, ProfileRow } from '@ferry/store';
import { artifactsColumn } from './artifacts';
import type { OperationContext } from './context';
import { findProfile } from './find';
import type { Handlers } from './handlers';
import { arnOf, listing, resourceKey } from './names';
import { filterValues, pageOf, pageResult } from './paging';

const shown = (context: OperationContext, row: ProfileRow): InstanceProfile => ({
  InstanceProfileArn: arnOf(context, 'instance-profile', row.id),
  InstanceProfileName: row.name,
  InstanceProfileCreationTime: row.createdAt.toISOString(),
  ...(row.availabilityZone === null ? {} : { AvailabilityZone: row.availabilityZone }),
  ...(row.kmsKeyArn === null ? {} : { KmsKeyArn: row.kmsKeyArn }),
  PubliclyAccessible: row.publiclyAccessible,
  NetworkType: row.networkType,
  ...(row.description === null ? {} : { Description: row.description }),
  ...(row.subnetGroup === null ? {} : { SubnetGroupIdentifier: row.subnetGroup }),
  VpcSecurityGroups: row.vpcSecurityGroups,
  ...(row.s3BucketPath === null ? {} : { S3BucketPath: row.s3BucketPath }),
  ...(row.s3BucketRole === null ? {} : { S3BucketRoleArn: row.s3BucketRole }),
  ...(row.artifactsFolder === null ? {} : { ArtifactsFolder: row.artifactsFolder }),
  UsedBy: row.projects.map((p) => p.name),
});

interface Members {
  readonly AvailabilityZone?: string | undefined;
  readonly KmsKeyArn?: string | undefined;
  readonly PubliclyAccessible?: boolean | undefined;
  readonly NetworkType?: string | undefined;
  readonly InstanceProfileName?: string | undefined;
  readonly Description?: string | undefined;
  readonly SubnetGroupIdentifier?: string | undefined;
  readonly VpcSecurityGroups?: string[] | undefined;
  readonly S3BucketPath?: string | undefined;
  readonly S3BucketRoleArn?: string | undefined;
}

const changes = (input: Members): Partial<ProfileData> => ({
  ...(input.InstanceProfileName === undefined ? {} : { name: input.InstanceProfileName }),
  ...(input.AvailabilityZone === undefined ? {} : { availabilityZone: input.AvailabilityZone || null }),
  ...(input.KmsKeyArn === undefined ? {} : { kmsKeyArn: input.KmsKeyArn || null }),
  ...(input.PubliclyAccessible === undefined ? {} : { publiclyAccessible: input.PubliclyAccessible }),
  ...(input.NetworkType === undefined ? {} : { networkType: input.NetworkType }),
  ...(input.Description === undefined ? {} : { description: input.Description }),
  ...(input.SubnetGroupIdentifier === undefined ? {} : { subnetGroup: input.SubnetGroupIdentifier }),
  ...(input.VpcSecurityGroups === undefined ? {} : { vpcSecurityGroups: input.VpcSecurityGroups }),
  ...(input.S3BucketPath === undefined ? {} : { s3BucketPath: input.S3BucketPath || null }),
  ...(input.S3BucketRoleArn === undefined ? {} : { s3BucketRole: input.S3BucketRoleArn || null }),
});

export const instanceProfileHandlers: Pick<Handlers, 'CreateInstanceProfile' | 'DescribeInstanceProfiles' | 'ModifyInstanceProfile' | 'DeleteInstanceProfile'> = {
  CreateInstanceProfile: async (input, context) => {
    const row = await profiles.create(context.store, {
      name: `instance-profile-${newResourceId().slice(0, 8).toLowerCase()}`,
      networkType: 'IPV4',
      publiclyAccessible: true,
      vpcSecurityGroups: [],
      tags: input.Tags ?? [],
      ...changes(input),
      ...(await artifactsColumn(context, input.ArtifactsFolder)),
    });
    return { InstanceProfile: shown(context, row) };
  },
  DescribeInstanceProfiles: async (input, context) => {
    const wanted = filterValues(input.Filters, ['instance-profile-identifier']).get('instance-profile-identifier');
    const page = pageOf(input);
    const found = await profiles.list(context.store, wanted?.map((id) => resourceKey('instance-profile', id)), page);
    const { rows, ...next } = pageResult(found.rows, page);
    return { ...next, TotalCount: found.total, InstanceProfiles: rows.map((row) => shown(context, row)) };
  },
  ModifyInstanceProfile: async (input, context) => {
    const { id } = await findProfile(context, input.InstanceProfileIdentifier);
    return { InstanceProfile: shown(context, await profiles.update(context.store, id, { ...changes(input), ...(await artifactsColumn(context, input.ArtifactsFolder)) })) };
  },
  DeleteInstanceProfile: async (input, context) => {
    const row = await findProfile(context, input.InstanceProfileIdentifier);
    if (row.projects.length > 0)
      throw new AppError('invalid-state', { public: `Instance profile "${row.name}" is used by migration project ${listing(row.projects.map((p) => p.name))} and cannot be deleted. Delete or modify that first.` });
    await profiles.remove(context.store, row.id);
    return { InstanceProfile: shown(context, row) };
  },
};
