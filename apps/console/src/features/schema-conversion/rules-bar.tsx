'use client';
import Button from '@cloudscape-design/components/button';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { offerFile } from '@/shell/offer-file';
import { patternWords as words } from '@/words/finding';
import { prettyRules, selectionProblem } from './patterns';

/** Largest file of rules that is read, in bytes: what an operation takes. */
const largest = 1_000_000;

interface RulesBarProps {
  readonly json: boolean;
  readonly rules: string;
  readonly onView: (asJson: boolean) => void;
  readonly onImport: (text: string) => void;
}

/** Selection rules as patterns or as AWS's JSON, from a file and into one. */
export function RulesBar({ json, rules, onView, onImport }: RulesBarProps): ReactNode {
  const file = useRef<HTMLInputElement>(null);
  const good = selectionProblem(rules) === undefined;
  return (
    <SpaceBetween direction="horizontal" size="s">
      <SegmentedControl
        label={words.view}
        selectedId={json ? 'json' : 'patterns'}
        options={[
          { id: 'patterns', text: words.patterns },
          { id: 'json', text: words.json, disabled: !json && !good },
        ]}
        onChange={({ detail }) => onView(detail.selectedId === 'json')}
      />
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={words.import}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          event.target.value = '';
          if (chosen !== undefined) void chosen.slice(0, largest).text().then(onImport);
        }}
      />
      <Button iconName="upload" onClick={() => file.current?.click()}>
        {words.import}
      </Button>
      <Button iconName="download" disabled={!good} onClick={() => offerFile('selection-rules.json', prettyRules(rules))}>
        {words.export}
      </Button>
    </SpaceBetween>
  );
}
