'use client';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import dynamic from 'next/dynamic';
import { DetailsTabs, tagsTab } from '@/shell/details-tabs';
import { Loading } from '@/shell/loading';
import { ResourcePage } from '@/shell/resource-page';
import { routes } from '@/shell/routes';
import { runWords } from '@/words/assessment-runs';
import { awsWords } from '@/words/aws';
import { driftWords } from '@/words/drift';
import { logWords } from '@/words/logs';
import { projectWords as words } from '@/words/migration-projects';
import { queryWords } from '@/words/query';
import { ruleWords } from '@/words/transformation-rules';
import { queueWords } from '@/words/work-queue';
import { ProjectLogs } from '../logs/project-logs';
import { QueryTab } from '../query/query-tab';
import { DeleteProject } from './delete-project';
import { isOpen, useMigrationProject } from './hooks';
import { ProjectOverview } from './overview';
import { SchemaConversionTab } from './schema-conversion-tab';

// Fetched when their tabs are opened.
const DriftTab = dynamic(() => import('../drift/drift-tab').then((module) => module.DriftTab), { ssr: false, loading: () => <Loading /> });
const RolesTab = dynamic(() => import('../aws/roles-tab').then((module) => module.RolesTab), { ssr: false, loading: () => <Loading /> });
const RulesTab = dynamic(() => import('../transformation-rules/rules-tab').then((module) => module.RulesTab), { ssr: false, loading: () => <Loading /> });
const QueueTab = dynamic(() => import('../work-queue/queue-tab').then((module) => module.QueueTab), { ssr: false, loading: () => <Loading /> });
const RunsTab = dynamic(() => import('../assessment-runs/runs-tab').then((module) => module.RunsTab), { ssr: false, loading: () => <Loading /> });

export function MigrationProjectPage({ name }: { readonly name: string }): ReactNode {
  const project = useMigrationProject(name);
  const router = useRouter();
  return (
    <ResourcePage
      name={name}
      kind={words.one}
      crumbs={[
        { text: words.title, href: routes.migrationProjects },
        { text: name, href: routes.migrationProject(name) },
      ]}
      query={project}
      missing={words.missing(name)}
      modify={routes.modifyMigrationProject(name)}
      fixed={(found) => (isOpen(found) ? words.openFirst : undefined)}
      deletion={(found, onClose) => <DeleteProject project={found} onClose={onClose} onDeleted={() => router.push(routes.migrationProjects)} />}
    >
      {(found) => (
        <DetailsTabs
          label={words.one}
          tabs={[
            { id: 'overview', label: words.overview, content: <ProjectOverview project={found} /> },
            { id: 'schema-conversion', label: words.tab, content: <SchemaConversionTab project={found} /> },
            { id: 'action-items', label: queueWords.tab, content: <QueueTab project={found} /> },
            { id: 'rules', label: ruleWords.title, content: <RulesTab project={found} /> },
            { id: 'runs', label: runWords.title, content: <RunsTab project={found} /> },
            { id: 'query', label: queryWords.tab, content: <QueryTab project={found} /> },
            { id: 'drift', label: driftWords.tab, content: <DriftTab project={found} /> },
            { id: 'aws', label: awsWords.tab, content: <RolesTab project={found} /> },
            { id: 'logs', label: logWords.title, content: <ProjectLogs project={found} /> },
            tagsTab(found.MigrationProjectArn),
          ]}
        />
      )}
    </ResourcePage>
  );
}
