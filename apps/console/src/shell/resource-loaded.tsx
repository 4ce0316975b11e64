'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loading } from './loading';
import { NotFound } from './not-found';
import { Failed } from './resource-table';

interface LoadedProps<T> {
  readonly query: UseQueryResult<T | null>;
  /** What is loaded, for people. */
  readonly kind: string;
  readonly missing: string;
  readonly children: (found: T) => ReactNode;
}

/** A page's content once its resource is there; until then, or when it cannot be, that. */
export function Loaded<T>({ query, kind, missing, children }: LoadedProps<T>): ReactNode {
  if (query.data === null) return <NotFound text={missing} />;
  if (query.data !== undefined) return children(query.data);
  return query.isError ? <Failed what={kind} error={query.error} onRetry={() => void query.refetch()} /> : <Loading />;
}
