'use client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { shellWords as words } from '@/words/shell';

/** Shown in place of a page that threw. */
export function Crash({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactNode {
  return (
    <Alert type="error" header={words.crashTitle} action={<Button onClick={onRetry}>{words.tryAgain}</Button>}>
      {words.crashText} ({error.message})
    </Alert>
  );
}
