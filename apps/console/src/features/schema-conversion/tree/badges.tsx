'use client';
import Icon from '@cloudscape-design/components/icon';
import type { ReactNode } from 'react';
import { countText } from '@/words/resources';
import { proofLabels, statusLabels } from '@/words/schema-conversion';
import type { TreeNode } from './branches';
import styles from './tree.module.css';

/** What the tree tells of a node beside its name. */
export interface Mark {
  readonly level: 'error' | 'warning' | 'done' | undefined;
  /** Items that leave work for a person. */
  readonly count: number;
  /** For screen readers and as a tooltip. */
  readonly text: string;
}

/** Items of MEDIUM severity or above count: the others leave no work. */
export function markOf(node: TreeNode): Mark {
  const counts = node.ItemCounts;
  const severe = (counts?.Critical ?? 0) + (counts?.High ?? 0);
  const count = severe + (counts?.Medium ?? 0);
  const words: string[] = [];
  if (node.Status !== undefined) words.push(statusLabels[node.Status]);
  if (node.Proof !== undefined) words.push(`Proof: ${proofLabels[node.Proof.Level]}`);
  if (node.Status === undefined && (node.ObjectCount ?? 0) > 0) words.push(`${node.ConvertedCount ?? 0} of ${countText(node.ObjectCount ?? 0, 'object')} converted`);
  const whole = node.ObjectCount !== undefined && node.ObjectCount > 0 && node.ConvertedCount === node.ObjectCount;
  const level = severe > 0 || node.Status === 'not-converted' ? 'error' : count > 0 ? 'warning' : node.Status !== undefined || whole ? 'done' : undefined;
  return { level, count, text: words.join(', ') };
}

const icons = { error: 'status-negative', warning: 'status-warning', done: 'status-positive' } as const;

export function Badges({ mark }: { readonly mark: Mark }): ReactNode {
  if (mark.level === undefined) return null;
  return (
    <span className={styles['badges']} title={[mark.text, mark.count > 0 ? countText(mark.count, 'action item') : ''].filter((text) => text !== '').join(', ')}>
      <span className={styles['badge']} data-level={mark.level}>
        <Icon name={icons[mark.level]} size="small" />
        {mark.count > 0 ? (
          <span>
            <span className="ferry-visually-hidden">, </span>
            {mark.count}
            <span className="ferry-visually-hidden">{mark.count === 1 ? ' action item' : ' action items'}</span>
          </span>
        ) : null}
      </span>
    </span>
  );
}
