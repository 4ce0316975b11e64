'use client';
import Box from '@cloudscape-design/components/box';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { nodeNames } from '@ferry/contract';
import type { Origin } from '@ferry/contract';
import { useDeferredValue, useState } from 'react';
import type { ReactNode } from 'react';
import { applyWords, editWords, conversionWords as words } from '@/words/schema-conversion';
import type { NodeRow, Row } from './tree/rows';
import { useSearch } from './tree/search';
import type { TreeFilter } from './tree/search';
import type { Ticks } from './tree/selection';
import { TreeView } from './tree/tree-view';
import { useTree } from './tree/use-tree';
import styles from './tree-pane.module.css';

interface TreePaneProps {
  readonly project: string;
  readonly origin: Origin;
  readonly title: string;
  /** The engine. */
  readonly label: string;
  readonly enabled: boolean;
  readonly ticks: Ticks;
  readonly onTick: (path: string) => void;
  readonly selected: string | undefined;
  readonly counterpart: string | undefined;
  readonly onSelect: (path: string) => void;
  readonly actions: readonly ButtonDropdownProps.Item[];
  readonly onAction: (id: string) => void;
  /** Said in place of an empty tree. */
  readonly emptyText: string;
  readonly busyText: string | undefined;
}

const sourceFilters: readonly { value: TreeFilter; label: string }[] = [
  { value: 'all', label: words.all },
  { value: 'items', label: words.withItems },
  { value: 'not-converted', label: words.notConverted },
  { value: 'unproved', label: words.unproved },
];
const targetFilters: typeof sourceFilters = [
  ...sourceFilters,
  { value: 'edited', label: editWords.edited },
  { value: 'not-applied', label: applyWords.notApplied },
  { value: 'apply-failed', label: applyWords.notAppliedFailed },
];

const whereOf = (row: NodeRow): string => nodeNames(row.node.Path).slice(-3, -1).join(' › ');

export function TreePane(props: TreePaneProps): ReactNode {
  const [text, setText] = useState('');
  const [filter, setFilter] = useState<TreeFilter>('all');
  const wanted = useDeferredValue(text.trim());
  const searching = wanted !== '' || filter !== 'all';
  const filters = props.origin === 'SOURCE' ? sourceFilters : targetFilters;
  const tree = useTree(props.project, props.origin, props.selected ?? props.counterpart, props.enabled);
  const hits = useSearch(props.project, props.origin, wanted, filter);
  const found: readonly Row[] = (hits.data?.nodes ?? []).map((node, index) => ({
    kind: 'node',
    key: node.Path,
    node,
    level: 1,
    position: index + 1,
    setSize: hits.data?.nodes.length ?? 0,
    expandable: false,
    expanded: false,
    parent: undefined,
  }));
  const rows = searching ? found : tree.rows;
  const nothing = searching ? (hits.isLoading ? undefined : words.findNothing) : tree.empty ? props.emptyText : undefined;
  const showTree = rows.length > 0 && (searching || !tree.empty);
  return (
    <section className={styles['pane']} aria-label={props.title} data-testid={`${props.origin.toLowerCase()}-pane`}>
      <div className={styles['head']}>
        <div className={styles['title']}>
          <div className={styles['words']}>
            <h2>{props.title}</h2>
            <p title={props.label}>{props.label}</p>
          </div>
          <ButtonDropdown items={[...props.actions]} onItemClick={({ detail }) => props.onAction(detail.id)} ariaLabel={`${props.title}: ${words.actions}`}>
            {words.actions}
          </ButtonDropdown>
        </div>
        <div className={styles['find']}>
          <Input type="search" value={text} onChange={({ detail }) => setText(detail.value.slice(0, 255))} placeholder={words.find} ariaLabel={`${props.title}: ${words.find}`} clearAriaLabel="Clear" />
          <Select
            selectedOption={filters.find((one) => one.value === filter) ?? null}
            options={filters}
            onChange={({ detail }) => setFilter((detail.selectedOption.value ?? 'all') as TreeFilter)}
            ariaLabel={`${props.title}: ${words.filter}`}
            expandToViewport
          />
        </div>
        {searching && hits.data?.more === true ? <p className={styles['note']}>{words.findMore}</p> : null}
      </div>
      <div className={styles['body']}>
        {props.busyText !== undefined && !showTree ? (
          <Box padding="m">
            <StatusIndicator type="loading">{props.busyText}</StatusIndicator>
          </Box>
        ) : showTree ? (
          <TreeView
            label={props.title}
            rows={rows}
            ticks={props.ticks}
            selected={props.selected}
            counterpart={props.counterpart}
            onSelect={props.onSelect}
            onTick={props.onTick}
            onExpand={tree.expand}
            onMore={tree.branches.loadMore}
            onRetry={tree.branches.retry}
            {...(searching ? { whereOf } : {})}
          />
        ) : (
          <Box padding="m" color="text-body-secondary">
            {nothing ?? <StatusIndicator type="loading">{words.loading}</StatusIndicator>}
          </Box>
        )}
      </div>
    </section>
  );
}
