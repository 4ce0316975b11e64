'use client';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { GroupImperativeHandle, Layout, LayoutChangedMeta } from 'react-resizable-panels';
import { useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useStored } from '@/shell/stored';
import { conversionWords as words } from '@/words/schema-conversion';
import styles from './screen.module.css';

interface PanesProps {
  readonly left: ReactNode;
  readonly above: ReactNode;
  readonly below: ReactNode;
  readonly right: ReactNode;
  /** Whether there is code to show: where there is none, the report gets the room. */
  readonly code: boolean;
}

const across: Layout = { left: 23, middle: 54, right: 23 };
const down: Layout = { above: 58, below: 42 };
const downWithoutCode: Layout = { above: 22, below: 78 };
/** Only what a person does is remembered, not what a small window makes of it. */
const kept =
  (keep: (layout: Layout) => void) =>
  (layout: Layout, { isUserInteraction }: LayoutChangedMeta): void => {
    if (isUserInteraction) keep(layout);
  };

/** Source tree, code over report, target tree. Their sizes are remembered by this browser. */
export function Panes({ left, above, below, right, code }: PanesProps): ReactNode {
  const [columns, setColumns] = useStored('panes.columns', across);
  const withCode = useStored('panes.rows', down);
  const withoutCode = useStored('panes.rows.without-code', downWithoutCode);
  const [rows, setRows] = code ? withCode : withoutCode;
  const group = useRef<GroupImperativeHandle>(null);
  // Before it is painted, so that nothing jumps.
  useLayoutEffect(() => void group.current?.setLayout(rows), [rows]);
  return (
    <Group id="columns" orientation="horizontal" defaultLayout={columns} onLayoutChanged={kept(setColumns)} style={{ blockSize: '100%' }}>
      <Panel id="left" minSize={220}>
        {left}
      </Panel>
      <Separator className={styles['handle-x']} aria-label={words.resizeTrees} />
      <Panel id="middle" minSize={320}>
        <Group id="rows" groupRef={group} orientation="vertical" defaultLayout={rows} onLayoutChanged={kept(setRows)} style={{ blockSize: '100%' }}>
          <Panel id="above" minSize={120}>
            {above}
          </Panel>
          <Separator className={styles['handle-y']} aria-label={words.resizeReport} />
          <Panel id="below" minSize={80}>
            {below}
          </Panel>
        </Group>
      </Panel>
      <Separator className={styles['handle-x']} aria-label={words.resizeTrees} />
      <Panel id="right" minSize={220}>
        {right}
      </Panel>
    </Group>
  );
}
