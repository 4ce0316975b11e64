import { AppError } from '@ferry/kernel';
import type { Page } from '@ferry/store';

export interface PageInput {
  readonly MaxRecords?: number | undefined;
  readonly Marker?: string | undefined;
}

const defaultPage = 100;

/** The rows that a marker and a page size mean. One more than the page is asked for, to know whether there is a next one. */
export function pageOf(input: PageInput): Page & { readonly size: number } {
  const size = input.MaxRecords ?? defaultPage;
  if (input.Marker === undefined) return { skip: 0, take: size + 1, size };
  const text = Buffer.from(input.Marker, 'base64url').toString('latin1');
  if (!/^from:\d{1,9}$/.test(text)) throw new AppError('invalid-input', { public: 'The marker is not one that an earlier answer gave.' });
  return { skip: Number(text.slice(5)), take: size + 1, size };
}

/** Cuts the extra row off and makes the marker of the next page. */
export function pageResult<T>(rows: readonly T[], page: { skip: number; size: number }): { rows: readonly T[]; Marker?: string } {
  if (rows.length <= page.size) return { rows };
  return { rows: rows.slice(0, page.size), Marker: Buffer.from(`from:${page.skip + page.size}`, 'latin1').toString('base64url') };
}

/** A page of a list that is in memory anyway. */
export const slicePage = <T>(rows: readonly T[], page: { skip: number; take: number; size: number }): { rows: readonly T[]; Marker?: string } => pageResult(rows.slice(page.skip, page.skip + page.take), page);

/** The values of a filter by its name. @throws AppError for a filter that the operation does not have */
export function filterValues(filters: readonly { Name: string; Values: readonly string[] }[] | undefined, known: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { Name, Values } of filters ?? []) {
    if (!known.includes(Name)) throw new AppError('invalid-input', { public: `There is no filter "${Name}" here; there are: ${known.join(', ')}.` });
    found.set(Name, [...(found.get(Name) ?? []), ...Values]);
  }
  return found;
}
