'use client';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { TagEditorProps } from '@cloudscape-design/components/tag-editor';
import { mostTags } from '@ferry/contract';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Loading } from '@/shell/loading';
import { resourceWords } from '@/words/resources';
import { tagWords as words } from '@/words/tags';

const TagEditor = dynamic(() => import('@cloudscape-design/components/tag-editor'), { ssr: false, loading: () => <Loading /> });

interface NewTags {
  readonly valid: boolean;
  /** What goes with the call that creates the resource. */
  readonly members: { readonly Tags?: { Key: string; Value: string }[] };
  readonly section: ReactNode;
}

/** The tags of a resource that is being created: the last section of its form. */
export function useNewTags(): NewTags {
  const [tags, setTags] = useState<readonly TagEditorProps.Tag[]>([]);
  const [valid, setValid] = useState(true);
  const named = tags.filter((tag) => tag.markedForRemoval !== true && tag.key !== '');
  return {
    valid,
    members: named.length === 0 ? {} : { Tags: named.map((tag) => ({ Key: tag.key, Value: tag.value })) },
    section: (
      <Container
        header={
          <Header variant="h2" description={words.description}>
            {`${words.title} - ${resourceWords.optional}`}
          </Header>
        }
      >
        <TagEditor
          tags={tags}
          tagLimit={mostTags}
          onChange={({ detail }) => {
            setTags(detail.tags);
            setValid(detail.valid);
          }}
        />
      </Container>
    ),
  };
}
