'use client';
import { memo } from 'react';
import type { ReactNode } from 'react';
import { conversionWords as words } from '@/words/schema-conversion';
import { Badges, markOf } from './badges';
import type { NodeRow, Row } from './rows';
import type { Tick } from './selection';
import styles from './tree.module.css';

const Triangle = (): ReactNode => (
  <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
    <path d="M3 1l5 4-5 4z" fill="currentColor" />
  </svg>
);

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
  readonly size: number;
  readonly start: number;
  readonly active: boolean;
  readonly selected: boolean;
  readonly counterpart: boolean;
  readonly tick: Tick;
  /** Shown after the name, in lists that are no tree. */
  readonly where: string | undefined;
}

/** The box, the triangle and the rest of the row are told apart by `data-part` in the tree's one click handler. */
function NodeRowBody({ row, id, size, start, active, selected, counterpart, tick, where }: NodeRowProps): ReactNode {
  const { node } = row;
  const grouping = node.NodeType !== undefined && node.NodeType !== 'object' && node.NodeType !== 'part';
  const classes = [styles['row'], where === undefined ? '' : styles['found'], selected ? styles['selected'] : counterpart ? styles['counterpart'] : '', active ? styles['active'] : ''].join(' ');
  const mark = markOf(node);
  return (
    <div
      role="treeitem"
      id={id}
      data-path={node.Path}
      className={classes}
      style={{ blockSize: size, transform: `translateY(${start}px)`, paddingInlineStart: 8 + (row.level - 1) * 16 }}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
      aria-selected={selected}
      aria-checked={tick}
      {...(row.expandable ? { 'aria-expanded': row.expanded } : {})}
    >
      <span className={`${styles['twisty'] ?? ''} ${row.expanded ? (styles['open'] ?? '') : ''}`} data-part="twisty" aria-hidden="true">
        {row.expandable ? <Triangle /> : null}
      </span>
      <Box tick={tick} />
      <span className={`${styles['name'] ?? ''} ${grouping ? (styles['group'] ?? '') : ''}`} title={node.MetadataModelName}>
        {node.MetadataModelName}
      </span>
      {grouping && node.ObjectCount !== undefined && node.ObjectCount > 0 ? <span className={styles['count']}> ({node.ObjectCount.toLocaleString('en-US')})</span> : null}
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
  readonly size: number;
  readonly start: number;
  readonly onRetry: (path: string) => void;
}

/** A line that is no node: more is being loaded, or could not be. */
export function NoteRowView({ row, size, start, onRetry }: NoteRowProps): ReactNode {
  return (
    <div role="none" className={styles['row']} style={{ blockSize: size, transform: `translateY(${start}px)`, paddingInlineStart: 30 + (row.level - 1) * 16 }}>
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
