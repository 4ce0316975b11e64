'use client';
import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

export interface Appearance {
  readonly dark: boolean;
  readonly compact: boolean;
}

interface Switch extends Appearance {
  readonly set: (appearance: Appearance) => void;
}

const Context = createContext<Switch>({ dark: false, compact: false, set: () => undefined });

/** Cookies, not localStorage: the server draws the first page in the right colours, without a flash of white. */
function remember(appearance: Appearance): void {
  const year = 365 * 24 * 3600;
  document.cookie = `ferry-mode=${appearance.dark ? 'dark' : 'light'}; path=/; max-age=${year}; samesite=strict`;
  document.cookie = `ferry-density=${appearance.compact ? 'compact' : 'comfortable'}; path=/; max-age=${year}; samesite=strict`;
}

export function AppearanceProvider({ first, children }: { readonly first: Appearance; readonly children: ReactNode }): ReactNode {
  const [appearance, setAppearance] = useState(first);
  const set = useCallback((next: Appearance) => {
    setAppearance(next);
    remember(next);
    applyMode(next.dark ? Mode.Dark : Mode.Light);
    applyDensity(next.compact ? Density.Compact : Density.Comfortable);
  }, []);
  const value = useMemo(() => ({ ...appearance, set }), [appearance, set]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export const useAppearance = (): Switch => useContext(Context);
