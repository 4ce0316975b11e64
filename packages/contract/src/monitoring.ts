import { z } from 'zod';
import { complexity, severity } from './proof';
import { schemaConversionRequest } from './requests';
import { moment, nextPage, ofProject, paging, total } from './shared';

/** Ferry's: the log of one migration project, under the name that a log service would keep it by. */
export const logGroup = z.object({ LogGroupName: z.string(), MigrationProjectName: z.string(), Events: z.int(), Errors: z.int(), LastEventTime: moment.optional() });
export type LogGroup = z.infer<typeof logGroup>;

/** Ferry's: what one request wrote, or (without a request) what the project's other work wrote. */
export const logStream = z.object({
  LogStreamName: z.string(),
  RequestIdentifier: z.string().optional(),
  Request: schemaConversionRequest.optional(),
  Events: z.int(),
  Errors: z.int(),
  FirstEventTime: moment,
  LastEventTime: moment,
});
export type LogStream = z.infer<typeof logStream>;

/** Ferry's: a request and the project that it belongs to. */
export const job = schemaConversionRequest.extend({ MigrationProjectName: z.string() });
export type Job = z.infer<typeof job>;

/** Ferry's: what one code of an action item means, wherever it is met. */
export const actionItemDefinition = z.object({
  Code: z.int(),
  Family: z.string(),
  Severity: severity,
  Complexity: complexity,
  Title: z.string(),
  RecommendedAction: z.string(),
  Effort: z.object({ Learning: z.number(), Occurrence: z.number() }),
  /** First version of the target that needs no work here. */
  FixedInTargetVersion: z.int().optional(),
});
export type ActionItemDefinition = z.infer<typeof actionItemDefinition>;

export const monitoringOperations = {
  /** Ferry's: one log group a migration project, by name. */
  DescribeLogGroups: { input: z.strictObject({}), output: z.object({ LogGroups: z.array(logGroup) }) },
  /** Ferry's: the streams of a project's log group, newest first; at most 1,000. */
  DescribeLogStreams: { input: z.strictObject(ofProject), output: z.object({ LogStreams: z.array(logStream) }) },
  /** Ferry's: the requests of all projects, newest first. */
  DescribeJobs: {
    input: z.strictObject({ MigrationProjectIdentifier: ofProject.MigrationProjectIdentifier.optional(), Unfinished: z.boolean().optional(), ...paging }),
    output: z.object({ ...nextPage, ...total, Jobs: z.array(job) }),
  },
  /** Ferry's: asks for the same once more: the selection, the side and the options of a request that has ended. */
  RetryRequest: { input: z.strictObject({ ...ofProject, RequestIdentifier: z.uuid() }), output: z.object({ RequestIdentifier: z.string() }) },
  /** Ferry's: every action item that a conversion between two engines can raise. Without engines those of the first pair there is. */
  DescribeActionItemDefinitions: {
    input: z.strictObject({ SourceEngine: z.string().max(64).optional(), TargetEngine: z.string().max(64).optional() }),
    output: z.object({ Definitions: z.array(actionItemDefinition) }),
  },
} as const;
