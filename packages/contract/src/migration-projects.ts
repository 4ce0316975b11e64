import { z } from 'zod';
import { description, filtered, identifier, moment, nextPage, ofProject, paging, resourceName, tag, total } from './shared';

const descriptorDefinition = z.strictObject({
  DataProviderIdentifier: identifier,
  /** A secret that Ferry keeps (name or ARN), or one of AWS Secrets Manager: ARN, `secretsmanager:<name>`, or a name together with the role. */
  SecretsManagerSecretId: z.string().max(2048).optional(),
  SecretsManagerAccessRoleArn: z.string().max(2048).optional(),
});
const descriptor = z.object({
  DataProviderName: z.string(),
  DataProviderArn: z.string(),
  SecretsManagerSecretId: z.string().optional(),
  SecretsManagerAccessRoleArn: z.string().optional(),
  /** Ferry's: the name of the credentials, when they are of Ferry's own store. */
  SecretName: z.string().optional(),
  /** Ferry's: the provider's engine. */
  Engine: z.string().optional(),
});
const applicationAttributes = z.strictObject({
  S3BucketPath: z.string().max(2048).optional(),
  S3BucketRoleArn: z.string().max(2048).optional(),
  /** Ferry's: a folder of the server for the artifacts of this project, as in the instance profile. */
  ArtifactsFolder: z.string().max(4096).optional(),
});

/** Ferry's: what the target of a project is. `virtual` takes no connection, `embedded` is a database that Ferry keeps for it. */
export const targetKind = z.enum(['virtual', 'embedded', 'server']);
export type TargetKind = z.infer<typeof targetKind>;

/** Whether schema conversion is launched (DMS Schema Conversion: "Status must not be Open" to modify or delete). */
export const schemaConversionStatus = z.enum(['OPEN', 'CLOSED']);

export const migrationProject = z.object({
  MigrationProjectName: z.string(),
  MigrationProjectArn: z.string(),
  MigrationProjectCreationTime: moment,
  SourceDataProviderDescriptors: z.array(descriptor),
  TargetDataProviderDescriptors: z.array(descriptor),
  InstanceProfileArn: z.string(),
  InstanceProfileName: z.string(),
  TransformationRules: z.string().optional(),
  Description: z.string().optional(),
  SchemaConversionApplicationAttributes: applicationAttributes.optional(),
  /** Ferry's. */
  SchemaConversionStatus: schemaConversionStatus.optional(),
  /** Ferry's: the last launch. */
  SchemaConversionOpenTime: moment.optional(),
  /** Ferry's: whether the source tree has been loaded. */
  SourceLoaded: z.boolean().optional(),
  /** Ferry's: changes can be applied to an embedded target and to a server. */
  TargetKind: targetKind.optional(),
  /** Ferry's: where its artifacts go, for people. */
  ArtifactsLocation: z.string().optional(),
});
export type MigrationProject = z.infer<typeof migrationProject>;

const members = {
  TransformationRules: z.string().max(131_072).optional(),
  Description: description.optional(),
  SchemaConversionApplicationAttributes: applicationAttributes.optional(),
};

export const migrationProjectOperations = {
  CreateMigrationProject: {
    input: z.strictObject({
      MigrationProjectName: resourceName.optional(),
      SourceDataProviderDescriptors: z.array(descriptorDefinition).length(1),
      TargetDataProviderDescriptors: z.array(descriptorDefinition).length(1),
      InstanceProfileIdentifier: identifier,
      ...members,
      Tags: z.array(tag).max(50).optional(),
    }),
    output: z.object({ MigrationProject: migrationProject }),
  },
  DescribeMigrationProjects: {
    input: z.strictObject(filtered),
    output: z.object({ ...nextPage, ...total, MigrationProjects: z.array(migrationProject) }),
  },
  ModifyMigrationProject: {
    input: z.strictObject({
      ...ofProject,
      MigrationProjectName: resourceName.optional(),
      SourceDataProviderDescriptors: z.array(descriptorDefinition).length(1).optional(),
      TargetDataProviderDescriptors: z.array(descriptorDefinition).length(1).optional(),
      InstanceProfileIdentifier: identifier.optional(),
      ...members,
    }),
    output: z.object({ MigrationProject: migrationProject }),
  },
  DeleteMigrationProject: {
    input: z.strictObject(ofProject),
    output: z.object({ MigrationProject: migrationProject }),
  },
  /** Ferry's: the console's "Launch schema conversion". Starts the import of the source the first time. */
  OpenSchemaConversion: {
    input: z.strictObject(ofProject),
    output: z.object({ MigrationProject: migrationProject, RequestIdentifier: z.string().optional() }),
  },
  /**
   * Ferry's: "Explore with the sample". Makes an instance profile, data providers (script source, embedded target) and a project from
   * the sample database that comes with Ferry; what is there already is taken as it is.
   */
  CreateSampleProject: {
    input: z.strictObject({}),
    output: z.object({ MigrationProject: migrationProject, Created: z.boolean() }),
  },
  /** Ferry's: what transformation rules would do to the source tree as it is loaded now; nothing is kept. */
  DescribeTransformationEffects: {
    input: z.strictObject({ ...ofProject, TransformationRules: z.string().max(131_072), Text: z.string().max(255).optional(), ...paging }),
    output: z.object({
      ...nextPage,
      ...total,
      /** For each rule, in their order: how many objects it finds. */
      Hits: z.array(z.int()),
      /** What gets another name or type. The default naming (case, clashes, length) follows afterwards. */
      Effects: z.array(z.object({ Kind: z.enum(['database', 'schema', 'table', 'view', 'column']), Name: z.string(), Result: z.string(), Type: z.string().optional(), ResultType: z.string().optional() })),
    }),
  },
  /** Ferry's: the console's "Close schema conversion". Refused while a request runs. */
  CloseSchemaConversion: {
    input: z.strictObject(ofProject),
    output: z.object({ MigrationProject: migrationProject }),
  },
} as const;
