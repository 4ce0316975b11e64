'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { selectPaths } from '@ferry/contract';
import type { MetadataModelReference, OperationOutput, Origin } from '@ferry/contract';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Loading } from '@/shell/loading';
import { Failed, Nothing } from '@/shell/resource-table';
import { relationWords as words } from '@/words/finding';
import { kindText } from '@/words/resources';
import { statusLabels } from '@/words/schema-conversion';
import styles from '../code/code-pane.module.css';

/** The picture, fetched once somebody looks at it. */
const RelationGraph = dynamic(() => import('./relation-graph').then((module) => module.RelationGraph), { ssr: false, loading: () => <Loading /> });

export type Related = OperationOutput<'DescribeRelatedObjects'>;

interface RelatedTabProps {
  readonly project: string;
  readonly origin: Origin;
  readonly path: string | undefined;
  readonly onObject: (path: string) => void;
}

interface RelatedRow {
  readonly node: MetadataModelReference;
  readonly kinds: readonly string[];
}

const kindOf = (node: MetadataModelReference): string => kindText(node.Kind ?? '');

/** The other ends of the relations that begin (or end) at the object itself. */
function rowsOf(related: Related, self: string, end: 'From' | 'To'): RelatedRow[] {
  const nodes = new Map(related.Objects.map((node) => [node.Path, node]));
  const other = end === 'From' ? 'To' : 'From';
  return related.Relations.filter((one) => one[end] === self).flatMap((one): RelatedRow[] => {
    const node = nodes.get(one[other]);
    return node === undefined ? [] : [{ node, kinds: one.Kinds }];
  });
}

function RelatedTable({ title, rows, onObject }: { readonly title: string; readonly rows: readonly RelatedRow[]; readonly onObject: (path: string) => void }): ReactNode {
  return (
    <Table<RelatedRow>
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={rows}
      trackBy={(row) => row.node.Path ?? ''}
      header={
        <Header variant="h3" counter={`(${rows.length})`}>
          {title}
        </Header>
      }
      ariaLabels={{ tableLabel: title }}
      empty={<Box color="text-body-secondary">-</Box>}
      columnDefinitions={[
        { id: 'object', header: words.object, isRowHeader: true, cell: (row) => <Link onFollow={() => onObject(row.node.Path ?? '')}>{row.node.MetadataModelName}</Link> },
        { id: 'type', header: words.type, cell: (row) => kindOf(row.node) },
        { id: 'how', header: words.how, cell: (row) => row.kinds.join(', ') },
        { id: 'status', header: words.status, cell: (row) => (row.node.Status === undefined ? '-' : statusLabels[row.node.Status]) },
      ]}
    />
  );
}

const depths = [1, 2, 3].map((depth) => ({ value: String(depth), label: words.depthOf(depth) }));

/** What the object uses and who uses it: as lists, or as a picture that may go further. */
export function RelatedTab({ project, origin, path, onObject }: RelatedTabProps): ReactNode {
  const [view, setView] = useState<'list' | 'graph'>('list');
  const [depth, setDepth] = useState(1);
  const graph = view === 'graph';
  const related = useOperation(
    'DescribeRelatedObjects',
    { MigrationProjectIdentifier: project, Origin: origin, SelectionRules: selectPaths([path ?? 'Servers']), ...(graph ? { Depth: depth } : {}) },
    { enabled: path !== undefined },
  );
  if (related.isError) return <Failed what={words.tab} error={related.error} onRetry={() => void related.refetch()} />;
  if (path === undefined) return <Nothing title={words.none} text={words.noObject} action={null} />;
  if (related.data === undefined) return <Loading />;
  // A part (an index, a key) is shown with its object, which comes first.
  const self = related.data.Objects.find((node) => node.Path === path) ?? related.data.Objects[0];
  if (self?.Path === undefined) return <Nothing title={words.none} text={words.noObject} action={null} />;
  return (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label={words.tab}>
      <SpaceBetween size="s">
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          <SegmentedControl
            label={words.shown}
            selectedId={view}
            onChange={({ detail }) => setView(detail.selectedId === 'graph' ? 'graph' : 'list')}
            options={[
              { id: 'list', text: words.list },
              { id: 'graph', text: words.graph },
            ]}
          />
          {graph ? (
            <Select selectedOption={depths[depth - 1] ?? null} options={depths} onChange={({ detail }) => setDepth(Number(detail.selectedOption.value ?? '1'))} ariaLabel={words.depth} inlineLabelText={words.depth} expandToViewport />
          ) : null}
        </SpaceBetween>
        {related.data.More ? <Alert type="info">{words.more}</Alert> : null}
        {related.data.Relations.length === 0 ? (
          <Nothing title={words.none} text={words.noneText} action={null} />
        ) : graph ? (
          <RelationGraph related={related.data} self={self.Path} onObject={onObject} />
        ) : (
          <ColumnLayout columns={2} minColumnWidth={360}>
            <RelatedTable title={words.uses} rows={rowsOf(related.data, self.Path, 'From')} onObject={onObject} />
            <RelatedTable title={words.usedBy} rows={rowsOf(related.data, self.Path, 'To')} onObject={onObject} />
          </ColumnLayout>
        )}
      </SpaceBetween>
    </div>
  );
}
