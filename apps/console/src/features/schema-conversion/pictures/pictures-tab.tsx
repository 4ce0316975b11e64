'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { MapEntry, OperationOutput } from '@ferry/contract';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Loading } from '@/shell/loading';
import { Failed, Nothing } from '@/shell/resource-table';
import { pictureWords as words } from '@/words/pictures';
import { stateOf } from './map-state';

/** The pictures, fetched once somebody looks at them. */
const Treemap = dynamic(() => import('./treemap').then((module) => module.Treemap), { ssr: false, loading: () => <Loading /> });
const EffortChart = dynamic(() => import('./effort-chart').then((module) => module.EffortChart), { ssr: false, loading: () => <Loading /> });

type View = 'treemap' | 'effort' | 'table';

interface PicturesProps {
  readonly project: string;
  readonly rules: string;
  readonly summary: OperationOutput<'DescribeAssessmentSummary'> | undefined;
  readonly onObject: (path: string) => void;
}

/** At most so many rows: more are not read by anybody. */
const rowsShown = 500;

function MapTable({ entries, onObject }: { readonly entries: readonly MapEntry[]; readonly onObject: (path: string) => void }): ReactNode {
  const rows = [...entries].sort((a, b) => b.LinesOfCode - a.LinesOfCode).slice(0, rowsShown);
  return (
    <Table<MapEntry>
      wrapLines
      variant="embedded"
      contentDensity="compact"
      items={rows}
      trackBy="Path"
      ariaLabels={{ tableLabel: words.treemap }}
      columnDefinitions={[
        { id: 'object', header: words.object, isRowHeader: true, cell: (row) => <Link onFollow={() => onObject(row.Path)}>{row.Name}</Link> },
        { id: 'schema', header: words.schema, cell: (row) => row.SchemaName },
        { id: 'category', header: words.category, cell: (row) => row.Category },
        { id: 'objects', header: words.objects, cell: (row) => row.Objects.toLocaleString('en-US') },
        { id: 'lines', header: words.lines, cell: (row) => row.LinesOfCode.toLocaleString('en-US') },
        { id: 'status', header: words.status, cell: (row) => words.states[stateOf(row)] },
      ]}
    />
  );
}

/** The selected part of the source as pictures, each with a table that says the same. */
export function PicturesTab({ project, rules, summary, onObject }: PicturesProps): ReactNode {
  const [view, setView] = useState<View>('treemap');
  const map = useOperation('DescribeSchemaMap', { MigrationProjectIdentifier: project, SelectionRules: rules }, { keepPrevious: true });
  const content = (): ReactNode => {
    if (view === 'effort') return summary === undefined ? <Loading /> : <EffortChart summary={summary} />;
    if (map.isError && map.data === undefined) return <Failed what={words.treemap} error={map.error} onRetry={() => void map.refetch()} />;
    if (map.data === undefined) return <Loading />;
    if (map.data.Entries.length === 0) return <Nothing title={words.none} text={words.noneText} action={null} />;
    return (
      <>
        {map.data.Single ? null : <Alert type="info">{words.grouped}</Alert>}
        {view === 'treemap' ? <Treemap entries={map.data.Entries} onObject={onObject} /> : <MapTable entries={map.data.Entries} onObject={onObject} />}
      </>
    );
  };
  return (
    <SpaceBetween size="s">
      <SegmentedControl
        label={words.shown}
        selectedId={view}
        onChange={({ detail }) => setView(detail.selectedId as View)}
        options={[
          { id: 'treemap', text: words.treemap },
          { id: 'effort', text: words.effort },
          { id: 'table', text: words.table },
        ]}
      />
      <Box>{content()}</Box>
    </SpaceBetween>
  );
}
