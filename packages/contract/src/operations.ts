import type { z } from 'zod';
import { awsResourceOperations } from './aws-resources';
import { assessmentOperations } from './assessment';
import { aggregatedAssessmentOperations } from './aggregated-assessment';
import { assessmentRunOperations } from './assessment-runs';
import { connectionTestOperations } from './connection-test';
import { conversionConfigurationOperations } from './conversion-configuration';
import { dataProviderOperations } from './data-providers';
import { instanceProfileOperations } from './instance-profiles';
import { logOperations } from './log-events';
import { metadataModelOperations } from './metadata-model';
import { migrationProjectOperations } from './migration-projects';
import { monitoringOperations } from './monitoring';
import { queryOperations } from './query';
import { prerequisiteOperations } from './prerequisites';
import { requestOperations } from './requests';
import { secretOperations } from './secrets';
import { sourceFolderOperations } from './source-folders';
import { subnetGroupOperations } from './subnet-groups';
import { tagOperations } from './tags';
import { targetCodeOperations } from './target-code';

/** The whole server in one table: operation name -> what goes in and what comes out. */
export const operations = {
  ...instanceProfileOperations,
  ...dataProviderOperations,
  ...migrationProjectOperations,
  ...conversionConfigurationOperations,
  ...requestOperations,
  ...queryOperations,
  ...metadataModelOperations,
  ...assessmentOperations,
  ...assessmentRunOperations,
  ...aggregatedAssessmentOperations,
  ...awsResourceOperations,
  ...prerequisiteOperations,
  ...logOperations,
  ...monitoringOperations,
  ...secretOperations,
  ...connectionTestOperations,
  ...sourceFolderOperations,
  ...targetCodeOperations,
  ...subnetGroupOperations,
  ...tagOperations,
} as const;

export type OperationName = keyof typeof operations;
export type OperationInput<N extends OperationName> = z.input<(typeof operations)[N]['input']>;
export type OperationOutput<N extends OperationName> = z.output<(typeof operations)[N]['output']>;
export const isOperationName = (name: string): name is OperationName => Object.hasOwn(operations, name);

/** `X-Amz-Target` of AWS JSON 1.1 is this, a dot and the operation's name. */
export const serviceTarget = 'AmazonDMSv20160101';
