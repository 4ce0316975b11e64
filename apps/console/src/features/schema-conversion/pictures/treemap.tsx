'use client';
import type { MapEntry } from '@ferry/contract';
import { hierarchy, treemap } from 'd3-hierarchy';
import type { HierarchyRectangularNode } from 'd3-hierarchy';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { pictureWords as words } from '@/words/pictures';
import { stateOf } from './map-state';
import type { MapState } from './map-state';
import styles from './pictures.module.css';

interface Branch {
  readonly name: string;
  readonly entry?: MapEntry;
  readonly children?: readonly Branch[];
}

const height = 360;
/** Smaller boxes bear no name, in pixels. */
const namedWidth = 54;
const namedHeight = 18;
const letter = 6.2;

/** Schemas, their categories, their objects; an object is as large as its lines of code. */
function branchesOf(entries: readonly MapEntry[]): Branch {
  const schemas = new Map<string, Map<string, MapEntry[]>>();
  for (const entry of entries) {
    const categories = schemas.get(entry.SchemaName) ?? new Map<string, MapEntry[]>();
    schemas.set(entry.SchemaName, categories);
    categories.set(entry.Category, [...(categories.get(entry.Category) ?? []), entry]);
  }
  return {
    name: '',
    children: [...schemas].map(([schema, categories]) => ({ name: schema, children: [...categories].map(([category, own]) => ({ name: category, children: own.map((entry) => ({ name: entry.Name, entry })) })) })),
  };
}

function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

const cut = (text: string, width: number): string => {
  const room = Math.floor((width - 8) / letter);
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
};

const states: readonly MapState[] = ['converted', 'items', 'not-converted', 'none'];

/** The objects as boxes, by schema and category, as large as their code and in the colour of their status. A click goes to the object. */
export function Treemap({ entries, onObject }: { readonly entries: readonly MapEntry[]; readonly onObject: (path: string) => void }): ReactNode {
  const [element, width] = useWidth();
  const root = useMemo(() => {
    const tree = hierarchy<Branch>(branchesOf(entries), (branch) => (branch.children === undefined ? undefined : [...branch.children]))
      .sum((branch) => (branch.entry === undefined ? 0 : Math.max(1, branch.entry.LinesOfCode)))
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
    return treemap<Branch>().size([width, height]).paddingTop((node) => (node.depth === 1 ? 18 : 0)).paddingInner(1).round(true)(tree);
  }, [entries, width]);
  const schemas = root.children ?? [];
  const objects = entries.reduce((sum, entry) => sum + entry.Objects, 0);
  return (
    <div ref={element} className={styles['map']}>
      <ul className={styles['legend']}>
        {states.map((state) => (
          <li key={state}>
            <i data-state={state} aria-hidden="true" />
            {words.states[state]}
          </li>
        ))}
      </ul>
      {width === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={words.label(objects)}>
          {schemas.map((schema) => (
            <text key={schema.data.name} x={schema.x0 + 2} y={schema.y0 + 13} className={styles['schema']}>
              {schema.x1 - schema.x0 > namedWidth ? cut(schema.data.name, schema.x1 - schema.x0) : ''}
            </text>
          ))}
          {root.leaves().map((leaf) => (
            <Leaf key={leaf.data.entry?.Path ?? leaf.data.name} leaf={leaf} onObject={onObject} />
          ))}
        </svg>
      )}
    </div>
  );
}

function Leaf({ leaf, onObject }: { readonly leaf: HierarchyRectangularNode<Branch>; readonly onObject: (path: string) => void }): ReactNode {
  const { entry } = leaf.data;
  if (entry === undefined) return null;
  const [width, tall] = [leaf.x1 - leaf.x0, leaf.y1 - leaf.y0];
  const state = stateOf(entry);
  return (
    <g className={styles['leaf']} data-state={state} transform={`translate(${leaf.x0} ${leaf.y0})`} onClick={() => onObject(entry.Path)}>
      <title>{words.told(`${entry.SchemaName}.${entry.Name}`, entry.Objects, entry.LinesOfCode, words.states[state])}</title>
      <rect width={Math.max(0, width)} height={Math.max(0, tall)} />
      {width > namedWidth && tall > namedHeight ? (
        <text x="4" y="13">
          {cut(entry.Name, width)}
        </text>
      ) : null}
    </g>
  );
}
