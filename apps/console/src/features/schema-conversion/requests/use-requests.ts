'use client';
import { isFinished, nodeNames, rootPath, schemaConversionRequest, selectionRules, streamRoutes } from '@ferry/contract';
import type { SchemaConversionRequest } from '@ferry/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useOperation } from '@/api/hooks';
import { conversionWords as words, requestLabels } from '@/words/schema-conversion';
import { requestReaders } from '../stale';

/** What a request works on, in a few words. */
export function subjectOf(request: SchemaConversionRequest): string {
  if (request.SelectionRules === undefined) return '';
  try {
    const { rules } = selectionRules.parse(JSON.parse(request.SelectionRules));
    if (rules.length > 1) return words.selection(rules.length);
    const locator = rules[0]?.['object-locator'];
    const path = locator?.['node-path'];
    if (path === rootPath) return '';
    if (path !== undefined) return nodeNames(path).at(-1) ?? '';
    // `%` for a name stands for everything there.
    return Object.values(locator ?? {}).filter((value) => value !== '%').at(-1) ?? '';
  } catch {
    // Rules that another client wrote: the request is shown without its subject.
    return '';
  }
}

export const titleOf = (request: SchemaConversionRequest): string => `${requestLabels[request.Kind ?? 'convert']} ${subjectOf(request)}`.trim();

export interface Requests {
  /** The one that has not ended yet. */
  readonly running: SchemaConversionRequest | undefined;
  /** Why the last reading of the source failed, if it did. */
  readonly importFailure: string | undefined;
  /** Tells that a request was begun here: its end is announced however soon it comes. */
  readonly expect: (requestIdentifier: string) => void;
}

/** What ended this shortly before it was first seen may have changed what is on the screen; in milliseconds. */
const recently = 15_000;
const endedRecently = (request: SchemaConversionRequest): boolean => request.FinishTime !== undefined && Date.now() - Date.parse(request.FinishTime) < recently;

/**
 * Follows the requests of a project: live events, and a look at the list every second or so while those do not come. `onEnd` is called
 * once for each request that was seen running here, or begun here (`expect`), and has ended.
 */
export function useRequests(project: string, enabled: boolean, onEnd: (request: SchemaConversionRequest) => void): Requests {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  const [latest, setLatest] = useState<ReadonlyMap<string, SchemaConversionRequest>>(new Map());
  const seen = useRef(new Set<string>());
  const over = useRef(new Set<string>());
  const end = useRef(onEnd);
  end.current = onEnd;
  const anyRunning = [...latest.values()].some((request) => !isFinished(request.Status));
  const list = useOperation('DescribeRequests', { MigrationProjectIdentifier: project, MaxRecords: 20 }, { enabled, every: live ? 15_000 : anyRunning ? 1_000 : 3_000 });

  useEffect(() => {
    if (!enabled) return undefined;
    const events = new EventSource(`${streamRoutes.events}?${new URLSearchParams({ MigrationProjectIdentifier: project }).toString()}`);
    const receive = (event: MessageEvent<string>): void => {
      const request = schemaConversionRequest.safeParse(JSON.parse(event.data));
      if (request.success) setLatest((before) => new Map(before).set(request.data.RequestIdentifier, request.data));
    };
    events.onopen = () => setLive(true);
    events.onerror = () => setLive(false);
    events.addEventListener('request', receive);
    return () => events.close();
  }, [project, enabled]);

  const listed = list.data?.Requests;
  useEffect(() => {
    if (listed === undefined) return;
    // What an event told of a request that has ended stands: the list may be older.
    setLatest((before) => {
      const next = new Map(before);
      for (const request of listed) {
        const known = next.get(request.RequestIdentifier);
        if (known === undefined || !isFinished(known.Status)) next.set(request.RequestIdentifier, request);
      }
      return next;
    });
  }, [listed]);

  useEffect(() => {
    for (const request of latest.values()) {
      if (!isFinished(request.Status)) seen.current.add(request.RequestIdentifier);
      else {
        const announced = seen.current.delete(request.RequestIdentifier);
        const news = !over.current.has(request.RequestIdentifier) && endedRecently(request);
        over.current.add(request.RequestIdentifier);
        if (announced || news) for (const key of requestReaders) void client.invalidateQueries({ queryKey: [key] });
        // Trouble may have come before anyone looked.
        if (announced || (news && (request.Status === 'FAILED' || request.Unread !== undefined))) end.current(request);
      }
    }
  }, [latest, client]);

  // The names of a live source are there before it is read, and its tree before what is looked up in its code.
  const importing = [...latest.values()].find((request) => !isFinished(request.Status) && request.Kind === 'import');
  const reached = importing?.Progress?.ProgressStep;
  const news = importing !== undefined && (reached === 'LOADING_METADATA' || reached === 'ANALYZING') ? `${importing.RequestIdentifier} ${reached}` : undefined;
  useEffect(() => {
    if (news !== undefined) void client.invalidateQueries({ queryKey: ['tree'] });
  }, [news, client]);

  const expect = useCallback((requestIdentifier: string) => {
    seen.current.add(requestIdentifier);
    // Its end may have come before the answer that told its name: look again.
    setLatest((before) => new Map(before));
  }, []);
  const lastImport = [...latest.values()].filter((request) => request.Kind === 'import').sort((a, b) => (b.CreationTime ?? '').localeCompare(a.CreationTime ?? ''))[0];
  const importFailure = lastImport?.Status === 'FAILED' ? (lastImport.Error?.defaultErrorDetails.Message ?? lastImport.Status) : undefined;
  return { importFailure, running: [...latest.values()].find((request) => !isFinished(request.Status)), expect };
}
