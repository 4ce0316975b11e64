'use client';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { Loading } from '@/shell/loading';
import { NotFound } from '@/shell/not-found';
import { Page } from '@/shell/page';
import { Failed } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { actionItemWords as words } from '@/words/monitoring';
import { nounText } from '@/words/resources';
import { severityLabels } from '@/words/schema-conversion';
import { severityIndicators, useActionItemDefinitions } from './list-page';

/** What one code of an action item means and what to do about it. */
export function ActionItemPage({ code }: { readonly code: string }): ReactNode {
  const list = useActionItemDefinitions();
  const item = list.data?.Definitions.find((one) => String(one.Code) === code);
  if (list.data !== undefined && item === undefined) return <NotFound text={words.missing(code)} />;
  return (
    <Page
      title={words.about(Number(code))}
      crumbs={[
        { text: words.title, href: routes.actionItems },
        { text: code, href: routes.actionItem(code) },
      ]}
    >
      {item === undefined ? (
        list.isError ? <Failed what={words.title} error={list.error} onRetry={() => void list.refetch()} /> : <Loading />
      ) : (
        <SpaceBetween size="l">
          <Header variant="h1" description={item.Title}>
            {words.about(item.Code)}
          </Header>
          <Container header={<Header variant="h2">{words.recommended}</Header>}>
            <Box>{item.RecommendedAction}</Box>
          </Container>
          <Container header={<Header variant="h2" description={words.effortText}>{words.effort}</Header>}>
            <KeyValuePairs
              columns={3}
              items={[
                { label: words.severity, value: <StatusIndicator type={severityIndicators[item.Severity]}>{severityLabels[item.Severity]}</StatusIndicator> },
                { label: words.complexity, value: item.Complexity },
                { label: words.family, value: nounText(item.Family) },
                { label: words.learning, value: words.units(item.Effort.Learning) },
                { label: words.occurrence, value: words.units(item.Effort.Occurrence) },
                ...(item.FixedInTargetVersion === undefined ? [] : [{ label: words.fixed, value: String(item.FixedInTargetVersion) }]),
              ]}
            />
          </Container>
        </SpaceBetween>
      )}
    </Page>
  );
}
