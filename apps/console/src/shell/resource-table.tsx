'use client';
import { useCollection } from '@cloudscape-design/collection-hooks';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import type { CollectionPreferencesProps } from '@cloudscape-design/components/collection-preferences';
import Header from '@cloudscape-design/components/header';
import PropertyFilter from '@cloudscape-design/components/property-filter';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { TableProps } from '@cloudscape-design/components/table';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useStored } from './stored';
import { resourceWords as words } from '@/words/resources';

export interface ResourceColumn<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: T) => ReactNode;
  /** What the column is sorted by and what "find" looks into. */
  readonly text: (row: T) => string;
  /** Not shown until a person chooses it. */
  readonly hidden?: boolean;
  readonly isRowHeader?: boolean;
  /** In pixels. */
  readonly width?: number;
}

interface ResourceTableProps<T> {
  /** Key of the preferences in this browser. */
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly columns: readonly ResourceColumn<T>[];
  readonly rows: readonly T[] | undefined;
  readonly loading: boolean;
  readonly loadingText: string;
  readonly error: Error | null;
  readonly onRetry: () => void;
  readonly idOf: (row: T) => string;
  readonly findLabel: string;
  readonly empty: { readonly title: string; readonly text: string; readonly action: ReactNode };
  readonly selected: readonly T[];
  readonly onSelect: (rows: readonly T[]) => void;
  /** False where nothing is done with a chosen row. */
  readonly selectable?: boolean;
  /** Begins sorted by the first column from the last to the first. */
  readonly newestFirst?: boolean;
  readonly actions: ReactNode;
}

interface Preferences {
  readonly pageSize: number;
  readonly wrapLines: boolean;
  readonly compact: boolean;
  readonly display: readonly { readonly id: string; readonly visible: boolean }[];
}
const startPreferences: Preferences = { pageSize: 20, wrapLines: true, compact: false, display: [] };

/** What was stored, with the columns that are new since and without those that are gone. */
function displayOf<T>(columns: readonly ResourceColumn<T>[], stored: Preferences['display']): { id: string; visible: boolean }[] {
  const known = stored.filter((one) => columns.some((column) => column.id === one.id));
  const added = columns.filter((column) => !known.some((one) => one.id === column.id)).map((column) => ({ id: column.id, visible: column.hidden !== true }));
  return [...known, ...added];
}

/** What a table says when it has no rows. */
export function Nothing({ title, text, action }: { readonly title: string; readonly text: string; readonly action: ReactNode }): ReactNode {
  return (
    <Box margin={{ vertical: 'xs' }} textAlign="center" color="inherit">
      <SpaceBetween size="m" alignItems="center">
        <div>
          <b>{title}</b>
          <Box variant="p" color="inherit">
            {text}
          </Box>
        </div>
        {action}
      </SpaceBetween>
    </Box>
  );
}

/** A row with the texts of its columns, which filter and sorting look at. */
interface Shown<T> {
  readonly row: T;
  readonly [column: string]: T | string;
}

const textOf = <T,>(shown: Shown<T>, column: string): string => {
  const text = shown[column];
  return typeof text === 'string' ? text : '';
};

/** A list page's table in its five states: loading, failed, empty, nothing matches, rows. */
export function ResourceTable<T>(props: ResourceTableProps<T>): ReactNode {
  const [preferences, setPreferences] = useStored<Preferences>(`table.${props.name}`, startPreferences);
  const { columns, rows, idOf } = props;
  const shown = useMemo(() => (rows ?? []).map((row): Shown<T> => ({ ...Object.fromEntries(columns.map((column) => [column.id, column.text(row)])), row })), [rows, columns]);
  const definitions = useMemo(
    () =>
      columns.map((column): TableProps.ColumnDefinition<Shown<T>> => ({
        id: column.id,
        header: column.header,
        cell: ({ row }) => column.cell(row),
        isRowHeader: column.isRowHeader ?? false,
        sortingComparator: (a, b) => textOf(a, column.id).localeCompare(textOf(b, column.id), 'en', { numeric: true }),
        minWidth: 90,
        ...(column.width === undefined ? {} : { width: column.width }),
      })),
    [columns],
  );
  const collection = useCollection(shown, {
    propertyFiltering: {
      filteringProperties: columns.map((column) => ({ key: column.id, propertyLabel: column.header, groupValuesLabel: words.valuesOf(column.header), operators: [':', '!:', '=', '!='] })),
      empty: <Nothing {...props.empty} />,
      noMatch: <Nothing title={words.noMatch} text={words.noMatchText} action={<Button onClick={() => collection.actions.setPropertyFiltering({ tokens: [], operation: 'and' })}>{words.clearFilter}</Button>} />,
    },
    pagination: { pageSize: preferences.pageSize },
    sorting: { defaultState: { sortingColumn: definitions[0] ?? {}, isDescending: props.newestFirst === true } },
  });
  const failed = props.error !== null && rows === undefined;
  const total = rows?.length;
  const counter = total === undefined ? undefined : props.selected.length > 0 ? `(${props.selected.length}/${total})` : `(${total})`;
  const confirm = (detail: CollectionPreferencesProps.Preferences): void =>
    setPreferences({
      pageSize: detail.pageSize ?? startPreferences.pageSize,
      wrapLines: detail.wrapLines ?? true,
      compact: detail.contentDensity === 'compact',
      display: (detail.contentDisplay ?? []).map((one) => ({ id: one.id, visible: one.visible })),
    });
  const display = displayOf(columns, preferences.display);
  const density = preferences.compact ? 'compact' : 'comfortable';
  return (
    <Table<Shown<T>>
      {...collection.collectionProps}
      variant="full-page"
      stickyHeader
      resizableColumns
      wrapLines={preferences.wrapLines}
      contentDensity={density}
      columnDefinitions={definitions}
      columnDisplay={display}
      items={failed ? [] : collection.items}
      trackBy={({ row }) => idOf(row)}
      loading={props.loading}
      loadingText={props.loadingText}
      {...(props.selectable === false ? {} : { selectionType: 'single' as const })}
      selectedItems={shown.filter(({ row }) => props.selected.includes(row))}
      onSelectionChange={({ detail }) => props.onSelect(detail.selectedItems.map(({ row }) => row))}
      ariaLabels={{
        tableLabel: props.title,
        selectionGroupLabel: props.title,
        allItemsSelectionLabel: () => props.title,
        itemSelectionLabel: (_state, { row }) => idOf(row),
      }}
      {...(failed ? { empty: <Failed what={props.title} error={props.error} onRetry={props.onRetry} /> } : {})}
      header={
        <Header variant="awsui-h1-sticky" {...(counter === undefined ? {} : { counter })} {...(props.description === undefined ? {} : { description: props.description })} actions={props.actions}>
          {props.title}
        </Header>
      }
      filter={
        <PropertyFilter
          {...collection.propertyFilterProps}
          filteringPlaceholder={props.findLabel}
          filteringAriaLabel={props.findLabel}
          filteringEmpty={words.noMatch}
          countText={words.matches(collection.filteredItemsCount ?? 0)}
          expandToViewport
        />
      }
      pagination={<Pagination {...collection.paginationProps} />}
      preferences={
        <CollectionPreferences
          title={words.preferences}
          confirmLabel={words.confirm}
          cancelLabel={words.cancel}
          preferences={{ pageSize: preferences.pageSize, wrapLines: preferences.wrapLines, contentDensity: density, contentDisplay: display }}
          pageSizePreference={{ title: words.pageSize, options: [10, 20, 50, 100].map((value) => ({ value, label: String(value) })) }}
          wrapLinesPreference={{ label: words.wrapLines, description: words.wrapLinesText }}
          contentDensityPreference={{ label: words.compact, description: words.compactText }}
          contentDisplayPreference={{ title: words.columns, options: columns.map((column) => ({ id: column.id, label: column.header, alwaysVisible: column.isRowHeader ?? false })) }}
          onConfirm={({ detail }) => confirm(detail)}
        />
      }
    />
  );
}

/** A listing that could not be read, in place of its rows. */
export function Failed({ what, error, onRetry }: { readonly what: string; readonly error: Error | null; readonly onRetry: () => void }): ReactNode {
  return (
    <Box textAlign="left">
      <Alert type="error" header={words.loadFailed(what)} action={<Button onClick={onRetry}>{words.refresh}</Button>}>
        {error?.message}
      </Alert>
    </Box>
  );
}
