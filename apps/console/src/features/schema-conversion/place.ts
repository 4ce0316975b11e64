'use client';
import type { Origin } from '@ferry/contract';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

export const codeTabs = ['source', 'target', 'both', 'properties', 'columns', 'parameters', 'related'] as const;
export type CodeTab = (typeof codeTabs)[number];
export const reportTabs = ['summary', 'items', 'pictures', 'apply'] as const;
export type ReportTab = (typeof reportTabs)[number];

/** What the schema conversion screen shows, all of it in the address: a link or a reload leads to the same view. */
export interface Place {
  readonly side: Origin;
  readonly node: string | undefined;
  readonly code: CodeTab;
  readonly report: ReportTab;
  /** Line to show in the code of the selected node. */
  readonly line: number | undefined;
}


function placeOf(query: URLSearchParams): Place {
  const code = query.get('code') ?? '';
  const report = query.get('report') ?? '';
  const line = Number(query.get('line'));
  return {
    side: query.get('side') === 'target' ? 'TARGET' : 'SOURCE',
    node: query.get('node') ?? undefined,
    code: codeTabs.find((one) => one === code) ?? 'source',
    report: reportTabs.find((one) => one === report) ?? 'summary',
    line: Number.isInteger(line) && line > 0 ? line : undefined,
  };
}

export function usePlace(): [Place, (change: Partial<Place>) => void] {
  const query = useSearchParams();
  const path = usePathname();
  const text = query.toString();
  const place = useMemo<Place>(() => placeOf(new URLSearchParams(text)), [text]);
  const change = useCallback(
    (part: Partial<Place>) => {
      // From the address as it is now: a second change may come before the first was drawn.
      const next = { ...placeOf(new URLSearchParams(window.location.search)), line: undefined, ...part };
      const query = new URLSearchParams();
      if (next.side === 'TARGET') query.set('side', 'target');
      if (next.node !== undefined) query.set('node', next.node);
      if (next.code !== 'source') query.set('code', next.code);
      if (next.report !== 'summary') query.set('report', next.report);
      if (next.line !== undefined) query.set('line', String(next.line));
      window.history.replaceState(null, '', `${path}?${query.toString()}`);
    },
    [path],
  );
  return [place, change];
}
