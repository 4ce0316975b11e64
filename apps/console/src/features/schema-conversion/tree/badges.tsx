'use client';
import type { NodeApplyStatus } from '@ferry/contract';
import type { ReactNode } from 'react';
import { countText } from '@/words/resources';
import { applyStatusLabels, applyWords, editWords, proofLabels, statusLabels } from '@/words/schema-conversion';
import type { TreeNode } from './branch';
import styles from './tree.module.css';

/** What the tree tells of a node beside its name. */
export interface Mark {
  readonly level: 'error' | 'warning' | 'done' | undefined;
  /** Items that leave work for a person. */
  readonly count: number;
  /** For screen readers and as a tooltip. */
  readonly text: string;
  /** What is known of converted code beside its status: edited, applied, failed. */
  readonly extra: readonly ExtraMark[];
}

interface ExtraMark {
  readonly icon: 'edit' | 'upload' | 'negative' | 'refresh' | 'lock' | 'server';
  readonly level: 'plain' | 'done' | 'warning' | 'error';
  readonly text: string;
}

const applyMarks: Readonly<Partial<Record<NodeApplyStatus, Omit<ExtraMark, 'text'>>>> = {
  applied: { icon: 'upload', level: 'done' },
  changed: { icon: 'refresh', level: 'warning' },
  failed: { icon: 'negative', level: 'error' },
  kept: { icon: 'lock', level: 'warning' },
  extra: { icon: 'server', level: 'plain' },
};

/** Of an object its own state; of a group how many of its objects are edited, or failed when they were applied. */
function extraOf(node: TreeNode): ExtraMark[] {
  const marks: ExtraMark[] = [];
  const edited = node.EditedCount ?? 0;
  if (node.Edited === true) marks.push({ icon: 'edit', level: 'plain', text: editWords.edited });
  else if (edited > 0) marks.push({ icon: 'edit', level: 'plain', text: `${editWords.edited}: ${countText(edited, 'object')}` });
  const apply = node.ApplyStatus === undefined ? undefined : applyMarks[node.ApplyStatus];
  if (node.ApplyStatus !== undefined && apply !== undefined) marks.push({ ...apply, text: applyStatusLabels[node.ApplyStatus] });
  else if ((node.ApplyFailedCount ?? 0) > 0) marks.push({ icon: 'negative', level: 'error', text: `${applyWords.apply}: ${countText(node.ApplyFailedCount ?? 0, 'object')} failed` });
  else if ((node.AppliedCount ?? 0) > 0) marks.push({ icon: 'upload', level: 'done', text: `${applyStatusLabels.applied}: ${countText(node.AppliedCount ?? 0, 'object')}` });
  return marks;
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
  // An edit that no server has taken.
  const unproved = node.Edited === true && (node.Proof === undefined || node.Proof.Level === 'none' || node.Proof.Level === 'parsed');
  const level = unproved || severe > 0 || node.Status === 'not-converted' ? 'error' : count > 0 ? 'warning' : node.Status !== undefined || whole ? 'done' : undefined;
  const extra = extraOf(node);
  return { level, count, extra, text: [...words, ...extra.map((one) => one.text)].join(', ') };
}

const icons = { error: 'negative', warning: 'warning', done: 'positive' } as const;

/**
 * Icons beside the name; the row says their text. They are drawn by the style sheet, an element each: every element of a row
 * is matched with hundreds of Cloudscape's rules, for every row that scrolls into sight.
 */
export function Badges({ mark }: { readonly mark: Mark }): ReactNode {
  const { level, count, extra } = mark;
  if (level === undefined && extra.length === 0) return null;
  return (
    <span className={styles['badges']} title={[mark.text, count > 0 ? countText(count, 'action item') : ''].filter((text) => text !== '').join(', ')}>
      {extra.map((one) => (
        <span key={one.icon} className={styles['icon']} data-icon={one.icon} data-level={one.level} />
      ))}
      {level === undefined ? null : <span className={styles['icon']} data-icon={icons[level]} data-level={level} />}
      {count === 0 ? null : (
        <span className={styles['items']} data-level={level}>
          <span className="ferry-visually-hidden">, </span>
          {count}
          <span className="ferry-visually-hidden">{count === 1 ? ' action item' : ' action items'}</span>
        </span>
      )}
    </span>
  );
}
