'use client';
import { useCallback, useMemo, useSyncExternalStore } from 'react';

/** `local`: this browser remembers it; `session`: this window does, also over a reload. */
export type Memory = 'local' | 'session';

const listeners = new Set<() => void>();
const fallbackMemory = new Map<string, string>();
const storageOf = (memory: Memory): Storage => (memory === 'local' ? window.localStorage : window.sessionStorage);

function read(memory: Memory, key: string): string | null {
  try {
    return storageOf(memory).getItem(key) ?? fallbackMemory.get(key) ?? null;
  } catch {
    // The browser forbids storage (private window, policy): what is chosen lasts until the page is left.
    return fallbackMemory.get(key) ?? null;
  }
}

function write(memory: Memory, key: string, text: string | undefined): void {
  try {
    if (text === undefined) storageOf(memory).removeItem(key);
    else storageOf(memory).setItem(key, text);
    fallbackMemory.delete(key);
  } catch {
    // Forbidden or full: as above.
    if (text === undefined) fallbackMemory.delete(key);
    else fallbackMemory.set(key, text);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function parsed<T>(text: string | null, fallback: T): T {
  if (text === null) return fallback;
  try {
    return JSON.parse(text) as T;
  } catch {
    // Written by another version of Ferry or by hand.
    return fallback;
  }
}

/** A choice that is remembered. `fallback` must be the same object on every call; setting undefined forgets. */
export function useStored<T>(key: string, fallback: T, memory: Memory = 'local'): [T, (value: T) => void] {
  const name = `ferry.${key}`;
  const text = useSyncExternalStore(subscribe, () => read(memory, name), () => null);
  const set = useCallback((value: T) => write(memory, name, value === undefined ? undefined : JSON.stringify(value)), [memory, name]);
  // The same object as long as nothing was chosen: much is worked out of it.
  const value = useMemo(() => parsed(text, fallback), [text, fallback]);
  return [value, set];
}
