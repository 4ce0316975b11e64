'use client';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { shellWords } from '@/words/shell';

export interface Crumb {
  readonly text: string;
  readonly href: string;
}

export interface PageFrame {
  /** From the section down to this page; the product is put before. */
  readonly crumbs: readonly Crumb[];
  readonly contentType: 'table' | 'form' | 'default' | 'dashboard';
  /** The page fills the window and scrolls inside itself. */
  readonly fill: boolean;
}

const start: PageFrame = { crumbs: [], contentType: 'default', fill: false };
const Context = createContext<{ frame: PageFrame; setFrame: (frame: PageFrame) => void }>({ frame: start, setFrame: () => undefined });

export function PageFrameProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [frame, setFrame] = useState(start);
  const value = useMemo(() => ({ frame, setFrame }), [frame]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export const usePageFrame = (): PageFrame => useContext(Context).frame;

interface PageProps {
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  readonly contentType?: PageFrame['contentType'];
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** What every page is wrapped in: tells the frame its title and its place. */
export function Page({ title, crumbs, contentType = 'default', fill = false, children }: PageProps): ReactNode {
  const { setFrame } = useContext(Context);
  const path = JSON.stringify(crumbs);
  useEffect(() => setFrame({ crumbs: JSON.parse(path) as Crumb[], contentType, fill }), [setFrame, path, contentType, fill]);
  return (
    <>
      <title>{`${title} | ${shellWords.product}`}</title>
      {children}
    </>
  );
}
