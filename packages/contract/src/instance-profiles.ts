import { z } from 'zod';
import { description, filtered, identifier, moment, nextPage, resourceName, tag, total } from './shared';

export const instanceProfile = z.object({
  InstanceProfileArn: z.string(),
  InstanceProfileName: z.string(),
  InstanceProfileCreationTime: moment,
  AvailabilityZone: z.string().optional(),
  KmsKeyArn: z.string().optional(),
  PubliclyAccessible: z.boolean().optional(),
  NetworkType: z.string().optional(),
  Description: z.string().optional(),
  SubnetGroupIdentifier: z.string().optional(),
  VpcSecurityGroups: z.array(z.string()).optional(),
  /** Ferry's: where artifacts of its projects go unless the project says otherwise (AWS had it here until 2024). */
  S3BucketPath: z.string().optional(),
  S3BucketRoleArn: z.string().optional(),
  /** Ferry's: a folder of the server for artifacts; missing is Ferry's own data folder. */
  ArtifactsFolder: z.string().optional(),
  /** Ferry's: names of the projects that use it. */
  UsedBy: z.array(z.string()).optional(),
});
export type InstanceProfile = z.infer<typeof instanceProfile>;

const members = {
  AvailabilityZone: z.string().max(255).optional(),
  KmsKeyArn: z.string().max(2048).optional(),
  PubliclyAccessible: z.boolean().optional(),
  NetworkType: z.enum(['IPV4', 'IPV6', 'DUAL']).optional(),
  InstanceProfileName: resourceName.optional(),
  Description: description.optional(),
  SubnetGroupIdentifier: z.string().max(255).optional(),
  VpcSecurityGroups: z.array(z.string().max(255)).max(50).optional(),
  S3BucketPath: z.string().max(2048).optional(),
  S3BucketRoleArn: z.string().max(2048).optional(),
  /** Empty goes back to Ferry's own data folder. Inside a folder of `FERRY_ARTIFACTS_FOLDERS`; it must be there. */
  ArtifactsFolder: z.string().max(4096).optional(),
};

export const instanceProfileOperations = {
  CreateInstanceProfile: {
    input: z.strictObject({ ...members, Tags: z.array(tag).max(50).optional() }),
    output: z.object({ InstanceProfile: instanceProfile }),
  },
  DescribeInstanceProfiles: {
    input: z.strictObject(filtered),
    output: z.object({ ...nextPage, ...total, InstanceProfiles: z.array(instanceProfile) }),
  },
  ModifyInstanceProfile: {
    input: z.strictObject({ InstanceProfileIdentifier: identifier, ...members }),
    output: z.object({ InstanceProfile: instanceProfile }),
  },
  DeleteInstanceProfile: {
    input: z.strictObject({ InstanceProfileIdentifier: identifier }),
    output: z.object({ InstanceProfile: instanceProfile }),
  },
} as const;
