'use client';
import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { CategorySummary, GroupSummary, OperationOutput } from '@ferry/contract';
import { percent, sizeText } from '@ferry/kernel';
import type { ReactNode } from 'react';
import { effortWords } from '@/words/effort';
import { proofLabels, reportWords as words, sizeWords } from '@/words/schema-conversion';
import { EffortPanel, useEffort } from '../../effort/effort';
import styles from './report-pane.module.css';

type Report = OperationOutput<'DescribeAssessmentSummary'>;

const parts = [
  { key: 'Automatic', label: words.automatic, style: 'automatic' },
  { key: 'Simple', label: words.simple, style: 'simple' },
  { key: 'Medium', label: words.medium, style: 'medium' },
  { key: 'Complex', label: words.complex, style: 'complex' },
] as const;

function Group({ title, group }: { readonly title: string; readonly group: GroupSummary }): ReactNode {
  return (
    <section className={styles['group']} aria-label={title}>
      <h3>{title}</h3>
      {group.Total === 0 ? (
        <Box color="text-body-secondary">{words.none}</Box>
      ) : (
        <>
          <div className={styles['percent']}>
            {percent(group.ConvertedAndProved, group.Total)} %
            <small>
              {words.headline}: {words.headlineText(group.ConvertedAndProved, group.Total)}
            </small>
          </div>
          <div className={styles['bar']} aria-hidden="true">
            {parts.map((part) => (group[part.key] === 0 ? null : <span key={part.key} className={styles[part.style]} style={{ inlineSize: `${(100 * group[part.key]) / group.Total}%` }} />))}
          </div>
          <ul className={styles['legend']}>
            {parts.map((part) => (
              <li key={part.key}>
                <i className={styles[part.style]} aria-hidden="true" />
                {part.label}
                <b>
                  {group[part.key].toLocaleString('en-US')} ({percent(group[part.key], group.Total)} %)
                </b>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** The third percentage: statements and clauses of the source that leave no work. */
function SyntaxElements({ elements }: { readonly elements: NonNullable<Report['SyntaxElements']> }): ReactNode {
  const { Total, Automatic } = elements;
  return (
    <section className={styles['group']} aria-label={words.syntax}>
      <h3>{words.syntax}</h3>
      <div className={styles['percent']}>
        {percent(Automatic, Total)} %<small>{words.syntaxText(Automatic, Total)}</small>
      </div>
      <div className={styles['bar']} aria-hidden="true">
        <span className={styles['automatic']} style={{ inlineSize: `${(100 * Automatic) / Total}%` }} />
      </div>
      <Box color="text-body-secondary">{words.syntaxHint}</Box>
    </section>
  );
}

/** What there is to move, where the source is a server that tells it. */
function TableSizes({ sizes }: { readonly sizes: NonNullable<Report['TableSizes']> }): ReactNode {
  return (
    <ExpandableSection headerText={sizeWords.title} headerDescription={sizeWords.total(sizes.Tables, sizes.Rows, sizes.Kilobytes)}>
      <Table<(typeof sizes.Largest)[number]>
        variant="embedded"
        contentDensity="compact"
        items={sizes.Largest}
        ariaLabels={{ tableLabel: sizeWords.largest }}
        columnDefinitions={[
          { id: 'table', header: sizeWords.table, cell: ({ Schema, Table: name }) => `${Schema}.${name}`, isRowHeader: true },
          { id: 'rows', header: sizeWords.rows, cell: ({ Rows }) => numberCell(Rows) },
          { id: 'size', header: sizeWords.size, cell: ({ Kilobytes }) => sizeText(1024 * Kilobytes) },
        ]}
      />
    </ExpandableSection>
  );
}

const numberCell = (value: number): ReactNode => value.toLocaleString('en-US');

export function Summary({ report }: { readonly report: Report }): ReactNode {
  const [, , effortText] = useEffort();
  const all = report.Storage.Total + report.Code.Total;
  if (all === 0) return <Box color="text-body-secondary">{report.NotAssessed > 0 ? words.notAssessedAll : words.none}</Box>;
  return (
    <SpaceBetween size="m">
      {report.NotAssessed > 0 ? <Alert type="info">{words.notAssessed(report.NotAssessed)}</Alert> : null}
      <div className={styles['groups']}>
        <Group title={words.storage} group={report.Storage} />
        <Group title={words.code} group={report.Code} />
        {report.SyntaxElements === undefined || report.SyntaxElements.Total === 0 ? null : <SyntaxElements elements={report.SyntaxElements} />}
      </div>
      <div className={styles['section']}>
        <h3>{words.proofLevels}</h3>
        <ul className={styles['proofs']}>
          {report.ProofLevels.map(({ Level, Objects }) => (
            <li key={Level}>
              <Badge color={Level === 'none' ? 'grey' : Level === 'parsed' ? 'blue' : 'green'}>{proofLabels[Level]}</Badge>
              {Objects.toLocaleString('en-US')}
            </li>
          ))}
        </ul>
      </div>
      <KeyValuePairs
        columns={3}
        items={[
          { label: words.provedBy, value: report.ProvedBy ?? '-' },
          { label: words.linesOfCode, value: report.LinesOfCode.toLocaleString('en-US') },
          { label: words.effort, value: effortText(report.EffortUnits) },
        ]}
      />
      <ExpandableSection headerText={effortWords.title} headerDescription={effortWords.description}>
        <EffortPanel effort={{ learning: report.LearningUnits ?? 0, occurrences: report.EffortUnits - (report.LearningUnits ?? 0) }} />
      </ExpandableSection>
      {report.TableSizes === undefined ? null : <TableSizes sizes={report.TableSizes} />}
      <div className={styles['section']}>
        <h3>{words.objectsIn}</h3>
        <Table<CategorySummary>
          variant="embedded"
          contentDensity="compact"
          items={report.Categories}
          trackBy="Category"
          columnDefinitions={[
            { id: 'category', header: words.category, cell: (row) => row.Category, isRowHeader: true },
            { id: 'total', header: words.total, cell: (row) => numberCell(row.Total) },
            { id: 'automatic', header: 'Automatic', cell: (row) => numberCell(row.Automatic) },
            { id: 'simple', header: 'Simple', cell: (row) => numberCell(row.Simple) },
            { id: 'medium', header: 'Medium', cell: (row) => numberCell(row.Medium) },
            { id: 'complex', header: 'Complex', cell: (row) => numberCell(row.Complex) },
          ]}
        />
      </div>
    </SpaceBetween>
  );
}
