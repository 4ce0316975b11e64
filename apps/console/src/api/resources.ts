import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { OperationInput, OperationName, OperationOutput } from '@ferry/contract';
import { ApiError, call } from './client';
import { callAll } from './hooks';

/** One kind of resource: the operation that lists it, and how one of it is asked for. */
export interface ResourceKind<N extends OperationName, T> {
  readonly operation: N;
  /** Name of AWS's filter that takes a name or an ARN. */
  readonly filter: string;
  readonly rows: (output: OperationOutput<N>) => readonly T[];
}

/** All of a kind. */
export const useResources = <N extends OperationName, T>(kind: ResourceKind<N, T>): UseQueryResult<T[]> =>
  useQuery({ queryKey: [kind.operation], queryFn: ({ signal }) => callAll(kind.operation, {} as OperationInput<N>, kind.rows, signal) });

/** One by name; null when there is none. `every`: milliseconds between two looks, for pages that another window may change. */
export const useResource = <N extends OperationName, T>(kind: ResourceKind<N, T>, name: string, every?: number): UseQueryResult<T | null> =>
  useQuery({
    ...(every === undefined ? {} : { refetchInterval: every }),
    queryKey: [kind.operation, name],
    queryFn: async ({ signal }) => {
      try {
        const page = await call(kind.operation, { Filters: [{ Name: kind.filter, Values: [name] }] } as OperationInput<N>, signal);
        return kind.rows(page)[0] ?? null;
      } catch (thrown) {
        // AWS answers a filter on an unknown identifier with a fault, not with an empty list.
        if (thrown instanceof ApiError && thrown.status === 404) return null;
        throw thrown;
      }
    },
  });
