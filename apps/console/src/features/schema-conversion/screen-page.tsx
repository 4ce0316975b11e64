'use client';
import type { ReactNode } from 'react';
import Box from '@cloudscape-design/components/box';
import { useHydrated } from '@/shell/hydrated';
import { Loading } from '@/shell/loading';
import { NotFound } from '@/shell/not-found';
import { Page } from '@/shell/page';
import { Failed } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { projectWords } from '@/words/migration-projects';
import { conversionWords as words } from '@/words/schema-conversion';
import { isOpen, useMigrationProject } from '../migration-projects/hooks';
import { SchemaConversionTab } from '../migration-projects/schema-conversion-tab';
import { Screen } from './screen';

/** Milliseconds: another window may close schema conversion. */
const lookAgain = 10_000;

/** The schema conversion screen of a project; when it is not launched, the way to launch it. */
export function SchemaConversionPage({ name }: { readonly name: string }): ReactNode {
  const project = useMigrationProject(name, lookAgain);
  // What it asks for first came with the page; nothing is shown before it can be used.
  const hydrated = useHydrated();
  const crumbs = [
    { text: projectWords.title, href: routes.migrationProjects },
    { text: name, href: routes.migrationProject(name) },
    { text: words.title, href: routes.schemaConversion(name) },
  ];
  if (project.data === null) return <NotFound text={projectWords.missing(name)} />;
  const open = project.data !== undefined && isOpen(project.data);
  return (
    <Page title={`${words.title}: ${name}`} crumbs={crumbs} fill={open}>
      {project.data === undefined || !hydrated ? (
        project.isError ? <Failed what={projectWords.one} error={project.error} onRetry={() => void project.refetch()} /> : <Loading />
      ) : open ? (
        <Screen project={project.data} />
      ) : (
        <>
          <Box variant="h1" padding={{ bottom: 'l' }}>
            {name}
          </Box>
          <SchemaConversionTab project={project.data} />
        </>
      )}
    </Page>
  );
}
