'use client';
import Autosuggest from '@cloudscape-design/components/autosuggest';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { callAll } from '@/api/hooks';
import { routes } from './routes';
import { shellWords as words } from '@/words/shell';

interface Hit {
  readonly value: string;
  readonly label: string;
}

async function readHits(signal: AbortSignal): Promise<{ label: string; options: Hit[] }[]> {
  const [projects, providers, profiles] = await Promise.all([
    callAll('DescribeMigrationProjects', {}, (page) => page.MigrationProjects, signal),
    callAll('DescribeDataProviders', {}, (page) => page.DataProviders, signal),
    callAll('DescribeInstanceProfiles', {}, (page) => page.InstanceProfiles, signal),
  ]);
  return [
    { label: words.migrationProjects, options: projects.map((one) => ({ value: routes.migrationProject(one.MigrationProjectName), label: one.MigrationProjectName })) },
    { label: words.dataProviders, options: providers.map((one) => ({ value: routes.dataProvider(one.DataProviderName), label: one.DataProviderName })) },
    { label: words.instanceProfiles, options: profiles.map((one) => ({ value: routes.instanceProfile(one.InstanceProfileName), label: one.InstanceProfileName })) },
  ];
}

/** Finds resources by name, and goes there. */
export function SearchBox(): ReactNode {
  const router = useRouter();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const hits = useQuery({ queryKey: ['search-box'], queryFn: ({ signal }) => readHits(signal), enabled: open });
  return (
    <Autosuggest
      value={text}
      options={(hits.data ?? []).filter((group) => group.options.length > 0)}
      onFocus={() => setOpen(true)}
      onChange={({ detail }) => setText(detail.value)}
      onSelect={({ detail }) => {
        if (!detail.value.startsWith('/')) return;
        setText('');
        router.push(detail.value);
      }}
      statusType={hits.isLoading ? 'loading' : hits.isError ? 'error' : 'finished'}
      loadingText={words.searchLoading}
      errorText={hits.error?.message ?? ''}
      empty={words.searchEmpty}
      hideEnteredTextOption
      placeholder={words.search}
      ariaLabel={words.searchHint}
    />
  );
}
