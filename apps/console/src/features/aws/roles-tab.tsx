'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { MigrationProject, OperationOutput } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Loading } from '@/shell/loading';
import { Failed, Nothing } from '@/shell/resource-table';
import { awsWords as words } from '@/words/aws';

type Answer = OperationOutput<'DescribeProjectRoles'>;
type Check = NonNullable<Answer['Checks']>[number];

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** One IAM document, ready to be pasted. */
function Document({ title, of, text }: { readonly title: string; readonly of: string; readonly text: string }): ReactNode {
  return (
    <SpaceBetween size="xs">
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Box variant="awsui-key-label">{title}</Box>
        <CopyToClipboard variant="icon" copyButtonAriaLabel={`${words.copy} ${title}, ${of}`} copySuccessText={words.copied} copyErrorText={words.copyFailed} textToCopy={text} />
      </SpaceBetween>
      <Box variant="pre" fontSize="body-s">
        {text}
      </Box>
    </SpaceBetween>
  );
}

function Checks({ checks, loading }: { readonly checks: readonly Check[]; readonly loading: boolean }): ReactNode {
  return (
    <Table<Check>
      variant="container"
      wrapLines
      items={checks}
      trackBy="Name"
      loading={loading}
      loadingText={words.checking}
      ariaLabels={{ tableLabel: words.checks }}
      header={
        <Header variant="h2" description={words.checksText}>
          {words.checks}
        </Header>
      }
      columnDefinitions={[
        { id: 'name', header: words.checks, isRowHeader: true, cell: (row) => row.Name },
        { id: 'result', header: words.check, cell: (row) => <StatusIndicator type={row.Passed ? 'success' : 'error'}>{row.Message}</StatusIndicator> },
      ]}
    />
  );
}

/** The IAM documents of a project, and whether its roles, secrets and bucket work. */
export function RolesTab({ project }: { readonly project: MigrationProject }): ReactNode {
  const [checking, setChecking] = useState(false);
  const input = { MigrationProjectIdentifier: project.MigrationProjectArn };
  const roles = useOperation('DescribeProjectRoles', input);
  const checked = useOperation('DescribeProjectRoles', { ...input, Check: true }, { enabled: checking });
  const check = (): void => {
    if (checking) void checked.refetch();
    else setChecking(true);
  };
  if (roles.isError) return <Failed what={words.title} error={roles.error} onRetry={() => void roles.refetch()} />;
  if (roles.data === undefined) return <Loading />;
  const { Documents, Identity } = roles.data;
  if (Documents.length === 0) return <Nothing title={words.nothing} text={words.nothingText} action={null} />;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description={words.description}
            actions={
              <Button loading={checked.isFetching} onClick={check}>
                {words.check}
              </Button>
            }
          >
            {words.title}
          </Header>
        }
      >
        <KeyValuePairs items={[{ label: words.identity, value: Identity ?? words.unknownIdentity }]} />
      </Container>
      {checking ? checked.isError ? <Failed what={words.checks} error={checked.error} onRetry={check} /> : <Checks checks={checked.data?.Checks ?? []} loading={checked.isFetching} /> : null}
      {Documents.map(({ For, RoleArn, PermissionsPolicy, TrustPolicy }) => (
        <Container key={For} header={<Header variant="h3">{capitalised(For)}</Header>}>
          <SpaceBetween size="m">
            <KeyValuePairs items={[{ label: words.role, value: RoleArn ?? words.ownIdentity }]} />
            <ColumnLayout columns={TrustPolicy === undefined ? 1 : 2}>
              <Document title={words.permissions} of={For} text={PermissionsPolicy} />
              {TrustPolicy === undefined ? null : <Document title={words.trust} of={For} text={TrustPolicy} />}
            </ColumnLayout>
          </SpaceBetween>
        </Container>
      ))}
    </SpaceBetween>
  );
}
