'use client';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useFollow } from './follow';
import { routes } from './routes';
import { resourceWords } from '@/words/resources';

export function ResourceLink({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactNode {
  const follow = useFollow();
  return (
    <Link href={href} onFollow={follow}>
      {children}
    </Link>
  );
}

/** The projects that use a resource. */
export function ProjectLinks({ names }: { readonly names: readonly string[] | undefined }): ReactNode {
  if (names === undefined || names.length === 0) return resourceWords.none;
  return (
    <SpaceBetween size="xxs">
      {names.map((name) => (
        <ResourceLink key={name} href={routes.migrationProject(name)}>
          {name}
        </ResourceLink>
      ))}
    </SpaceBetween>
  );
}
