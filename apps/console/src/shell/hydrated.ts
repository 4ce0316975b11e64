'use client';
import { useSyncExternalStore } from 'react';

const never = (): (() => void) => () => undefined;

/** Whether the page answers to a person already: false in what the server draws. */
export const useHydrated = (): boolean => useSyncExternalStore(never, () => true, () => false);
