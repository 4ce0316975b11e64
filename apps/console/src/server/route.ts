import { AppError } from '@ferry/kernel';
import { errorAnswer } from '@ferry/operations';
import type { OperationContext } from '@ferry/operations';
import { allowedHosts, refusal } from './guard';
import { securityHeaders } from './headers';
import { log, operationContext } from './operations';
import { admission, refusedWithoutToken } from './start-token';

const hosts = allowedHosts(process.env['FERRY_ALLOWED_HOSTS']);

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/x-amz-json-1.1', 'Cache-Control': 'no-store', ...securityHeaders } });
}

type Handle = (request: Request, context: OperationContext) => Promise<Response>;

/** What every API route does first: the guard, also where the proxy was not in between, and the context of the process. */
export function apiRoute(handle: Handle): (request: Request) => Promise<Response> {
  return async (request) => {
    const refused = refusal({ method: request.method, headers: request.headers, navigates: false }, hosts);
    if (refused !== undefined) return answer(403, { __type: 'AccessDeniedFault', message: refused });
    const { pathname } = new URL(request.url);
    if (admission({ pathname, presented: null, headers: request.headers }, process.env['FERRY_START_TOKEN']) !== 'admitted') return answer(401, { __type: 'AccessDeniedFault', message: refusedWithoutToken });
    let context: OperationContext;
    try {
      context = await operationContext();
    } catch (thrown) {
      const failure = new AppError('unavailable', { public: 'The database with the state of Ferry does not answer. Check that it runs, then try again.', internal: String(thrown), cause: thrown });
      const { status, body } = errorAnswer(failure, { log }, 'opening the state');
      return answer(status, body);
    }
    const response = await handle(request, context);
    for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
    return response;
  };
}
