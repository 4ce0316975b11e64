'use client';
import type { ReactNode } from 'react';
import { Crash } from '@/shell/crash';

/** The frame itself threw: nothing of it may be used here. */
export default function FrameError({ error, reset }: { readonly error: Error; readonly reset: () => void }): ReactNode {
  return (
    <html lang="en">
      <body>
        <Crash error={error} onRetry={reset} />
      </body>
    </html>
  );
}
