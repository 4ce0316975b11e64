'use client';
import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { shellWords } from '@/words/shell';

export function Loading({ text = shellWords.loading }: { readonly text?: string }): ReactNode {
  return (
    <Box padding="xxl" textAlign="center">
      <StatusIndicator type="loading">{text}</StatusIndicator>
    </Box>
  );
}
