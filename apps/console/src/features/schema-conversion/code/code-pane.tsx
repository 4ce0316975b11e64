'use client';
import Tabs from '@cloudscape-design/components/tabs';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { MetadataModelReference } from '@ferry/contract';
import { Failed } from '@/shell/resource-table';
import { Loading } from '@/shell/loading';
import { conversionWords as words } from '@/words/schema-conversion';
import type { SelectedNode } from '../nodes';
import type { CodeTab } from '../place';
import styles from './code-pane.module.css';
import { ColumnsTab, PropertiesTab } from './facts-tabs';
import { lineBreaks } from './line-breaks';
import { linkAt } from './links';
import type { CodeSide, Linked, Span } from './links';
import { ProofBadge } from './proof-badge';
import { SqlView } from './sql-view';
import type { LineMarker } from './sql-view';

interface CodePaneProps {
  readonly node: SelectedNode;
  readonly tab: CodeTab;
  readonly line: number | undefined;
  readonly onTab: (tab: CodeTab) => void;
  readonly onRetry: () => void;
}

const noMarkers: readonly LineMarker[] = [];

/** Code of one object on both sides, and which pieces of it are lit because they belong together. */
function useCode(node: SelectedNode): { text: Record<CodeSide, string | undefined>; markers: readonly LineMarker[]; linked: Record<CodeSide, Span | undefined>; chosen: CodeSide | undefined; choose: (side: CodeSide, offset: number) => void } {
  const source = node.source?.Definition;
  const target = node.source?.TargetDefinition ?? node.target?.Definition;
  const [choice, setChoice] = useState<{ of: string | undefined; side: CodeSide; linked: Linked | undefined }>();
  const breaks = useMemo(() => ({ source: lineBreaks(source ?? ''), target: lineBreaks(target ?? '') }), [source, target]);
  const links = node.source?.Links;
  const items = node.source?.Items;
  const markers = useMemo(() => (items ?? []).flatMap((item): LineMarker[] => (item.Line === undefined ? [] : [{ line: item.Line, severity: item.Severity, text: `${item.Code} ${item.Message}` }])), [items]);
  const current = choice?.of === node.sourcePath ? choice : undefined;
  const linked = current?.linked;
  const spans = useMemo(() => {
    const inView = (side: CodeSide): Span | undefined => (linked === undefined ? undefined : { start: breaks[side].toView(linked[side].start), end: breaks[side].toView(linked[side].end) });
    return { source: inView('source'), target: inView('target') };
  }, [linked, breaks]);
  const choose = (side: CodeSide, offset: number): void => setChoice({ of: node.sourcePath, side, linked: linkAt(links ?? [], side, breaks[side].fromView(offset)) });
  return { text: { source, target }, markers, linked: spans, chosen: current?.side, choose };
}

export function CodePane({ node, tab, line, onTab, onRetry }: CodePaneProps): ReactNode {
  const code = useCode(node);
  const shown: MetadataModelReference | undefined = node.source?.Node ?? node.target?.Node;
  const view = (side: CodeSide): ReactNode => {
    const text = code.text[side];
    if (text === undefined) return <div className={styles['empty']}>{emptyText(node, side)}</div>;
    return (
      <div className={styles['editor']}>
        <SqlView
          label={side === 'source' ? words.sourceSql : words.targetSql}
          text={text}
          markers={side === 'source' ? code.markers : noMarkers}
          linked={code.linked[side]}
          follow={code.chosen !== undefined && code.chosen !== side}
          wrap={tab === 'both'}
          line={side === 'source' ? line : undefined}
          onPlace={(offset) => code.choose(side, offset)}
        />
      </div>
    );
  };
  const framed = (content: ReactNode): ReactNode => {
    if (node.error !== null) return <Failed what={words.sourceSql} error={node.error} onRetry={onRetry} />;
    if (node.loading && node.source === undefined && node.target === undefined) return <Loading />;
    if (node.source === undefined && node.target === undefined) return <div className={styles['empty']}>{words.chooseNode}</div>;
    return (
      <div className={styles['code']}>
        <ProofBadge node={shown} />
        {content}
      </div>
    );
  };
  const columns = node.source?.Columns ?? node.target?.Columns ?? [];
  const two = (
    <div className={styles['two']}>
      <div>
        <h3>{words.sourceSql}</h3>
        {view('source')}
      </div>
      <div>
        <h3>{words.targetSql}</h3>
        {view('target')}
      </div>
    </div>
  );
  const tabs: { id: CodeTab; label: string; content: ReactNode }[] = [
    { id: 'source', label: words.sourceSql, content: framed(view('source')) },
    { id: 'target', label: words.targetSql, content: framed(view('target')) },
    { id: 'both', label: words.sideBySide, content: framed(two) },
    { id: 'properties', label: words.properties, content: framed(<PropertiesTab node={node} />) },
    ...(columns.length > 0 || tab === 'columns' ? [{ id: 'columns' as const, label: words.columns, content: framed(<ColumnsTab columns={columns} />) }] : []),
  ];
  return (
    <div className={styles['pane']} data-testid="code-pane">
      <Tabs ariaLabel={words.sourceSql} fitHeight disableContentPaddings activeTabId={tab} onChange={({ detail }) => onTab(detail.activeTabId as CodeTab)} tabs={tabs} />
    </div>
  );
}

function emptyText(node: SelectedNode, side: CodeSide): string {
  const shown = node.source?.Node ?? node.target?.Node;
  if (shown?.NodeType !== 'object' && shown?.NodeType !== 'part') return words.noDefinition;
  if (side === 'source') return words.noDefinition;
  return shown.Status === undefined ? words.noTarget : words.noTargetCode;
}
