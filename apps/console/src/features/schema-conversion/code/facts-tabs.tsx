'use client';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { relationWords as words } from '@/words/finding';
import { yesText } from '@/words/resources';
import { conversionWords } from '@/words/schema-conversion';
import { headWords as heads } from '@/words/table-heads';
import type { NodeDescription, SelectedNode } from '../nodes';
import styles from './code-pane.module.css';

type Column = NonNullable<NodeDescription['Columns']>[number];

export function PropertiesTab({ node }: { readonly node: SelectedNode }): ReactNode {
  const described = node.source ?? node.target;
  const items = [
    { label: heads.name, value: described?.MetadataModelName ?? '-' },
    { label: heads.type, value: described?.MetadataModelType ?? '-' },
    ...(described?.SourceFile === undefined ? [] : [{ label: heads.definedIn, value: heads.lineOf(described.SourceFile.Name, described.SourceFile.Line) }]),
    ...(node.source?.TargetMetadataModels ?? []).map((target) => ({ label: heads.targetObject, value: target.MetadataModelName })),
    ...(described?.Properties ?? []).map((property) => ({ label: property.Name, value: property.Value })),
  ];
  return (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label={conversionWords.properties}>
      <KeyValuePairs columns={3} items={items} />
    </div>
  );
}

type Parameter = NonNullable<NodeDescription['Parameters']>[number];

export function ParametersTab({ parameters }: { readonly parameters: readonly Parameter[] }): ReactNode {
  return (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label={words.parameters}>
      <Table<Parameter>
        wrapLines
        variant="embedded"
        contentDensity="compact"
        items={parameters}
        trackBy={(row) => `${row.Direction} ${row.Name}`}
        ariaLabels={{ tableLabel: words.parameters }}
        columnDefinitions={[
          { id: 'name', header: words.parameter, cell: (row) => (row.Name === '' ? words.returned : row.Name), isRowHeader: true },
          { id: 'type', header: words.type, cell: (row) => row.Type },
          { id: 'direction', header: words.direction, cell: (row) => words.directions[row.Direction] },
          { id: 'default', header: words.default, cell: (row) => row.Default ?? '-' },
        ]}
        empty={<Box color="text-body-secondary">{words.noParameters}</Box>}
      />
    </div>
  );
}

function ColumnList({ label, columns }: { readonly label: string; readonly columns: readonly Column[] }): ReactNode {
  return (
    <Table<Column>
      wrapLines
      variant="embedded"
      contentDensity="compact"
      header={<Header variant="h3">{label}</Header>}
      items={columns}
      trackBy="Name"
      ariaLabels={{ tableLabel: label }}
      columnDefinitions={[
        { id: 'name', header: heads.name, cell: (row) => row.Name, isRowHeader: true },
        { id: 'type', header: heads.type, cell: (row) => row.Type },
        { id: 'nullable', header: heads.nullable, cell: (row) => yesText(row.Nullable) },
        { id: 'default', header: heads.default, cell: (row) => row.Default ?? '-' },
        { id: 'notes', header: heads.notes, cell: (row) => row.Notes ?? '-' },
      ]}
      empty={<Box color="text-body-secondary">{heads.noColumns}</Box>}
    />
  );
}

/** The columns of the source object and of what it became, where either has any. */
export function ColumnsTab({ source, target }: { readonly source: readonly Column[]; readonly target: readonly Column[] }): ReactNode {
  return (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label={conversionWords.columns}>
      <SpaceBetween size="l">
        {source.length === 0 && target.length > 0 ? null : <ColumnList label={conversionWords.sourceColumns} columns={source} />}
        {target.length === 0 ? null : <ColumnList label={conversionWords.targetColumns} columns={target} />}
      </SpaceBetween>
    </div>
  );
}
