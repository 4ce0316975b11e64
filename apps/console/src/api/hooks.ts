import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { OperationInput, OperationName, OperationOutput } from '@ferry/contract';
import { call } from './client';
import { queryKey } from './query-key';

export interface OperationOptions {
  readonly enabled?: boolean;
  /** Keeps the last answer on the screen while another input loads. */
  readonly keepPrevious?: boolean;
  /** Milliseconds between two looks; none when missing. */
  readonly every?: number;
}

/** Reads with one operation. */
export function useOperation<N extends OperationName>(operation: N, input: OperationInput<N>, options: OperationOptions = {}): UseQueryResult<OperationOutput<N>> {
  return useQuery<OperationOutput<N>>({
    queryKey: queryKey(operation, input),
    queryFn: ({ signal }) => call(operation, input, signal),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.every === undefined ? {} : { refetchInterval: options.every }),
    ...(options.keepPrevious === true ? { placeholderData: (previous: unknown) => previous as never } : {}),
  });
}

/** Changes something with one operation; what was read with `stale` operations is read again afterwards. */
export function useChange<N extends OperationName>(operation: N, stale: readonly OperationName[]): UseMutationResult<OperationOutput<N>, Error, OperationInput<N>> {
  const client = useQueryClient();
  return useMutation<OperationOutput<N>, Error, OperationInput<N>>({
    mutationFn: (input) => call(operation, input),
    onSuccess: () => Promise.all(stale.map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
}

/** All pages of a listing, for the short lists of resources. */
export async function callAll<N extends OperationName, T>(operation: N, input: OperationInput<N>, rows: (output: OperationOutput<N>) => readonly T[], signal?: AbortSignal): Promise<T[]> {
  const all: T[] = [];
  let marker: string | undefined;
  do {
    const page = await call(operation, { ...input, MaxRecords: 1000, ...(marker === undefined ? {} : { Marker: marker }) }, signal);
    all.push(...rows(page));
    marker = (page as { Marker?: string }).Marker;
  } while (marker !== undefined);
  return all;
}
