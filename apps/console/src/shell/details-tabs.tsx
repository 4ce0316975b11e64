'use client';
import Tabs from '@cloudscape-design/components/tabs';
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { tagWords } from '@/words/tags';
import { Loading } from './loading';

export interface DetailsTab {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
}

const TagsTab = dynamic(() => import('@/features/tags/tags-tab').then((module) => module.TagsTab), { ssr: false, loading: () => <Loading /> });

/** The tab that every resource has. */
export const tagsTab = (arn: string): DetailsTab => ({ id: 'tags', label: tagWords.title, content: <TagsTab arn={arn} /> });

/** The tabs of a details page; the open one stands in the address. */
export function DetailsTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly DetailsTab[] }): ReactNode {
  const query = useSearchParams();
  const wanted = query.get('tab');
  return (
    <Tabs
      ariaLabel={label}
      activeTabId={tabs.find((tab) => tab.id === wanted)?.id ?? tabs[0]?.id ?? ''}
      onChange={({ detail }) => window.history.replaceState(null, '', `?tab=${detail.activeTabId}`)}
      tabs={[...tabs]}
    />
  );
}
