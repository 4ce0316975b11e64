'use client';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import type { ReactNode } from 'react';
import { useStored } from '@/shell/stored';
import { effortWords as words } from '@/words/effort';
import { estimate, hoursOf, leadingShares, numberText } from './effort-model';
import type { Effort, LeadingShare } from './effort-model';

interface EffortChoice {
  readonly share: LeadingShare;
  readonly hours: boolean;
  readonly minutes: number;
}
const start: EffortChoice = { share: 100, hours: false, minutes: 15 };

/** What this browser remembers of how effort is shown, and a text for an amount of it. */
export function useEffort(): readonly [EffortChoice, (choice: EffortChoice) => void, (units: number) => string] {
  const [choice, setChoice] = useStored<EffortChoice>('effort', start);
  const text = (units: number): string => (choice.hours ? words.hours(numberText(units), numberText(hoursOf(units, choice.minutes))) : words.units(numberText(units)));
  return [choice, setChoice, text];
}

/** Effort with its model: upper bound, scenarios, and hours for those who want them. */
export function EffortPanel({ effort }: { readonly effort: Effort }): ReactNode {
  const [choice, setChoice, text] = useEffort();
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={4}
        items={[
          { label: words.learning, value: text(effort.learning) },
          { label: words.occurrences, value: text(effort.occurrences) },
          { label: words.whole, value: text(estimate(effort, 100)) },
          { label: words.estimate, value: <b>{text(estimate(effort, choice.share))}</b> },
        ]}
      />
      <FormField label={words.scenario} description={words.scenarioText}>
        <SegmentedControl
          label={words.scenario}
          selectedId={String(choice.share)}
          options={leadingShares.map((share) => ({ id: String(share), text: words.share(share) }))}
          onChange={({ detail }) => setChoice({ ...choice, share: leadingShares.find((share) => String(share) === detail.selectedId) ?? 100 })}
        />
      </FormField>
      <Toggle checked={choice.hours} onChange={({ detail }) => setChoice({ ...choice, hours: detail.checked })}>
        {words.asHours}
      </Toggle>
      {choice.hours ? (
        <FormField label={words.perUnit} constraintText={words.perUnitHint}>
          <Input type="number" inputMode="numeric" value={String(choice.minutes)} onChange={({ detail }) => setChoice({ ...choice, minutes: Math.min(10_000, Math.max(0, Number(detail.value) || 0)) })} />
        </FormField>
      ) : null}
    </SpaceBetween>
  );
}
