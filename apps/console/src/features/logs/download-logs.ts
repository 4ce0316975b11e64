import type { LogEvent, OperationInput } from '@ferry/contract';
import { call } from '@/api/client';

/** More events than this are not for one file. */
export const mostDownloaded = 50_000;

/** The newest events that a filter lets through, oldest first. */
async function eventsOf(filter: OperationInput<'DescribeLogEvents'>): Promise<{ events: LogEvent[]; cut: boolean }> {
  const events: LogEvent[] = [];
  let marker: string | undefined;
  do {
    const page = await call('DescribeLogEvents', { ...filter, MaxRecords: 1000, ...(marker === undefined ? {} : { Marker: marker }) });
    events.push(...page.LogEvents);
    marker = page.Marker;
  } while (marker !== undefined && events.length < mostDownloaded);
  return { events: events.reverse(), cut: marker !== undefined };
}

const textLine = (event: LogEvent): string => `${event.Time} ${event.Level.toUpperCase().padEnd(5)} ${event.Module.padEnd(9)} ${event.Message}`;

/** Saves log events as a file of this browser. @returns whether older events were left out */
export async function downloadLogs(name: string, format: 'text' | 'json', filter: OperationInput<'DescribeLogEvents'>): Promise<boolean> {
  const { events, cut } = await eventsOf(filter);
  const text = events.map((event) => (format === 'json' ? JSON.stringify(event) : textLine(event))).join('\n');
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.${format === 'json' ? 'jsonl' : 'log'}`;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return cut;
}
