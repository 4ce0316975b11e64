/**
 * Every failure that Ferry can name. One row per code: the HTTP status, the name of the error in AWS's DMS API
 * (https://docs.aws.amazon.com/dms/latest/APIReference/CommonErrors.html) and whether trying again can help.
 */
export const errorCodes = {
  'invalid-input': { status: 400, aws: 'ValidationException', retry: false },
  'access-denied': { status: 403, aws: 'AccessDeniedFault', retry: false },
  'not-found': { status: 404, aws: 'ResourceNotFoundFault', retry: false },
  'already-exists': { status: 409, aws: 'ResourceAlreadyExistsFault', retry: false },
  'invalid-state': { status: 409, aws: 'InvalidResourceStateFault', retry: false },
  'quota-exceeded': { status: 400, aws: 'ResourceQuotaExceededFault', retry: false },
  'too-large': { status: 413, aws: 'ValidationException', retry: false },
  'failed-dependency': { status: 424, aws: 'FailedDependencyFault', retry: true },
  cancelled: { status: 409, aws: 'InvalidResourceStateFault', retry: false },
  unavailable: { status: 503, aws: 'ServiceUnavailable', retry: true },
  internal: { status: 500, aws: 'InternalFailure', retry: true },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/**
 * The one error class of Ferry. `public` is shown to people and must hold no secret; `internal` goes to the log only.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly internal: string | undefined;

  constructor(code: ErrorCode, options: { public: string; internal?: string; cause?: unknown }) {
    super(options.public, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.internal = options.internal;
  }
}

/** Any thrown value as an AppError; what we did not throw ourselves is `internal` and keeps its text out of sight. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const internal = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new AppError('internal', { public: 'Ferry met an unexpected error; the log has the details.', internal, cause: thrown });
}
