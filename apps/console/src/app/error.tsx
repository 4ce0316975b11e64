'use client';
import type { ReactNode } from 'react';
import { Crash } from '@/shell/crash';

export default function PageError({ error, reset }: { readonly error: Error; readonly reset: () => void }): ReactNode {
  return <Crash error={error} onRetry={reset} />;
}
