'use client';
import { memo } from 'react';
import type { ReactNode } from 'react';
import { conversionWords as words } from '@/words/schema-conversion';
import { Badges, markOf } from './badges';
import type { NodeRow, Row } from './rows';
import type { Tick } from './selection';
import styles from './tree.module.css';

function Box({ tick }: { readonly tick: Tick }): ReactNode {
  return (
    <span className={styles['box']} data-tick={tick} data-part="box" aria-hidden="true">
      {tick === 'false' ? null : (
        <svg viewBox="0 0 10 10">
          <path d={tick === 'mixed' ? 'M2 5h6' : 'M1.5 5l2.5 2.5L8.5 2.5'} stroke="currentColor" strokeWidth="1.8" fill="none" />
        </svg>
      )}
    </span>
  );
}

export interface NodeRowProps {
  readonly row: NodeRow;
  readonly id: string;
  readonly active: boolean;
  readonly selected: boolean;
  readonly counterpart: boolean;
  readonly tick: Tick;
  /** Shown after the name, in lists that are no tree. */
  readonly where: string | undefined;
}

/**
 * The box, the triangle and the rest of the row are told apart by `data-part` in the tree's one click handler.
 * No style of its own: Chromium keeps styles that differ from row to row until it collects garbage, and compares each new row with them.
 */
function NodeRowBody({ row, id, active, selected, counterpart, tick, where }: NodeRowProps): ReactNode {
  const { node } = row;
  const grouping = node.NodeType !== undefined && node.NodeType !== 'object' && node.NodeType !== 'part';
  const classes = [styles['row'], where === undefined ? '' : styles['found'], selected ? styles['selected'] : counterpart ? styles['counterpart'] : '', active ? styles['active'] : ''].join(' ');
  const mark = markOf(node);
  const count = grouping && node.ObjectCount !== undefined && node.ObjectCount > 0 ? ` (${node.ObjectCount.toLocaleString('en-US')})` : '';
  return (
    <div
      role="treeitem"
      id={id}
      data-path={node.Path}
      className={classes}
      aria-level={row.level}
      data-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
      aria-selected={selected}
      aria-checked={tick}
      {...(row.expandable ? { 'aria-expanded': row.expanded } : {})}
    >
      <span className={styles['twisty']} data-part="twisty" {...(row.expandable ? { 'data-open': row.expanded } : {})} aria-hidden="true" />
      <Box tick={tick} />
      <span className={grouping ? styles['group'] : styles['name']} title={node.MetadataModelName}>
        {node.MetadataModelName}
      </span>
      {count === '' ? null : <span className={styles['count']}>{count}</span>}
      {where === undefined ? null : (
        <span className={styles['where']} title={where}>
          <span className="ferry-visually-hidden">, </span>
          {where}
        </span>
      )}
      {mark.text === '' ? null : <span className="ferry-visually-hidden">, {mark.text}</span>}
      <Badges mark={mark} />
    </div>
  );
}

/** Drawn again only when something of it has changed: scrolling draws the lines that come into sight. */
export const NodeRowView = memo(NodeRowBody);

interface NoteRowProps {
  readonly row: Exclude<Row, NodeRow>;
  readonly onRetry: (path: string) => void;
}

/** A line that is no node: more is being loaded, or could not be. */
export function NoteRowView({ row, onRetry }: NoteRowProps): ReactNode {
  return (
    <div role="none" className={`${styles['row'] ?? ''} ${styles['aside'] ?? ''}`} data-level={row.level}>
      {row.kind === 'failed' ? (
        <span className={styles['note']} title={row.message}>
          {words.treeFailed}{' '}
          <button type="button" className={styles['retry']} tabIndex={-1} onClick={() => onRetry(row.parent)}>
            {words.retry}
          </button>
        </span>
      ) : (
        <span className={styles['note']}>{row.kind === 'more' ? words.loadMore : words.loading}…</span>
      )}
    </div>
  );
}
