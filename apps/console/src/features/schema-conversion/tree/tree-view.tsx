'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { moveOf } from './keys';
import type { NodeRow, Row } from './rows';
import { tickOf } from './selection';
import type { Ticks } from './selection';
import { NodeRowView, NoteRowView } from './tree-row';
import styles from './tree.module.css';

interface TreeViewProps {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly ticks: Ticks;
  readonly selected: string | undefined;
  /** The node of the other tree's selection. */
  readonly counterpart: string | undefined;
  readonly onSelect: (path: string) => void;
  /** The mouse goes down on a node, or a key selects it: it will be selected next. */
  readonly onAhead: (path: string) => void;
  readonly onTick: (path: string) => void;
  readonly onExpand: (path: string, open: boolean) => void;
  /** A line that says that more is there has come into sight. */
  readonly onMore: (path: string) => void;
  readonly onRetry: (path: string) => void;
  readonly whereOf?: (row: NodeRow) => string;
}

const rowHeight = 28;
const sizeOf = (): number => rowHeight;

/**
 * A tree that draws only what is in sight: tens of thousands of nodes stay quick. Focus stays on the tree itself, which names its
 * active line (`aria-activedescendant`); keys are those of the ARIA tree pattern.
 */
export function TreeView(props: TreeViewProps): ReactNode {
  const { rows, selected, counterpart } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string>();
  const typing = useRef({ text: '', at: 0 });
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: sizeOf, overscan: 8 });
  const items = virtual.getVirtualItems();

  // The selection of this tree, or what belongs to that of the other one, is brought into sight once it is loaded.
  const reveal = selected ?? counterpart;
  const revealAt = useMemo(() => (reveal === undefined ? -1 : rows.findIndex((row) => row.key === reveal)), [rows, reveal]);
  const revealed = useRef<string>(undefined);
  useEffect(() => {
    if (reveal === undefined || revealAt < 0 || revealed.current === reveal) return;
    revealed.current = reveal;
    setActive(reveal);
    virtual.scrollToIndex(revealAt, { align: 'auto' });
  }, [reveal, revealAt, virtual]);

  const pending = items.map((item) => rows[item.index]).find((row) => row?.kind === 'more');
  const { onMore } = props;
  const pendingKey = pending?.kind === 'more' ? `${pending.parent} ${rows.length}` : undefined;
  const pendingParent = pending?.kind === 'more' ? pending.parent : undefined;
  useEffect(() => {
    if (pendingKey !== undefined && pendingParent !== undefined) onMore(pendingParent);
  }, [pendingKey, pendingParent, onMore]);

  const activeAt = useMemo(() => rows.findIndex((row) => row.key === active), [rows, active]);
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).tagName === 'BUTTON') return;
    const now = event.timeStamp;
    typing.current = { text: now - typing.current.at > 700 ? event.key : typing.current.text + event.key, at: now };
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const move = moveOf(rows, activeAt, { key: event.key, typed: typing.current.text, page });
    if (event.key.length > 1 || event.key === ' ') typing.current = { text: '', at: 0 };
    if (move === undefined) return;
    event.preventDefault();
    if (move.move === 'focus') {
      setActive(rows[move.index]?.key);
      virtual.scrollToIndex(move.index, { align: 'auto' });
    } else if (move.move === 'select') {
      props.onAhead(move.row.key);
      props.onSelect(move.row.key);
    }
    else if (move.move === 'tick') props.onTick(move.row.key);
    else props.onExpand(move.row.key, move.move === 'expand');
  };
  const click = (event: MouseEvent): void => {
    const target = event.target as HTMLElement;
    const path = target.closest<HTMLElement>('[data-path]')?.dataset['path'];
    const row = rows.find((other) => other.key === path);
    if (path === undefined || row?.kind !== 'node') return;
    const part = target.closest<HTMLElement>('[data-part]')?.dataset['part'];
    setActive(path);
    if (part === 'box') props.onTick(path);
    else if (part === 'twisty' && row.expandable) props.onExpand(path, !row.expanded);
    else {
      props.onAhead(path);
      props.onSelect(path);
      if (row.expandable && !row.expanded) props.onExpand(path, true);
    }
  };
  const down = (event: MouseEvent): void => {
    const target = event.target as HTMLElement;
    const path = target.closest<HTMLElement>('[data-path]')?.dataset['path'];
    if (event.button === 0 && path !== undefined && target.closest('[data-part]') === null) props.onAhead(path);
  };
  const focus = (): void => {
    if (activeAt < 0) setActive(rows.find((row) => row.kind === 'node')?.key);
  };
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={props.label}
      aria-multiselectable="true"
      tabIndex={0}
      className={styles['tree']}
      onKeyDown={press}
      onMouseDown={down}
      onClick={click}
      onFocus={focus}
      {...(activeAt >= 0 && items.some((item) => item.index === activeAt) ? { 'aria-activedescendant': `${id}${activeAt}` } : {})}
    >
      <div role="none" className={styles['canvas']} style={{ blockSize: virtual.getTotalSize() }}>
        <div role="none" className={`${styles['drawn'] ?? ''} ${props.whereOf === undefined ? '' : (styles['list'] ?? '')}`} style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            if (row.kind !== 'node') return <NoteRowView key={row.key} row={row} onRetry={props.onRetry} />;
            return (
              <NodeRowView
                key={row.key}
                row={row}
                id={`${id}${item.index}`}
                active={row.key === active}
                selected={row.key === selected}
                counterpart={row.key === counterpart}
                tick={tickOf(props.ticks, row.key)}
                where={props.whereOf?.(row)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
