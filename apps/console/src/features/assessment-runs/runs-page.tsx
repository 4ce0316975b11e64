'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { rootPath, selectPaths } from '@ferry/contract';
import type { CategorySummary, OperationOutput, RunCode } from '@ferry/contract';
import { useRouter, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Loading } from '@/shell/loading';
import { Page } from '@/shell/page';
import { Failed } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { runWords as words } from '@/words/assessment-runs';
import { projectWords } from '@/words/migration-projects';
import { momentText } from '@/words/resources';
import { severityLabels } from '@/words/schema-conversion';
import { headWords as heads } from '@/words/table-heads';
import { useMigrationProject } from '../migration-projects/hooks';
import { ExportResults } from '../schema-conversion/report/export-results';
import { runLabel, useRuns } from './hooks';
import { RunComparison } from './run-comparison';
import { settingsText } from './run-measures';

const crumbsOf = (name: string, title: string, href: string) => [
  { text: projectWords.title, href: routes.migrationProjects },
  { text: name, href: routes.migrationProject(name) },
  { text: words.title, href: routes.runs(name) },
  { text: title, href },
];

/** Two runs of a project, chosen in the address. */
export function CompareRunsPage({ name }: { readonly name: string }): ReactNode {
  const router = useRouter();
  const query = useSearchParams();
  const runs = useRuns(name);
  const [before, after] = [query.get('before') ?? '', query.get('after') ?? ''];
  const options = (runs.data?.Runs ?? []).map((run) => ({ value: run.RequestIdentifier, label: runLabel(run), description: settingsText(run) }));
  const choose = (label: string, value: string, go: (id: string) => void): ReactNode => (
    <FormField label={label}>
      <Select selectedOption={options.find((one) => one.value === value) ?? null} options={options} placeholder={words.choose} filteringType="auto" onChange={({ detail }) => go(detail.selectedOption.value ?? '')} />
    </FormField>
  );
  return (
    <Page title={words.compareTitle} crumbs={crumbsOf(name, words.compareTitle, routes.compareRuns(name, before, after))}>
      <SpaceBetween size="l">
        <Header variant="h1" description={words.compareText}>
          {words.compareTitle}
        </Header>
        <Container>
          <SpaceBetween size="l">
            <ColumnLayout columns={2}>
              {choose(words.before, before, (id) => router.replace(routes.compareRuns(name, id, after)))}
              {choose(words.after, after, (id) => router.replace(routes.compareRuns(name, before, id)))}
            </ColumnLayout>
            {before === '' || after === '' || before === after ? <Alert type="info">{words.same}</Alert> : <RunComparison project={name} before={before} after={after} />}
          </SpaceBetween>
        </Container>
      </SpaceBetween>
    </Page>
  );
}

function Report({ Run: run, Categories, Codes }: OperationOutput<'DescribeAssessmentRun'>): ReactNode {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{runLabel(run)}</Header>}>
        <KeyValuePairs
          columns={4}
          items={[
            { label: words.finished, value: momentText(run.FinishTime) },
            { label: words.version, value: String(run.TargetVersion ?? '-') },
            { label: words.settings, value: settingsText(run) },
            { label: words.rules, value: String(run.TransformationRuleCount ?? 0) },
            { label: words.storage, value: words.automatic(run.Storage.Automatic, run.Storage.Total) },
            { label: words.code, value: words.automatic(run.Code.Automatic, run.Code.Total) },
            { label: words.syntax, value: words.automatic(run.SyntaxElements?.Automatic ?? 0, run.SyntaxElements?.Total ?? 0) },
            { label: words.effort, value: run.EffortUnits.toLocaleString('en-US', { maximumFractionDigits: 1 }) },
          ]}
        />
      </Container>
      <Table<CategorySummary>
        header={<Header variant="h2">{words.categories}</Header>}
        items={Categories}
        trackBy="Kind"
        ariaLabels={{ tableLabel: words.categories }}
        columnDefinitions={[
          { id: 'category', header: words.type, cell: (row) => row.Category, isRowHeader: true },
          { id: 'total', header: heads.objects, cell: (row) => row.Total },
          { id: 'automatic', header: heads.automatic, cell: (row) => row.Automatic },
          { id: 'simple', header: heads.simple, cell: (row) => row.Simple },
          { id: 'medium', header: heads.medium, cell: (row) => row.Medium },
          { id: 'complex', header: heads.complex, cell: (row) => row.Complex },
        ]}
      />
      <Table<RunCode>
        header={
          <Header variant="h2" counter={`(${Codes.length})`}>
            {words.codesAll}
          </Header>
        }
        wrapLines
        items={Codes}
        trackBy={(row) => String(row.Code)}
        ariaLabels={{ tableLabel: words.codesAll }}
        empty={<Box color="text-body-secondary">{words.codesNone}</Box>}
        columnDefinitions={[
          { id: 'code', header: words.codeColumn, cell: (row) => row.Code },
          { id: 'issue', header: words.issue, cell: (row) => row.Title, isRowHeader: true },
          { id: 'severity', header: words.severity, cell: (row) => severityLabels[row.Severity] },
          { id: 'complexity', header: heads.complexity, cell: (row) => row.Complexity },
          { id: 'occurrences', header: words.occurrences, cell: (row) => row.Occurrences.toLocaleString('en-US') },
        ]}
      />
    </SpaceBetween>
  );
}

/** The report of one run, as it was. */
export function RunPage({ name, id }: { readonly name: string; readonly id: string }): ReactNode {
  const project = useMigrationProject(name);
  const run = useOperation('DescribeAssessmentRun', { MigrationProjectIdentifier: name, RequestIdentifier: id });
  return (
    <Page title={words.reportTitle} crumbs={crumbsOf(name, words.reportTitle, routes.run(name, id))}>
      <SpaceBetween size="l">
        <Header
          variant="h1"
          description={words.reportText}
          actions={<ExportResults project={name} subject={run.data === undefined ? words.what : runLabel(run.data.Run)} rules={selectPaths([rootPath])} location={project.data?.ArtifactsLocation} disabled={run.data === undefined} run={id} />}
        >
          {words.reportTitle}
        </Header>
        {run.data === undefined ? run.isError ? <Failed what={words.reportTitle} error={run.error} onRetry={() => void run.refetch()} /> : <Loading /> : <Report {...run.data} />}
      </SpaceBetween>
    </Page>
  );
}
