'use client';
import HelpPanel from '@cloudscape-design/components/help-panel';
import type { ReactNode } from 'react';
import { helpWords as words } from '@/words/shell';

export function Help(): ReactNode {
  return (
    <HelpPanel header={<h2>{words.title}</h2>}>
      <p>{words.intro}</p>
      <ol>
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <h3>{words.statusTitle}</h3>
      <p>{words.status}</p>
      <dl>
        {words.proofs.map(([level, text]) => (
          <div key={level}>
            <dt>{level}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </HelpPanel>
  );
}
