'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { QueryBatch, QueryResult } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { queryWords as words } from '@/words/query';
import { severityLabels } from '@/words/schema-conversion';
import styles from './query.module.css';

type Rows = Extract<QueryResult, { Type: 'rows' }>;
type Row = { readonly number: number; readonly values: readonly (string | null)[] };

/** Rows on one page of a result. */
const pageSize = 50;

function ResultTable({ result, name }: { readonly result: Rows; readonly name: string }): ReactNode {
  const [page, setPage] = useState(1);
  const pages = Math.max(1, Math.ceil(result.Rows.length / pageSize));
  const items = result.Rows.slice((page - 1) * pageSize, page * pageSize).map((values, index): Row => ({ number: (page - 1) * pageSize + index, values }));
  return (
    <Table<Row>
      variant="borderless"
      contentDensity="compact"
      resizableColumns
      items={items}
      trackBy={(row) => String(row.number)}
      ariaLabels={{ tableLabel: name }}
      empty={<Box textAlign="center">{words.rowCount(0, 0)}</Box>}
      header={
        <Header variant="h3" counter={`(${words.rowCount(result.Rows.length, result.TotalRows ?? result.Rows.length)})`}>
          {name}
        </Header>
      }
      {...(pages > 1 ? { pagination: <Pagination currentPageIndex={page} pagesCount={pages} onChange={({ detail }) => setPage(detail.currentPageIndex)} /> } : {})}
      columnDefinitions={result.Columns.map((column, index) => ({
        id: String(index),
        header: (
          <span title={column.SourceType}>
            {column.Name === '' ? words.noColumnName : column.Name} <span className={styles['type']}>{column.SourceType}</span>
          </span>
        ),
        minWidth: 110,
        cell: (row: Row) => {
          const value = row.values[index];
          return value === null || value === undefined ? <i className={styles['null']}>{words.nullValue}</i> : <span className={styles['value']}>{value}</span>;
        },
      }))}
    />
  );
}

function Result({ result, number }: { readonly result: QueryResult; readonly number: number }): ReactNode {
  switch (result.Type) {
    case 'rows': return <ResultTable result={result} name={words.resultSet(number)} />;
    case 'count': return <Box color="text-body-secondary">({words.affected(result.Count)})</Box>;
    case 'message': return <div className={styles['message']}>{result.Text}</div>;
    case 'error':
      return (
        <Alert type="error" header={words.errorHead(result.Number, result.Severity, result.State, words.errorPlace(result.Procedure, result.Line))}>
          {result.Message}
        </Alert>
      );
  }
}

function Batch({ batch }: { readonly batch: QueryBatch }): ReactNode {
  let sets = 0;
  return (
    <SpaceBetween size="s">
      {batch.Results.map((result, index) => (
        <Result key={index} result={result} number={result.Type === 'rows' ? ++sets : 0} />
      ))}
      {batch.Items.map((item, index) => (
        <div key={index}>
          <StatusIndicator type={item.Severity === 'CRITICAL' || item.Severity === 'HIGH' ? 'error' : item.Severity === 'MEDIUM' ? 'warning' : 'info'}>
            {words.actionItem(item.Code)}: {item.Title} ({severityLabels[item.Severity]})
          </StatusIndicator>
          <Box padding={{ left: 'l' }}>
            {item.Message} {item.RecommendedAction}
          </Box>
        </div>
      ))}
    </SpaceBetween>
  );
}

/** What a script came to, in the order in which SQL Server would send it. */
export function QueryResults({ batches }: { readonly batches: readonly QueryBatch[] }): ReactNode {
  const telling = batches.filter((batch) => batch.Results.length > 0 || batch.Items.length > 0);
  return (
    <Container header={<Header variant="h2">{words.results}</Header>}>
      <div data-testid="query-results">
        {telling.length === 0 ? (
          <Box textAlign="center" color="text-body-secondary">
            {words.noResults}
          </Box>
        ) : (
          <SpaceBetween size="l">
            {telling.map((batch) => (
              <div key={batch.Batch}>
                {batches.length > 1 ? <h3 className={styles['batch']}>{words.batch(batch.Batch, batch.Line)}</h3> : null}
                <Batch batch={batch} />
              </div>
            ))}
          </SpaceBetween>
        )}
      </div>
    </Container>
  );
}
