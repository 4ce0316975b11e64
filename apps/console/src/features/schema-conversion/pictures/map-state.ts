import type { MapEntry } from '@ferry/contract';

export type MapState = 'converted' | 'items' | 'not-converted' | 'none';

/** The worst that is true of any object of an entry, once something of it was converted. */
export function stateOf(entry: MapEntry): MapState {
  if (entry.NotConverted > 0) return 'not-converted';
  if (entry.ConvertedWithItems > 0) return 'items';
  return entry.Converted > 0 ? 'converted' : 'none';
}
