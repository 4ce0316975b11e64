import { isOperationName, operations } from '@ferry/contract';
import type { ErrorBody, OperationInput, OperationName, OperationOutput } from '@ferry/contract';
import { AppError, errorCodes, toAppError } from '@ferry/kernel';
import type { z } from 'zod';
import { actionItemHandlers } from './action-items';
import { assessmentHandlers } from './assessment';
import { aggregatedAssessmentHandlers } from './aggregated-assessment';
import { assessmentRunHandlers } from './assessment-runs';
import { applyPlanHandlers } from './apply-plan';
import { applyResultHandlers } from './apply-results';
import { awsResourceHandlers } from './aws-resources';
import type { OperationContext } from './context';
import { connectionTestHandlers } from './connection-test';
import { conversionConfigurationHandlers } from './conversion-configuration';
import { dataProviderHandlers } from './data-providers';
import { editTargetCodeHandlers } from './edit-target-code';
import { exportAssessmentHandlers } from './export-assessment';
import type { Handlers } from './handlers';
import { instanceProfileHandlers } from './instance-profiles';
import { logHandlers } from './log-events';
import { metadataModelHandlers } from './metadata-model';
import { migrationProjectHandlers } from './migration-projects';
import { monitoringHandlers } from './monitoring';
import { relationHandlers } from './relations';
import { queryHandlers } from './query';
import { prerequisiteHandlers } from './prerequisites';
import { requestHandlers } from './requests';
import { sampleProjectHandlers } from './sample-project';
import { secretHandlers } from './secrets';
import { sourceFolderHandlers } from './source-folders';
import { targetDriftHandlers } from './target-drift';
import { statementHandlers } from './statements';
import { subnetGroupHandlers } from './subnet-groups';
import { tagHandlers } from './tags';
import { transformationEffectHandlers } from './transformation-effects';

const handlers: Handlers = {
  ...instanceProfileHandlers,
  ...dataProviderHandlers,
  ...migrationProjectHandlers,
  ...conversionConfigurationHandlers,
  ...requestHandlers,
  ...statementHandlers,
  ...queryHandlers,
  ...metadataModelHandlers,
  ...relationHandlers,
  ...assessmentHandlers,
  ...actionItemHandlers,
  ...assessmentRunHandlers,
  ...aggregatedAssessmentHandlers,
  ...prerequisiteHandlers,
  ...exportAssessmentHandlers,
  ...logHandlers,
  ...monitoringHandlers,
  ...secretHandlers,
  ...connectionTestHandlers,
  ...sourceFolderHandlers,
  ...awsResourceHandlers,
  ...targetDriftHandlers,
  ...subnetGroupHandlers,
  ...tagHandlers,
  ...transformationEffectHandlers,
  ...sampleProjectHandlers,
  ...editTargetCodeHandlers,
  ...applyPlanHandlers,
  ...applyResultHandlers,
};

/** What an operation answers over HTTP. */
export type Answer = { readonly status: 200; readonly body: unknown } | { readonly status: number; readonly body: ErrorBody };

/** At most so many problems of an input are spelled out. */
const problemsShown = 5;

function problemsOf(error: z.ZodError): string {
  return error.issues
    .slice(0, problemsShown)
    .map((issue) => `${issue.path.length === 0 ? 'input' : issue.path.join('.')}: ${issue.message}`)
    .join('; ');
}

/**
 * Runs one operation for a caller in this process.
 * @throws AppError
 */
export async function callOperation<N extends OperationName>(name: N, input: OperationInput<N>, context: OperationContext): Promise<OperationOutput<N>> {
  const schemas = operations[name];
  const parsed = schemas.input.safeParse(input);
  if (!parsed.success) throw new AppError('invalid-input', { public: `${name}: ${problemsOf(parsed.error)}` });
  const handler = handlers[name] as (input: unknown, context: OperationContext) => Promise<unknown>;
  const output = schemas.output.safeParse(await handler(parsed.data, context));
  if (!output.success) throw new AppError('internal', { public: 'Ferry made an answer that does not fit its own contract; the log has the details.', internal: `${name}: ${problemsOf(output.error)}` });
  return output.data as OperationOutput<N>;
}

/** An error as AWS JSON 1.1 tells it. */
export function errorAnswer(thrown: unknown, context: Pick<OperationContext, 'log'>, what: string): Answer {
  const error = toAppError(thrown);
  const { status, aws } = errorCodes[error.code];
  if (status >= 500) context.log('error', `${what} failed`, { code: error.code, internal: error.internal ?? error.message });
  return { status, body: { __type: aws, message: error.message } };
}

/** The one door: runs the operation of this name, answers what came out or what went wrong. Never throws. */
export async function dispatch(name: string, input: unknown, context: OperationContext): Promise<Answer> {
  try {
    if (!isOperationName(name)) throw new AppError('invalid-input', { public: `There is no operation "${name.slice(0, 100)}".` });
    return { status: 200, body: await callOperation(name, input as OperationInput<OperationName>, context) };
  } catch (thrown) {
    return errorAnswer(thrown, context, name.slice(0, 100));
  }
}
