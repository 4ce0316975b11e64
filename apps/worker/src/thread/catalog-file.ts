import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Catalog } from '@ferry/catalog';

/** Packs a catalogue for the object store: JSON, compressed. The hash is that of the JSON. */
export function packCatalog(catalog: Catalog): { bytes: Uint8Array; hash: string } {
  const json = JSON.stringify(catalog);
  return { bytes: gzipSync(json, { level: 4 }), hash: createHash('sha256').update(json).digest('hex') };
}

export const unpackCatalog = (bytes: Uint8Array): Catalog => JSON.parse(gunzipSync(bytes).toString('utf8')) as Catalog;
