'use client';
import Badge from '@cloudscape-design/components/badge';
import Popover from '@cloudscape-design/components/popover';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { MetadataModelReference } from '@ferry/contract';
import type { ReactNode } from 'react';
import { applyStatusLabels, conversionWords as words, proofLabels, statusLabels } from '@/words/schema-conversion';
import styles from './code-pane.module.css';

const indicators = { converted: 'success', 'converted-with-items': 'warning', 'not-converted': 'error' } as const;

/** Status and proof are two facts, and both are always shown; `more` are other facts beside them. */
export function ProofBadge({ node, more }: { readonly node: MetadataModelReference | undefined; readonly more?: ReactNode }): ReactNode {
  if (node === undefined || (node.NodeType !== 'object' && node.NodeType !== 'part')) return null;
  // Nothing was converted to it, so there is nothing to prove.
  if (node.ApplyStatus === 'extra')
    return (
      <div className={styles['facts']} data-testid="proof-badge">
        <span>
          <span className={styles['fact']}>{words.status}</span>
          <StatusIndicator type="info">{applyStatusLabels.extra}</StatusIndicator>
        </span>
      </div>
    );
  const proof = node.Proof;
  const refusal = proof?.Refusal;
  return (
    <div className={styles['facts']} data-testid="proof-badge">
      <span>
        <span className={styles['fact']}>{words.status}</span>
        {node.Status === undefined ? <StatusIndicator type="pending">{words.notConvertedYet}</StatusIndicator> : <StatusIndicator type={indicators[node.Status]}>{statusLabels[node.Status]}</StatusIndicator>}
      </span>
      <span>
        <span className={styles['fact']}>{words.proof}</span>
        <Badge color={proof === undefined || proof.Level === 'none' ? 'grey' : proof.Level === 'parsed' ? 'blue' : 'green'}>{proofLabels[proof?.Level ?? 'none']}</Badge>
        {proof?.By === undefined ? null : <span className={styles['by']}>{words.provedBy(proof.By)}</span>}
      </span>
      {refusal === undefined ? null : (
        <Popover
          header={words.refusal}
          size="large"
          content={
            <div>
              <p>
                {refusal.Message} ({refusal.SqlState})
              </p>
              {refusal.Detail === undefined ? null : <p>{refusal.Detail}</p>}
              {refusal.Hint === undefined ? null : <p>{refusal.Hint}</p>}
            </div>
          }
        >
          <StatusIndicator type="error">{words.refusal}</StatusIndicator>
        </Popover>
      )}
      {more}
    </div>
  );
}
