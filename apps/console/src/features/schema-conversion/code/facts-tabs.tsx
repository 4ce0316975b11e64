'use client';
import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { relationWords as words } from '@/words/finding';
import type { NodeDescription, SelectedNode } from '../nodes';
import styles from './code-pane.module.css';

type Column = NonNullable<NodeDescription['Columns']>[number];

export function PropertiesTab({ node }: { readonly node: SelectedNode }): ReactNode {
  const described = node.source ?? node.target;
  const items = [
    { label: 'Name', value: described?.MetadataModelName ?? '-' },
    { label: 'Type', value: described?.MetadataModelType ?? '-' },
    ...(described?.SourceFile === undefined ? [] : [{ label: 'Defined in', value: `${described.SourceFile.Name}, line ${described.SourceFile.Line}` }]),
    ...(node.source?.TargetMetadataModels ?? []).map((target) => ({ label: 'Target object', value: target.MetadataModelName })),
    ...(described?.Properties ?? []).map((property) => ({ label: property.Name, value: property.Value })),
  ];
  return (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label="Properties">
      <KeyValuePairs columns={3} items={items} />
    </div>
  );
}

type Parameter = NonNullable<NodeDescription['Parameters']>[number];

export function ParametersTab({ parameters }: { readonly parameters: readonly Parameter[] }): ReactNode {
  return (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label={words.parameters}>
      <Table<Parameter>
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

export function ColumnsTab({ columns }: { readonly columns: readonly Column[] }): ReactNode {
  return (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label="Columns">
      <Table<Column>
        variant="embedded"
        contentDensity="compact"
        items={columns}
        trackBy="Name"
        columnDefinitions={[
          { id: 'name', header: 'Name', cell: (row) => row.Name, isRowHeader: true },
          { id: 'type', header: 'Type', cell: (row) => row.Type },
          { id: 'nullable', header: 'Nullable', cell: (row) => (row.Nullable === undefined ? '-' : row.Nullable ? 'Yes' : 'No') },
          { id: 'default', header: 'Default', cell: (row) => row.Default ?? '-' },
          { id: 'notes', header: 'Notes', cell: (row) => row.Notes ?? '-' },
        ]}
        empty={<Box color="text-body-secondary">No columns</Box>}
      />
    </div>
  );
}
