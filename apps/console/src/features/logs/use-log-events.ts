'use client';
import type { LogEvent } from '@ferry/contract';
import { useState } from 'react';
import { useOperation } from '@/api/hooks';
import type { UseQueryResult } from '@tanstack/react-query';
import type { OperationInput, OperationOutput } from '@ferry/contract';

type Input = OperationInput<'DescribeLogEvents'>;
export type Level = LogEvent['Level'];

export interface LogFilter {
  readonly text: string;
  readonly levels: readonly Level[];
  readonly modules: readonly string[];
  /** The request whose events alone are wanted. */
  readonly stream?: string | undefined;
}

export const noFilter: LogFilter = { text: '', levels: [], modules: [] };
export const isFiltered = (filter: LogFilter): boolean => filter.text !== '' || filter.levels.length > 0 || filter.modules.length > 0;

/** What is asked for, without its page. */
export const logInput = (project: string, filter: LogFilter): Input => ({
  MigrationProjectIdentifier: project,
  ...(filter.text === '' ? {} : { Text: filter.text }),
  ...(filter.levels.length === 0 ? {} : { Levels: [...filter.levels] }),
  ...(filter.modules.length === 0 ? {} : { Modules: [...filter.modules] }),
  ...(filter.stream === undefined ? {} : { RequestIdentifier: filter.stream }),
});

export const pageSize = 100;
/** Milliseconds between two looks of the live tail. */
const tailEvery = 2_000;

export interface LogPages {
  readonly query: UseQueryResult<OperationOutput<'DescribeLogEvents'>>;
  /** Counted from 1. */
  readonly page: number;
  readonly pages: number;
  /** Older pages were not looked at yet. */
  readonly more: boolean;
  readonly turnTo: (page: number) => void;
}

/** The log of a project page by page, newest first. A live tail looks at the first page again and again. */
export function useLogEvents(project: string, filter: LogFilter, live: boolean): LogPages {
  const key = JSON.stringify([project, filter]);
  /** Where each page begins; the first begins at the newest event. A change of the filter begins anew. */
  const [turned, setTurned] = useState<{ of: string; page: number; markers: readonly (string | undefined)[] }>({ of: key, page: 1, markers: [undefined] });
  const now = turned.of === key ? turned : { of: key, page: 1, markers: [undefined] };
  const marker = now.markers[now.page - 1];
  const input: Input = {
    ...logInput(project, filter),
    MaxRecords: pageSize,
    ...(marker === undefined ? {} : { Marker: marker }),
  };
  const query = useOperation('DescribeLogEvents', input, { keepPrevious: true, ...(live && now.page === 1 ? { every: tailEvery } : {}) });
  const next = query.data?.Marker;
  const turnTo = (page: number): void => {
    const markers = page > now.markers.length && next !== undefined ? [...now.markers, next] : now.markers;
    setTurned({ of: key, page: Math.min(page, markers.length), markers });
  };
  return { query, page: now.page, pages: now.markers.length, more: now.page === now.markers.length && next !== undefined, turnTo };
}
