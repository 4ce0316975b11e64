'use client';
import { isFinished } from '@ferry/contract';
import type { OperationOutput } from '@ferry/contract';
import { useState } from 'react';
import { useChange, useOperation } from '@/api/hooks';

export type QueryOutcome = OperationOutput<'DescribeQuery'>;

export interface QueryRun {
  /** What the last script came to, or how far it is. */
  readonly outcome: QueryOutcome | undefined;
  readonly running: boolean;
  readonly error: Error | null;
  readonly start: (script: string, allowChanges: boolean, maxRows: number) => void;
  readonly cancel: () => void;
}

/** Milliseconds between two looks at a script that runs. */
const interval = 300;

/** Runs one script at a time on the target of a project. */
export function useQueryRun(project: string): QueryRun {
  const identifier = { MigrationProjectIdentifier: project };
  const [id, setId] = useState<string>();
  const start = useChange('StartQuery', []);
  const cancel = useChange('CancelRequest', ['DescribeQuery']);
  const [over, setOver] = useState(false);
  const found = useOperation('DescribeQuery', { ...identifier, RequestIdentifier: id ?? '' }, { enabled: id !== undefined, ...(over ? {} : { every: interval }) });
  const outcome = id === undefined ? undefined : found.data;
  const ended = outcome !== undefined && isFinished(outcome.Status);
  if (ended && !over) setOver(true);
  return {
    outcome,
    running: start.isPending || (id !== undefined && !ended && !found.isError),
    error: start.error ?? (id === undefined ? null : found.error),
    start: (script, allowChanges, maxRows) => {
      setId(undefined);
      setOver(false);
      start.mutate({ ...identifier, Script: script, AllowChanges: allowChanges, MaxRows: maxRows }, { onSuccess: ({ RequestIdentifier }) => setId(RequestIdentifier) });
    },
    cancel: () => {
      if (id !== undefined) cancel.mutate({ ...identifier, RequestIdentifier: id });
    },
  };
}
