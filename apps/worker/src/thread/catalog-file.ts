import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Catalog } from '@ferry/catalog';

/** Without what tables hold: rows come and go, and the definitions stay the same. */
function definitions(catalog: Catalog): Catalog {
  if (!catalog.objects.some((object) => object.kind === 'TABLE' && object.size !== undefined)) return catalog;
  return {
    ...catalog,
    objects: catalog.objects.map((object) => {
      if (object.kind !== 'TABLE') return object;
      const { size: _size, ...definition } = object;
      return definition;
    }),
  };
}

/** Packs a catalogue for the object store: JSON, compressed. The hash is that of its definitions. */
export function packCatalog(catalog: Catalog): { bytes: Uint8Array; hash: string } {
  const json = JSON.stringify(catalog);
  const plain = definitions(catalog);
  return { bytes: gzipSync(json, { level: 4 }), hash: createHash('sha256').update(plain === catalog ? json : JSON.stringify(plain)).digest('hex') };
}

export const unpackCatalog = (bytes: Uint8Array): Catalog => JSON.parse(gunzipSync(bytes).toString('utf8')) as Catalog;
