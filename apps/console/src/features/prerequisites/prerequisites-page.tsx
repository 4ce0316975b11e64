'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { prerequisiteAreas } from '@ferry/contract';
import type { Prerequisite, PrerequisiteStatus } from '@ferry/contract';
import { useRouter, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Loading } from '@/shell/loading';
import { Page } from '@/shell/page';
import { ResourceLink } from '@/shell/resource-link';
import { Failed } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { prerequisiteAreaLabels, prerequisiteStatusLabels, prerequisiteWords as words } from '@/words/prerequisites';
import { headWords as heads } from '@/words/table-heads';
import { useMigrationProjects } from '../migration-projects/hooks';

const types: Readonly<Record<PrerequisiteStatus, 'success' | 'error' | 'warning' | 'stopped'>> = { met: 'success', 'not-met': 'error', limited: 'warning', 'not-needed': 'stopped' };
const addressOf = ({ Type, Name }: NonNullable<Prerequisite['Resource']>): string =>
  Type === 'data-provider' ? routes.dataProvider(Name) : Type === 'instance-profile' ? routes.instanceProfile(Name) : routes.migrationProject(Name);

function Area({ title, text, rows }: { readonly title: string; readonly text: string; readonly rows: readonly Prerequisite[] }): ReactNode {
  return (
    <Table<Prerequisite>
      wrapLines
      header={
        <Header variant="h2" description={text}>
          {title}
        </Header>
      }
      items={rows}
      trackBy="Name"
      ariaLabels={{ tableLabel: title }}
      columnDefinitions={[
        { id: 'status', header: heads.status, width: 135, cell: (row) => <StatusIndicator type={types[row.Status]}>{prerequisiteStatusLabels[row.Status]}</StatusIndicator> },
        { id: 'name', header: heads.prerequisite, width: 270, cell: (row) => row.Name, isRowHeader: true },
        {
          id: 'message',
          header: words.checkedAt,
          cell: (row) => (
            <>
              <div>{row.Message}</div>
              {row.Cure === undefined ? null : <Box variant="strong">{row.Cure}</Box>}
            </>
          ),
        },
        { id: 'where', header: heads.resource, width: 180, cell: (row) => (row.Resource === undefined ? '-' : <ResourceLink href={addressOf(row.Resource)}>{row.Resource.Name}</ResourceLink>) },
      ]}
    />
  );
}

/** What a project needs, and which of it is there. */
export function PrerequisitesPage(): ReactNode {
  const router = useRouter();
  const query = useSearchParams();
  const projects = useMigrationProjects();
  const wanted = query.get('project');
  const name = wanted ?? projects.data?.[0]?.MigrationProjectName;
  const known = projects.data !== undefined || wanted !== null;
  const list = useOperation('DescribePrerequisites', name === undefined || name === '' ? {} : { MigrationProjectIdentifier: name }, { enabled: known, keepPrevious: true });
  const rows = list.data?.Prerequisites ?? [];
  const missing = rows.filter((row) => row.Status === 'not-met').length;
  const options = [...(projects.data ?? []).map((one) => ({ value: one.MigrationProjectName, label: one.MigrationProjectName })), { value: '', label: words.none }];
  return (
    <Page title={words.title} crumbs={[{ text: words.title, href: routes.prerequisites }]}>
      <SpaceBetween size="l">
        <Header
          variant="h1"
          description={words.description}
          actions={
            <Button iconName="refresh" loading={list.isFetching} loadingText={words.checking} onClick={() => void list.refetch()}>
              {words.again}
            </Button>
          }
        >
          {words.title}
        </Header>
        <Container>
          <FormField label={words.project}>
            <Select
              selectedOption={options.find((one) => one.value === (name ?? '')) ?? null}
              options={options}
              filteringType="auto"
              statusType={projects.isLoading ? 'loading' : 'finished'}
              onChange={({ detail }) => router.replace(routes.prerequisitesOf(detail.selectedOption.value ?? ''))}
            />
          </FormField>
        </Container>
        {list.isError && list.data === undefined ? <Failed what={words.title} error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.data === undefined ? (
          list.isError ? null : <Loading />
        ) : (
          <SpaceBetween size="l">
            {missing > 0 ? (
              <Alert type="warning" header={words.missing(missing)}>
                {words.missingText}
              </Alert>
            ) : name === undefined || name === '' ? null : (
              <Alert type="success">{words.allMet}</Alert>
            )}
            {prerequisiteAreas.map((area) => {
              const own = rows.filter((row) => row.Area === area);
              return own.length === 0 ? null : <Area key={area} {...prerequisiteAreaLabels[area]} rows={own} />;
            })}
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Page>
  );
}
