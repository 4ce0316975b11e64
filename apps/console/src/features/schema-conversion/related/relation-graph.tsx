'use client';
import { Graph, layout } from '@dagrejs/dagre';
import { useMemo } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { relationWords as words } from '@/words/finding';
import { kindText } from '@/words/resources';
import { statusLabels } from '@/words/schema-conversion';
import type { Related } from './related-tab';
import styles from './related.module.css';

interface GraphProps {
  readonly related: Related;
  readonly self: string;
  readonly onObject: (path: string) => void;
}

const boxHeight = 40;
const letter = 7;
const longest = 30;

interface Box {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly told: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly { readonly key: string; readonly path: string; readonly kinds: string }[];
}

const short = (name: string): string => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);

/** Users on the left, what is used on the right. */
function drawingOf(related: Related): Drawing {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 60, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  const nodes = related.Objects.flatMap((node) => (node.Path === undefined ? [] : [{ ...node, Path: node.Path }]));
  for (const node of nodes) graph.setNode(node.Path, { width: Math.max(90, short(node.MetadataModelName).length * letter + 24), height: boxHeight });
  for (const one of related.Relations) graph.setEdge(one.From, one.To);
  layout(graph);
  const boxes = nodes.map((node): Box => {
    const { x, y, width } = graph.node(node.Path) as { x: number; y: number; width: number };
    const kind = kindText(node.Kind ?? '');
    return { path: node.Path, name: short(node.MetadataModelName), kind, status: node.Status ?? 'none', told: [`${short(node.MetadataModelName)} ${kind}`, node.Status === undefined ? '' : statusLabels[node.Status]].filter((text) => text !== '').join(', '), x, y, width };
  });
  const lines = related.Relations.map((one) => {
    const { points = [] } = graph.edge(one.From, one.To) as { points?: { x: number; y: number }[] };
    return { key: `${one.From} ${one.To}`, path: points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(''), kinds: one.Kinds.join(', ') };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width, height, boxes, lines };
}

/** The objects round one, drawn from those that use to those that are used. Every box is a link; the list shows the same in words. */
export function RelationGraph({ related, self, onObject }: GraphProps): ReactNode {
  const drawing = useMemo(() => drawingOf(related), [related]);
  const name = drawing.boxes.find((box) => box.path === self)?.name ?? '';
  const press = (path: string) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onObject(path);
  };
  return (
    <div className={styles['graph']} role="group" aria-label={words.graphLabel(name, drawing.boxes.length)} tabIndex={0}>
      <svg width={drawing.width} height={drawing.height} viewBox={`0 0 ${drawing.width} ${drawing.height}`}>
        <defs>
          <marker id="relation-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0L8 4L0 8z" className={styles['arrow']} />
          </marker>
        </defs>
        {drawing.lines.map((line) => (
          <path key={line.key} d={line.path} className={styles['line']} markerEnd="url(#relation-arrow)">
            <title>{line.kinds}</title>
          </path>
        ))}
        {drawing.boxes.map((box) => (
          <g key={box.path} role="link" tabIndex={0} aria-label={box.told} aria-current={box.path === self} className={styles['box']} data-status={box.status} transform={`translate(${box.x - box.width / 2} ${box.y - boxHeight / 2})`} onClick={() => onObject(box.path)} onKeyDown={press(box.path)}>
            <title>{box.told}</title>
            <rect width={box.width} height={boxHeight} rx="6" />
            <text textAnchor="middle">
              <tspan x={box.width / 2} y="17">
                {box.name}
              </tspan>{' '}
              <tspan x={box.width / 2} y="31" className={styles['kind']}>
                {box.kind}
              </tspan>
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
