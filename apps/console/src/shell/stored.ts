'use client';
import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const memory = new Map<string, string>();

function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    // The browser forbids storage (private window, policy): what is chosen lasts until the page is left.
    return memory.get(key) ?? null;
  }
}

function write(key: string, text: string): void {
  try {
    window.localStorage.setItem(key, text);
  } catch {
    // Forbidden or full: as above.
    memory.set(key, text);
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

/** A choice that this browser remembers. `fallback` must be the same object on every call. */
export function useStored<T>(key: string, fallback: T): [T, (value: T) => void] {
  const name = `ferry.${key}`;
  const text = useSyncExternalStore(subscribe, () => read(name), () => null);
  const set = useCallback((value: T) => write(name, JSON.stringify(value)), [name]);
  return [parsed(text, fallback), set];
}
