'use client';
import { useStored } from '@/shell/stored';

/** What a person is writing in place of one object's code. Kept by the window: choosing another object, or a reload, loses nothing. */
export interface Draft {
  readonly text: string;
  /** The text and revision that the person began with. */
  readonly base: string;
  readonly revision: string;
}

/** The draft for one target node, and a way to change or (with undefined) drop it. */
export const useDraft = (project: string, path: string): [Draft | undefined, (draft: Draft | undefined) => void] => useStored<Draft | undefined>(`draft.${project}.${path}`, undefined, 'session');
