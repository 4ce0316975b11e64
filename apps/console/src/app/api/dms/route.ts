import { serviceTarget } from '@ferry/contract';
import { operationRoute } from '@ferry/operations';
import { apiRoute } from '@/server/route';

export const dynamic = 'force-dynamic';

/** The operation table in AWS JSON 1.1: the console and AWS's own clients call it alike. */
export const POST = apiRoute((request, context) => {
  const target = request.headers.get('x-amz-target') ?? '';
  return operationRoute(request, target.startsWith(`${serviceTarget}.`) ? target.slice(serviceTarget.length + 1) : target, context);
});
