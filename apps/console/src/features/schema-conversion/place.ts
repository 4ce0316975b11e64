'use client';
import type { Origin } from '@ferry/contract';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

export type CodeTab = 'source' | 'target' | 'both' | 'properties' | 'columns';
export type ReportTab = 'summary' | 'items' | 'apply';

/** What the schema conversion screen shows, all of it in the address: a link or a reload leads to the same view. */
export interface Place {
  readonly side: Origin;
  readonly node: string | undefined;
  readonly code: CodeTab;
  readonly report: ReportTab;
  /** Line to show in the code of the selected node. */
  readonly line: number | undefined;
}

const reportTabs: readonly string[] = ['summary', 'items', 'apply'];
const codeTabs: readonly string[] = ['source', 'target', 'both', 'properties', 'columns'];

export function usePlace(): [Place, (change: Partial<Place>) => void] {
  const query = useSearchParams();
  const path = usePathname();
  const code = query.get('code') ?? '';
  const report = query.get('report') ?? '';
  const line = Number(query.get('line'));
  const place = useMemo<Place>(
    () => ({
      side: query.get('side') === 'target' ? 'TARGET' : 'SOURCE',
      node: query.get('node') ?? undefined,
      code: codeTabs.includes(code) ? (code as CodeTab) : 'source',
      report: reportTabs.includes(report) ? (report as ReportTab) : 'summary',
      line: Number.isInteger(line) && line > 0 ? line : undefined,
    }),
    [query, code, report, line],
  );
  const change = useCallback(
    (part: Partial<Place>) => {
      const next = { ...place, line: undefined, ...part };
      const text = new URLSearchParams();
      if (next.side === 'TARGET') text.set('side', 'target');
      if (next.node !== undefined) text.set('node', next.node);
      if (next.code !== 'source') text.set('code', next.code);
      if (next.report !== 'summary') text.set('report', next.report);
      if (next.line !== undefined) text.set('line', String(next.line));
      window.history.replaceState(null, '', `${path}?${text.toString()}`);
    },
    [place, path],
  );
  return [place, change];
}
