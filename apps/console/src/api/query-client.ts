import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './client';

/** Answers are fresh for some seconds; only what may pass on its own (server not there, fault of ours) is tried again, once. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) => count < 1 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
        retryDelay: 500,
      },
    },
  });
