'use client';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { UseQueryResult } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFollow } from './follow';
import { Page } from './page';
import { ResourceTable } from './resource-table';
import type { ResourceColumn } from './resource-table';
import { resourceWords } from '@/words/resources';

/** What a list says of its kind of resource. */
export interface KindWords {
  readonly title: string;
  readonly description: string;
  readonly create: string;
  readonly loading: string;
  readonly find: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
}

interface ResourceListPageProps<T> {
  /** Key of the preferences in this browser. */
  readonly name: string;
  readonly words: KindWords;
  readonly address: string;
  readonly createAddress: string;
  readonly query: UseQueryResult<T[]>;
  readonly columns: readonly ResourceColumn<T>[];
  readonly nameOf: (row: T) => string;
  /** What can be done with the chosen resource, beside "Create". */
  readonly actions: (chosen: T | undefined) => ReactNode;
  /** In an empty list, beside the button that creates. */
  readonly emptyAction?: ReactNode;
  readonly children?: ReactNode;
}

/** The page that lists all resources of a kind; one of them can be chosen. */
export function ResourceListPage<T>(props: ResourceListPageProps<T>): ReactNode {
  const { words, query, nameOf } = props;
  const follow = useFollow();
  const [chosen, setChosen] = useState<string>();
  const selected = (query.data ?? []).filter((one) => nameOf(one) === chosen);
  const create = (variant: 'primary' | 'normal'): ReactNode => (
    <Button variant={variant} href={props.createAddress} onFollow={follow}>
      {words.create}
    </Button>
  );
  return (
    <Page title={words.title} crumbs={[{ text: words.title, href: props.address }]} contentType="table">
      <ResourceTable<T>
        name={props.name}
        title={words.title}
        description={words.description}
        columns={props.columns}
        rows={query.data}
        loading={query.isLoading}
        loadingText={words.loading}
        error={query.error}
        onRetry={() => void query.refetch()}
        idOf={nameOf}
        findLabel={words.find}
        empty={{
          title: words.emptyTitle,
          text: words.emptyText,
          action: (
            <SpaceBetween direction="horizontal" size="xs">
              {create('normal')}
              {props.emptyAction}
            </SpaceBetween>
          ),
        }}
        selected={selected}
        onSelect={(rows) => setChosen(rows[0] === undefined ? undefined : nameOf(rows[0]))}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" ariaLabel={resourceWords.refresh} loading={query.isRefetching} onClick={() => void query.refetch()} />
            {props.actions(selected[0])}
            {create('primary')}
          </SpaceBetween>
        }
      />
      {props.children}
    </Page>
  );
}

interface ModifyDeleteProps<T> {
  readonly chosen: T | undefined;
  readonly modify: (row: T) => string;
  readonly onDelete: (row: T) => void;
}

/** "Modify" and "Delete" for the chosen resource. */
export function ModifyDelete<T>({ chosen, modify, onDelete }: ModifyDeleteProps<T>): ReactNode {
  const router = useRouter();
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button disabled={chosen === undefined} onClick={() => chosen !== undefined && router.push(modify(chosen))}>
        {resourceWords.modify}
      </Button>
      <Button disabled={chosen === undefined} onClick={() => chosen !== undefined && onDelete(chosen)}>
        {resourceWords.delete}
      </Button>
    </SpaceBetween>
  );
}
