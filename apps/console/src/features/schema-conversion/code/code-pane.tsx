'use client';
import Tabs from '@cloudscape-design/components/tabs';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { MetadataModelReference } from '@ferry/contract';
import { Failed } from '@/shell/resource-table';
import { Loading } from '@/shell/loading';
import { relationWords } from '@/words/finding';
import { conversionWords as words } from '@/words/schema-conversion';
import type { SelectedNode } from '../nodes';
import type { CodeTab, Place } from '../place';
import styles from './code-pane.module.css';
import { useDraft } from './draft';
import { RelatedTab } from '../related/related-tab';
import { ColumnsTab, ParametersTab, PropertiesTab } from './facts-tabs';
import { tipOf } from './code-tip';
import type { CodeTip } from './code-tip';
import { SqlView } from './lazy-code';
import { lineBreaks } from './line-breaks';
import { useLinks } from './use-links';
import { linkAt } from './links';
import type { CodeSide, Linked, Span } from './links';
import { ProofBadge } from './proof-badge';
import type { LineMarker } from './sql-setup';
import { TargetEditor } from './target-editor';
import { TargetFacts } from './target-facts';

interface CodePaneProps {
  readonly project: string;
  readonly node: SelectedNode;
  readonly place: Place;
  readonly go: (change: Partial<Place>) => void;
  readonly onRetry: () => void;
}

const noMarkers: readonly LineMarker[] = [];

interface ShownCode {
  readonly text: Record<CodeSide, string | undefined>;
  readonly markers: readonly LineMarker[];
  readonly linked: Record<CodeSide, Span | undefined>;
  /** The side where a place was chosen. */
  readonly chosen: CodeSide | undefined;
  readonly choose: (side: CodeSide, offset: number) => void;
  /** Lights what belongs to the place that the mouse rests on. */
  readonly hover: (side: CodeSide, offset: number | undefined) => void;
  readonly tipAt: (side: CodeSide, offset: number) => CodeTip | undefined;
}

/** Code of one object on both sides, and which pieces of it are lit because they belong together. */
function useCode(project: string, node: SelectedNode, sideBySide: boolean): ShownCode {
  const source = node.source?.Definition;
  const target = node.target?.Definition ?? node.source?.TargetDefinition;
  const [choice, setChoice] = useState<{ of: string | undefined; side: CodeSide; offset: number }>();
  const breaks = useMemo(() => ({ source: lineBreaks(source ?? ''), target: lineBreaks(target ?? '') }), [source, target]);
  const links = useLinks(project, node, sideBySide || choice?.of === node.sourcePath);
  const at = (side: CodeSide, offset: number): Linked | undefined => linkAt(links, side, breaks[side].fromView(offset));
  const items = node.source?.Items;
  const markers = useMemo(() => (items ?? []).flatMap((item): LineMarker[] => (item.Line === undefined ? [] : [{ line: item.Line, severity: item.Severity, text: `${item.Code} ${item.Message}` }])), [items]);
  const [hovered, setHovered] = useState<{ of: string | undefined; linked: Linked | undefined }>();
  const current = choice?.of === node.sourcePath ? choice : undefined;
  const chosen = useMemo(() => (current === undefined ? undefined : linkAt(links, current.side, breaks[current.side].fromView(current.offset))), [current, links, breaks]);
  const linked = (hovered !== undefined && hovered.of === node.sourcePath ? hovered.linked : undefined) ?? chosen;
  const spans = useMemo(() => {
    const inView = (side: CodeSide): Span | undefined => (linked === undefined ? undefined : { start: breaks[side].toView(linked[side].start), end: breaks[side].toView(linked[side].end) });
    return { source: inView('source'), target: inView('target') };
  }, [linked, breaks]);
  const choose = (side: CodeSide, offset: number): void => setChoice({ of: node.sourcePath, side, offset });
  const hover = (side: CodeSide, offset: number | undefined): void => {
    const found = offset === undefined ? undefined : at(side, offset);
    // The same piece again changes nothing: the mouse moves often.
    setHovered((before) => (before !== undefined && before.of === node.sourcePath && before.linked?.source.start === found?.source.start && before.linked?.source.end === found?.source.end ? before : { of: node.sourcePath, linked: found }));
  };
  const tipAt = (side: CodeSide, offset: number): CodeTip | undefined => {
    const found = at(side, offset);
    return found === undefined ? undefined : tipOf(side, found, { source: source ?? '', target: target ?? '' }, items ?? []);
  };
  return { text: { source, target }, markers, linked: spans, chosen: hovered?.linked === undefined ? current?.side : undefined, choose, hover, tipAt };
}

export function CodePane({ project, node, place, go, onRetry }: CodePaneProps): ReactNode {
  const tab = place.code;
  const code = useCode(project, node, tab === 'both');
  const shown: MetadataModelReference | undefined = node.source?.Node ?? node.target?.Node;
  const { targetPath } = node;
  const state = node.target?.TargetCode;
  const [draft, setDraft] = useDraft(project, targetPath ?? '');
  const openTarget = (path: string, line?: number): void => go({ side: 'TARGET', node: path, code: tab === 'both' ? 'both' : 'target', line });

  const view = (side: CodeSide): ReactNode => {
    const text = code.text[side];
    if (text === undefined && side === 'target' && node.targetLoading) return <Loading />;
    if (text === undefined) return <div className={styles['empty']}>{emptyText(node, side)}</div>;
    if (side === 'target' && draft !== undefined && state !== undefined && targetPath !== undefined)
      return <TargetEditor key={targetPath} project={project} path={targetPath} name={node.target?.MetadataModelName ?? ''} code={state} draft={draft} onDraft={setDraft} onObject={openTarget} />;
    return (
      <div className={styles['editor']}>
        <SqlView
          label={side === 'source' ? words.sourceSql : words.targetSql}
          text={text}
          markers={side === 'source' ? code.markers : noMarkers}
          linked={code.linked[side]}
          follow={code.chosen !== undefined && code.chosen !== side}
          wrap={tab === 'both'}
          line={(place.side === 'TARGET') === (side === 'target') ? place.line : undefined}
          onPlace={(offset) => code.choose(side, offset)}
          onHover={(offset) => code.hover(side, offset)}
          tipAt={(offset) => code.tipAt(side, offset)}
        />
      </div>
    );
  };
  const targetFacts =
    state === undefined || targetPath === undefined || code.text.target === undefined ? null : (
      <TargetFacts
        key={targetPath}
        project={project}
        path={targetPath}
        name={node.target?.MetadataModelName ?? ''}
        code={state}
        text={code.text.target}
        editing={draft !== undefined}
        onEdit={(text) => setDraft({ text: text ?? code.text.target ?? '', base: code.text.target ?? '', revision: state.Revision })}
        onObject={openTarget}
        onLine={(line) => openTarget(targetPath, line)}
      />
    );
  // What was shown of the converter's text does not hold for a person's.
  const edited = state?.Edited === true && node.target?.Node !== undefined ? { ...node.target.Node, ...(state.Proof === undefined ? {} : { Proof: state.Proof }) } : undefined;
  const framed = (content: ReactNode, more?: ReactNode): ReactNode => {
    if (node.error !== null) return <Failed what={words.sourceSql} error={node.error} onRetry={onRetry} />;
    if (node.loading && node.source === undefined && node.target === undefined) return <Loading />;
    if (node.source === undefined && node.target === undefined) return <div className={styles['empty']}>{words.chooseNode}</div>;
    return (
      <div className={styles['frame']}>
        <div className={styles['code']}>
          <ProofBadge node={more === undefined ? shown : (edited ?? shown)} more={more} />
          {content}
        </div>
      </div>
    );
  };
  const [columns, targetColumns] = [node.source?.Columns ?? [], node.target?.Columns ?? []];
  const parameters = node.source?.Parameters;
  // Parts are shown with their object's relations; what groups objects has none.
  const shownPath = shown?.NodeType === 'object' || shown?.NodeType === 'part' ? place.node : undefined;
  const two = (
    <div className={styles['two']}>
      <div>
        <h3>{words.sourceSql}</h3>
        {view('source')}
      </div>
      <div>
        <h3>{words.targetSql}</h3>
        {targetFacts === null ? null : <div className={styles['facts']}>{targetFacts}</div>}
        {view('target')}
      </div>
    </div>
  );
  const tabs: { id: CodeTab; label: string; content: ReactNode }[] = [
    { id: 'source', label: words.sourceSql, content: framed(view('source')) },
    { id: 'target', label: words.targetSql, content: framed(view('target'), targetFacts ?? undefined) },
    { id: 'both', label: words.sideBySide, content: framed(two) },
    { id: 'properties', label: words.properties, content: framed(<PropertiesTab node={node} />) },
    ...(columns.length + targetColumns.length > 0 || tab === 'columns' ? [{ id: 'columns' as const, label: words.columns, content: framed(<ColumnsTab source={columns} target={targetColumns} />) }] : []),
    ...(parameters !== undefined || tab === 'parameters' ? [{ id: 'parameters' as const, label: relationWords.parameters, content: framed(<ParametersTab parameters={parameters ?? []} />) }] : []),
    { id: 'related', label: relationWords.tab, content: framed(<RelatedTab key={shownPath} project={project} origin={place.side} path={shownPath} onObject={(path) => go({ node: path })} />) },
  ];
  return (
    <div className={styles['pane']} data-testid="code-pane">
      <Tabs ariaLabel={words.sourceSql} fitHeight disableContentPaddings activeTabId={tab} onChange={({ detail }) => go({ code: detail.activeTabId as CodeTab })} tabs={tabs} />
    </div>
  );
}

function emptyText(node: SelectedNode, side: CodeSide): string {
  const shown = node.source?.Node ?? node.target?.Node;
  if (shown?.NodeType !== 'object' && shown?.NodeType !== 'part') return words.noDefinition;
  if (side === 'source') return words.noDefinition;
  if (shown.ApplyStatus === 'extra') return words.onTargetOnly;
  return shown.Status === undefined ? words.noTarget : words.noTargetCode;
}
