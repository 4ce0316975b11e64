import type { Readable } from 'node:stream';

/**
 * Where big things lie: uploaded scripts, catalogues, results. Keys are relative paths with `/`. Two adapters: a folder, and (when
 * it is asked for) an S3 bucket.
 */
export interface Objects {
  /**
   * Stores a stream under a key; what was there is replaced. Readers see the old object or the whole new one, never a part.
   * @param limit most bytes; more is `too-large` and nothing is kept
   * @returns size in bytes and SHA-256 in hex of what was stored
   */
  put(key: string, content: Readable | Uint8Array, limit?: number): Promise<{ size: number; sha256: string }>;
  /** @throws AppError `not-found` */
  get(key: string): Promise<Uint8Array>;
  /** @throws AppError `not-found` */
  open(key: string): Promise<{ size: number; content: Readable }>;
  /** Nothing happens when there is none. */
  remove(key: string): Promise<void>;
  /** Removes every object whose key begins with this and `/`. */
  removeAll(prefix: string): Promise<void>;
}
