'use client';
import type { Origin } from '@ferry/contract';
import { useStored } from '@/shell/stored';
import type { TreeSettings } from './tree-settings';

const start: TreeSettings = { hideEmptySchemas: true, hidden: '' };

/** Kept by this browser for each project, as DMS Schema Conversion keeps its Tree view settings out of the API. */
export const useTreeSettings = (project: string, origin: Origin): [TreeSettings, (settings: TreeSettings) => void] => useStored(`tree-view.${project}.${origin}`, start);
