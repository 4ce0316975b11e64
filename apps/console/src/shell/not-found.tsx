'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useFollow } from './follow';
import { Page } from './page';
import { routes } from './routes';
import { shellWords as words } from '@/words/shell';

export function NotFound({ text = words.notFoundText }: { readonly text?: string }): ReactNode {
  const follow = useFollow();
  return (
    <Page title={words.notFoundTitle} crumbs={[]}>
      <Box textAlign="center" padding={{ vertical: 'xxxl' }}>
        <SpaceBetween size="m">
          <Box variant="h1">{words.notFoundTitle}</Box>
          <Box variant="p" color="text-body-secondary">
            {text}
          </Box>
          <Button href={routes.migrationProjects} onFollow={follow}>
            {words.migrationProjects}
          </Button>
        </SpaceBetween>
      </Box>
    </Page>
  );
}
