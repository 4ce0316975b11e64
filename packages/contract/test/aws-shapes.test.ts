import type * as aws from '@aws-sdk/client-database-migration-service';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { OperationInput, OperationName, OperationOutput } from '../src';
import { operations } from '../src';

/**
 * AWS's declarations against ours. Times are `Date` in the SDK and ISO text on the wire; where AWS says `X | undefined` for every
 * member, ours may demand it. What is compared: AWS's input is taken by us, and our output is understood as AWS's.
 */
type Wire<T> = T extends Date ? string : T extends readonly (infer E)[] ? Wire<E>[] : T extends object ? { [K in keyof T]: Wire<T[K]> } : T;

/** The SDK tells the engines' settings as a union of which one member is there; here the members beside each other. */
interface Settings {
  MicrosoftSqlServerSettings?: Loose<aws.MicrosoftSqlServerDataProviderSettings> | undefined;
  PostgreSqlSettings?: Loose<aws.PostgreSqlDataProviderSettings> | undefined;
}

/** Members that the SDK spells as `undefined` are left out by callers. */
type Loose<T> = T extends readonly (infer E)[] ? readonly Loose<E>[] : T extends object ? { [K in keyof T]?: (K extends 'Settings' ? Settings : Loose<T[K]>) | undefined } : T;

/** Operations of this cut that AWS has, with the SDK's input and output. */
interface AwsOperations {
  CreateInstanceProfile: [aws.CreateInstanceProfileCommandInput, aws.CreateInstanceProfileCommandOutput];
  DescribeInstanceProfiles: [aws.DescribeInstanceProfilesCommandInput, aws.DescribeInstanceProfilesCommandOutput];
  ModifyInstanceProfile: [aws.ModifyInstanceProfileCommandInput, aws.ModifyInstanceProfileCommandOutput];
  DeleteInstanceProfile: [aws.DeleteInstanceProfileCommandInput, aws.DeleteInstanceProfileCommandOutput];
  CreateDataProvider: [aws.CreateDataProviderCommandInput, aws.CreateDataProviderCommandOutput];
  DescribeDataProviders: [aws.DescribeDataProvidersCommandInput, aws.DescribeDataProvidersCommandOutput];
  ModifyDataProvider: [aws.ModifyDataProviderCommandInput, aws.ModifyDataProviderCommandOutput];
  DeleteDataProvider: [aws.DeleteDataProviderCommandInput, aws.DeleteDataProviderCommandOutput];
  CreateMigrationProject: [aws.CreateMigrationProjectCommandInput, aws.CreateMigrationProjectCommandOutput];
  DescribeMigrationProjects: [aws.DescribeMigrationProjectsCommandInput, aws.DescribeMigrationProjectsCommandOutput];
  ModifyMigrationProject: [aws.ModifyMigrationProjectCommandInput, aws.ModifyMigrationProjectCommandOutput];
  DeleteMigrationProject: [aws.DeleteMigrationProjectCommandInput, aws.DeleteMigrationProjectCommandOutput];
  CreateReplicationSubnetGroup: [aws.CreateReplicationSubnetGroupCommandInput, aws.CreateReplicationSubnetGroupCommandOutput];
  DescribeReplicationSubnetGroups: [aws.DescribeReplicationSubnetGroupsCommandInput, aws.DescribeReplicationSubnetGroupsCommandOutput];
  ModifyReplicationSubnetGroup: [aws.ModifyReplicationSubnetGroupCommandInput, aws.ModifyReplicationSubnetGroupCommandOutput];
  DeleteReplicationSubnetGroup: [aws.DeleteReplicationSubnetGroupCommandInput, aws.DeleteReplicationSubnetGroupCommandOutput];
  AddTagsToResource: [aws.AddTagsToResourceCommandInput, aws.AddTagsToResourceCommandOutput];
  ListTagsForResource: [aws.ListTagsForResourceCommandInput, aws.ListTagsForResourceCommandOutput];
  RemoveTagsFromResource: [aws.RemoveTagsFromResourceCommandInput, aws.RemoveTagsFromResourceCommandOutput];
  DescribeConversionConfiguration: [aws.DescribeConversionConfigurationCommandInput, aws.DescribeConversionConfigurationCommandOutput];
  ModifyConversionConfiguration: [aws.ModifyConversionConfigurationCommandInput, aws.ModifyConversionConfigurationCommandOutput];
  StartMetadataModelImport: [aws.StartMetadataModelImportCommandInput, aws.StartMetadataModelImportCommandOutput];
  DescribeMetadataModelImports: [aws.DescribeMetadataModelImportsCommandInput, aws.DescribeMetadataModelImportsCommandOutput];
  StartMetadataModelAssessment: [aws.StartMetadataModelAssessmentCommandInput, aws.StartMetadataModelAssessmentCommandOutput];
  DescribeMetadataModelAssessments: [aws.DescribeMetadataModelAssessmentsCommandInput, aws.DescribeMetadataModelAssessmentsCommandOutput];
  StartMetadataModelConversion: [aws.StartMetadataModelConversionCommandInput, aws.StartMetadataModelConversionCommandOutput];
  DescribeMetadataModelConversions: [aws.DescribeMetadataModelConversionsCommandInput, aws.DescribeMetadataModelConversionsCommandOutput];
  CancelMetadataModelConversion: [aws.CancelMetadataModelConversionCommandInput, aws.CancelMetadataModelConversionCommandOutput];
  StartMetadataModelCreation: [aws.StartMetadataModelCreationCommandInput, aws.StartMetadataModelCreationCommandOutput];
  DescribeMetadataModelCreations: [aws.DescribeMetadataModelCreationsCommandInput, aws.DescribeMetadataModelCreationsCommandOutput];
  CancelMetadataModelCreation: [aws.CancelMetadataModelCreationCommandInput, aws.CancelMetadataModelCreationCommandOutput];
  StartMetadataModelExportAsScript: [aws.StartMetadataModelExportAsScriptCommandInput, aws.StartMetadataModelExportAsScriptCommandOutput];
  DescribeMetadataModelExportsAsScript: [aws.DescribeMetadataModelExportsAsScriptCommandInput, aws.DescribeMetadataModelExportsAsScriptCommandOutput];
  StartMetadataModelExportToTarget: [aws.StartMetadataModelExportToTargetCommandInput, aws.StartMetadataModelExportToTargetCommandOutput];
  DescribeMetadataModelExportsToTarget: [aws.DescribeMetadataModelExportsToTargetCommandInput, aws.DescribeMetadataModelExportsToTargetCommandOutput];
  StartExtensionPackAssociation: [aws.StartExtensionPackAssociationCommandInput, aws.StartExtensionPackAssociationCommandOutput];
  DescribeExtensionPackAssociations: [aws.DescribeExtensionPackAssociationsCommandInput, aws.DescribeExtensionPackAssociationsCommandOutput];
  ExportMetadataModelAssessment: [aws.ExportMetadataModelAssessmentCommandInput, aws.ExportMetadataModelAssessmentCommandOutput];
  DescribeMetadataModel: [aws.DescribeMetadataModelCommandInput, aws.DescribeMetadataModelCommandOutput];
  DescribeMetadataModelChildren: [aws.DescribeMetadataModelChildrenCommandInput, aws.DescribeMetadataModelChildrenCommandOutput];
  GetTargetSelectionRules: [aws.GetTargetSelectionRulesCommandInput, aws.GetTargetSelectionRulesCommandOutput];
}
type Shared = keyof AwsOperations & OperationName;

/** Names of members of an input or output, but the SDK's own envelope. */
type Members<T> = Exclude<keyof T, '$metadata'>;

/** AWS's input members that we do not know. */
type UnknownInput = { [N in Shared]: Exclude<Members<AwsOperations[N][0]>, keyof OperationInput<N>> }[Shared];
/** AWS's output members that we never give. */
type UnknownOutput = { [N in Shared]: Exclude<Members<AwsOperations[N][1]>, keyof OperationOutput<N>> }[Shared];
/** Operations whose output AWS's clients would misread. */
type Misread = { [N in Shared]: OperationOutput<N> extends Loose<Wire<Omit<AwsOperations[N][1], '$metadata'>>> ? never : N }[Shared];

/** Operations that AWS has not, and we say so in the contract. */
const ferrysOwn = [
  'DescribeAwsNetwork',
  'DescribeRdsInstances',
  'DescribeProjectRoles',
  'DescribeTargetDrift',
  'DescribeApplyPlan',
  'CancelRequest',
  'CheckTargetCode',
  'CloseSchemaConversion',
  'CompareAssessmentRuns',
  'CreateSampleProject',
  'CreateSecret',
  'DeleteDataProviderFile',
  'DeleteSecret',
  'DescribeActionItems',
  'DescribeActionItemAssignees',
  'ModifyActionItems',
  'StartStatementDeletion',
  'DescribeAggregatedAssessment',
  'DescribeApplyResults',
  'DescribeAssessmentRun',
  'DescribeCodeLinks',
  'DescribeAssessmentRuns',
  'DescribeAssessmentSummary',
  'DescribeLogEvents',
  'DescribePrerequisites',
  'DescribeRequests',
  'DescribeSecrets',
  'DescribeSelection',
  'DescribeSourceFolders',
  'DescribeTargetCodeVersions',
  'DescribeTransformationEffects',
  'OpenSchemaConversion',
  'RestoreConvertedCode',
  'SaveTargetCode',
  'SearchMetadataModel',
  'StartWhatIf',
  'TestDataProviderConnection',
  'UpdateSecret',
  'DescribeQuery',
  'StartQuery',
  'DescribeRelatedObjects',
  'DescribeLogGroups',
  'DescribeLogStreams',
  'DescribeJobs',
  'RetryRequest',
  'DescribeActionItemDefinitions',
  'DescribeSchemaMap',
] as const;

describe('the shapes of AWS', () => {
  it('are known on the way in and understood on the way out', () => {
    expectTypeOf<UnknownInput>().toEqualTypeOf<never>();
    expectTypeOf<UnknownOutput>().toEqualTypeOf<never>();
    expectTypeOf<Misread>().toEqualTypeOf<never>();
    expectTypeOf<Exclude<OperationName, Shared | (typeof ferrysOwn)[number]>>().toEqualTypeOf<never>();
  });

  it('belong to operations that AWS has under the same names', async () => {
    const sdk = (await import('@aws-sdk/client-database-migration-service')) as Record<string, unknown>;
    const own = new Set<string>(ferrysOwn);
    for (const name of Object.keys(operations)) expect(typeof sdk[`${name}Command`], name).toBe(own.has(name) ? 'undefined' : 'function');
  });
});
