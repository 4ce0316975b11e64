'use client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TagEditor from '@cloudscape-design/components/tag-editor';
import type { TagEditorProps } from '@cloudscape-design/components/tag-editor';
import { mostTags } from '@ferry/contract';
import type { OperationOutput } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useChange, useOperation } from '@/api/hooks';
import { useNotify } from '@/shell/notifications';
import { Failed, Nothing } from '@/shell/resource-table';
import { tagWords as words } from '@/words/tags';

type Tag = OperationOutput<'ListTagsForResource'>['TagList'][number];

/** The tags of any resource, and their editor. */
export function TagsTab({ arn }: { readonly arn: string }): ReactNode {
  const notify = useNotify();
  const list = useOperation('ListTagsForResource', { ResourceArn: arn });
  const add = useChange('AddTagsToResource', ['ListTagsForResource']);
  const remove = useChange('RemoveTagsFromResource', ['ListTagsForResource']);
  const [editing, setEditing] = useState<readonly TagEditorProps.Tag[]>();
  const [valid, setValid] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const tags = list.data?.TagList ?? [];
  const save = async (): Promise<void> => {
    if (editing === undefined) return;
    setBusy(true);
    setFailure(undefined);
    const wanted = editing.filter((tag) => tag.markedForRemoval !== true);
    const gone = tags.map((tag) => tag.Key).filter((key) => !wanted.some((tag) => tag.key === key));
    const changed = wanted.filter((tag) => !tags.some((old) => old.Key === tag.key && (old.Value ?? '') === tag.value));
    try {
      if (gone.length > 0) await remove.mutateAsync({ ResourceArn: arn, TagKeys: gone });
      if (changed.length > 0) await add.mutateAsync({ ResourceArn: arn, Tags: changed.map((tag) => ({ Key: tag.key, Value: tag.value })) });
      setEditing(undefined);
      notify({ type: 'success', header: words.saved });
    } catch (thrown) {
      // What the server refused is shown at the form.
      setFailure(messageOf(thrown));
    }
    setBusy(false);
  };
  if (editing !== undefined)
    return (
      <Container
        header={
          <Header
            variant="h2"
            description={words.description}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button onClick={() => setEditing(undefined)}>{words.cancel}</Button>
                <Button variant="primary" disabled={!valid} loading={busy} onClick={() => void save()}>
                  {words.save}
                </Button>
              </SpaceBetween>
            }
          >
            {words.manage}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {failure === undefined ? null : <Alert type="error">{failure}</Alert>}
          <TagEditor
            tags={editing}
            tagLimit={mostTags}
            onChange={({ detail }) => {
              setEditing(detail.tags);
              setValid(detail.valid);
            }}
          />
        </SpaceBetween>
      </Container>
    );
  return (
    <Table<Tag>
      wrapLines
      header={
        <Header
          variant="h2"
          counter={`(${tags.length})`}
          description={words.description}
          actions={
            <Button disabled={list.data === undefined} onClick={() => setEditing(tags.map((tag) => ({ key: tag.Key, value: tag.Value ?? '', existing: true })))}>
              {words.manage}
            </Button>
          }
        >
          {words.title}
        </Header>
      }
      loading={list.isLoading}
      loadingText={words.loading}
      items={tags}
      trackBy="Key"
      ariaLabels={{ tableLabel: words.title }}
      empty={list.isError ? <Failed what={words.title} error={list.error} onRetry={() => void list.refetch()} /> : <Nothing title={words.empty} text={words.emptyText} action={null} />}
      columnDefinitions={[
        { id: 'key', header: words.key, cell: (row) => row.Key, isRowHeader: true },
        { id: 'value', header: words.value, cell: (row) => row.Value || '-' },
      ]}
    />
  );
}
