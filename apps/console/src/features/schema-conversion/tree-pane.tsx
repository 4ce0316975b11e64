'use client';
import Box from '@cloudscape-design/components/box';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { nodeNames } from '@ferry/contract';
import type { Origin } from '@ferry/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { findingWords, searchScopes } from '@/words/finding';
import { applyStatusLabels, applyWords, editWords, conversionWords as words } from '@/words/schema-conversion';
import { fetchAhead } from './nodes';
import type { TreeNode } from './tree/branch';
import type { NodeRow, Row } from './tree/rows';
import { useSearch } from './tree/search';
import type { CodeHit, TreeFilter } from './tree/search';
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
  /** The line is where the text that was looked for stands in the node's code. */
  readonly onSelect: (path: string, line?: number) => void;
  readonly actions: readonly ButtonDropdownProps.Item[];
  readonly onAction: (id: string) => void;
  /** Said in place of an empty tree. */
  readonly emptyText: string;
  readonly busyText: string | undefined;
}

interface FilterGroup {
  readonly label: string;
  readonly options: readonly { readonly value: TreeFilter; readonly label: string }[];
}

const proofLevels = ['parsed', 'created', 'checked', 'ran', 'equal'] as const;
const sourceFilters: readonly FilterGroup[] = [
  {
    label: findingWords.status,
    options: [
      { value: 'all', label: words.all },
      { value: 'items', label: words.withItems },
      { value: 'converted', label: findingWords.converted },
      { value: 'not-converted', label: words.notConverted },
    ],
  },
  { label: findingWords.proof, options: [{ value: 'unproved', label: words.unproved }, ...proofLevels.map((level) => ({ value: level, label: findingWords.proofIs(level) }))] },
];
const targetFilters: typeof sourceFilters = [
  ...sourceFilters,
  {
    label: findingWords.target,
    options: [
      { value: 'edited', label: editWords.edited },
      { value: 'not-applied', label: applyWords.notApplied },
      { value: 'applied', label: applyStatusLabels.applied },
      { value: 'apply-failed', label: applyWords.notAppliedFailed },
      { value: 'target-only', label: applyStatusLabels.extra },
    ],
  },
];

const whereOf = (row: NodeRow): string => nodeNames(row.node.Path).slice(-3, -1).join(' › ');
/** The line of code that a text was found in, without what does not fit. */
const codeText = (hit: CodeHit, text: string): string => findingWords.line(hit.line, hit.excerpt.split(/\r?\n/).find((line) => line.toLowerCase().includes(text.toLowerCase()))?.trim() ?? '');

/** Nodes that were found, as a list without levels. */
const foundRows = (nodes: readonly TreeNode[]): Row[] =>
  nodes.map((node, index) => ({ kind: 'node', key: node.Path, node, level: 1, position: index + 1, setSize: nodes.length, expandable: false, expanded: false, parent: undefined }));

export function TreePane(props: TreePaneProps): ReactNode {
  const [text, setText] = useState('');
  const [filter, setFilter] = useState<TreeFilter>('all');
  const [scope, setScope] = useState('names');
  const { places } = searchScopes.find((one) => one.value === scope) ?? { places: ['name'] as const };
  const wanted = useDeferredValue(text.trim());
  const searching = wanted !== '' || filter !== 'all';
  const client = useQueryClient();
  const filters = props.origin === 'SOURCE' ? sourceFilters : targetFilters;
  // While a list of what was found stands in its place, the tree is not opened down to what is selected.
  const tree = useTree(props.project, props.origin, searching ? undefined : (props.selected ?? props.counterpart), props.enabled);
  const hits = useSearch(props.project, props.origin, wanted, filter, places);
  const found = useMemo(() => foundRows(hits.data?.nodes ?? []), [hits.data]);
  const rows = searching ? found : tree.rows;
  const whereFound = (row: NodeRow): string => {
    const hit = hits.data?.code.get(row.node.Path);
    return hit === undefined ? whereOf(row) : codeText(hit, hits.data?.text ?? '');
  };
  const nothing = searching ? (hits.isLoading ? undefined : words.findNothing) : tree.empty ? props.emptyText : undefined;
  const showTree = rows.length > 0 && (searching || !tree.empty);
  return (
    <section className={styles['pane']} aria-label={props.title} data-testid={`${props.origin.toLowerCase()}-pane`} {...(searching && hits.data !== undefined && !hits.isPlaceholderData ? { 'data-found': hits.data.text } : {})}>
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
            selectedOption={filters.flatMap((group) => group.options).find((one) => one.value === filter) ?? null}
            options={filters}
            onChange={({ detail }) => setFilter((detail.selectedOption.value ?? 'all') as TreeFilter)}
            ariaLabel={`${props.title}: ${words.filter}`}
            expandToViewport
          />
        </div>
        {wanted === '' ? null : (
          <div className={styles['scope']}>
            <Select
              selectedOption={searchScopes.find((one) => one.value === scope) ?? null}
              options={searchScopes.map(({ value, label }) => ({ value, label }))}
              onChange={({ detail }) => setScope(detail.selectedOption.value ?? 'names')}
              ariaLabel={`${props.title}: ${findingWords.findIn}`}
              inlineLabelText={findingWords.findIn}
              expandToViewport
            />
            <p className={styles['note']} role="status">
              {hits.data === undefined ? '' : findingWords.found(hits.data.total)}
            </p>
          </div>
        )}
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
            onSelect={(path) => props.onSelect(path, searching ? hits.data?.code.get(path)?.line : undefined)}
            onAhead={(path) => fetchAhead(client, props.project, props.origin, path)}
            onTick={props.onTick}
            onExpand={tree.expand}
            onMore={tree.branches.loadMore}
            onRetry={tree.branches.retry}
            {...(searching ? { whereOf: whereFound } : {})}
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
