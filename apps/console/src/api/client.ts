import { serviceTarget } from '@ferry/contract';
import type { OperationInput, OperationName, OperationOutput } from '@ferry/contract';

/** Where the one operation table is called: AWS JSON 1.1, as AWS's own clients speak it. */
export const operationsPath = '/api/dms';

/** A call that the server refused or that never reached it. `type` is the name of the error in AWS's API. */
export class ApiError extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status: number) {
    super(message);
    this.name = 'ApiError';
    this.type = type;
    this.status = status;
  }
}

const unreachable = 'The server did not answer. Check that Ferry is running, then try again.';

async function refused(response: Response): Promise<ApiError> {
  const text = await response.text();
  let body: { __type?: string; message?: string } = {};
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    // Not our own answer (a proxy's page, a guard's plain sentence): its text is no message for people unless it is short.
    body = text.length > 0 && text.length < 300 && !text.startsWith('<') ? { message: text } : {};
  }
  const type = (body.__type ?? 'InternalFailure').split('#').at(-1) ?? 'InternalFailure';
  return new ApiError(type, body.message ?? `The server answered with status ${response.status}.`, response.status);
}

/**
 * Calls one operation.
 * @throws ApiError with the server's words; an aborted signal throws the browser's own AbortError.
 */
export async function call<N extends OperationName>(operation: N, input: OperationInput<N>, signal?: AbortSignal): Promise<OperationOutput<N>> {
  let response: Response;
  try {
    response = await fetch(operationsPath, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `${serviceTarget}.${operation}` },
      body: JSON.stringify(input),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (thrown) {
    if (signal?.aborted === true) throw thrown;
    throw new ApiError('ServiceUnavailable', unreachable, 0);
  }
  if (!response.ok) throw await refused(response);
  return (await response.json()) as OperationOutput<N>;
}

/** The sentence of any failure, for people. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
