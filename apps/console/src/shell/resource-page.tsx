'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFollow } from './follow';
import { Loading } from './loading';
import { NotFound } from './not-found';
import { Page } from './page';
import type { Crumb } from './page';
import { Failed } from './resource-table';
import { resourceWords as words } from '@/words/resources';

interface ResourcePageProps<T> {
  readonly name: string;
  readonly kind: string;
  readonly crumbs: readonly Crumb[];
  readonly query: UseQueryResult<T | null>;
  readonly missing: string;
  readonly modify: string;
  /** Why it cannot be modified now, if so. */
  readonly fixed?: ((found: T) => string | undefined) | undefined;
  /** The dialog that asks before it is deleted. */
  readonly deletion: (found: T, onClose: () => void) => ReactNode;
  readonly children: (found: T) => ReactNode;
}

/** The page of one resource: its name, Modify and Delete, and what is known of it. */
export function ResourcePage<T>({ name, kind, crumbs, query, missing, modify, fixed, deletion, children }: ResourcePageProps<T>): ReactNode {
  const follow = useFollow();
  const [deleting, setDeleting] = useState(false);
  const found = query.data;
  if (found === null) return <NotFound text={missing} />;
  const reason = found === undefined ? undefined : fixed?.(found);
  return (
    <Page title={name} crumbs={crumbs}>
      {found === undefined ? (
        query.isError ? <Failed what={kind} error={query.error} onRetry={() => void query.refetch()} /> : <Loading />
      ) : (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel={words.refresh} loading={query.isRefetching} onClick={() => void query.refetch()} />
                <Button href={modify} onFollow={follow} disabled={reason !== undefined} {...(reason === undefined ? {} : { disabledReason: reason })}>
                  {words.modify}
                </Button>
                <Button onClick={() => setDeleting(true)}>{words.delete}</Button>
              </SpaceBetween>
            }
          >
            {name}
          </Header>
          {children(found)}
          {deleting ? deletion(found, () => setDeleting(false)) : null}
        </SpaceBetween>
      )}
    </Page>
  );
}
