'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { mostTransformationRules } from '@ferry/contract';
import type { ReadRules } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ruleWords as words } from '@/words/transformation-rules';
import { describe, duplicateOf, errorsOf, newRule } from './rule-draft';
import type { RuleDraft } from './rule-draft';
import { RuleFields } from './rule-fields';

interface RuleRowsProps {
  readonly drafts: readonly RuleDraft[];
  readonly checked: ReadRules;
  /** How many objects each rule finds, where that is known. */
  readonly hits: readonly number[] | undefined;
  readonly onChange: (drafts: readonly RuleDraft[]) => void;
}

const moved = (drafts: readonly RuleDraft[], from: number, to: number): RuleDraft[] => {
  const list = [...drafts];
  const [one] = list.splice(from, 1);
  if (one !== undefined) list.splice(to, 0, one);
  return list;
};

/** The wizard: a row a rule, opened to be edited. */
export function RuleRows({ drafts, checked, hits, onChange }: RuleRowsProps): ReactNode {
  const [open, setOpen] = useState<string>();
  const full = drafts.length >= mostTransformationRules;
  const append = (draft: RuleDraft): void => {
    onChange([...drafts, draft]);
    setOpen(draft.key);
  };
  return (
    <SpaceBetween size="s">
      {drafts.length === 0 ? <Box color="text-body-secondary">{words.addFirst}</Box> : null}
      {drafts.map((draft, index) => {
        const number = index + 1;
        const errors = errorsOf(checked, index);
        return (
          <ExpandableSection
            key={draft.key}
            variant="container"
            expanded={open === draft.key}
            onChange={({ detail }) => setOpen(detail.expanded ? draft.key : undefined)}
            headerText={`${number}. ${describe(draft)}`}
            headerDescription={Object.values(errors)[0] ?? (hits?.[index] === undefined ? '' : words.hits(hits[index] ?? 0))}
            headerActions={
              <SpaceBetween direction="horizontal" size="xxs">
                <Button formAction="none" variant="icon" iconName="angle-up" ariaLabel={words.up(number)} disabled={index === 0} onClick={() => onChange(moved(drafts, index, index - 1))} />
                <Button formAction="none" variant="icon" iconName="angle-down" ariaLabel={words.down(number)} disabled={index === drafts.length - 1} onClick={() => onChange(moved(drafts, index, index + 1))} />
                <Button formAction="none" variant="icon" iconName="copy" ariaLabel={words.duplicate(number)} disabled={full} onClick={() => append(duplicateOf(draft))} />
                <Button formAction="none" variant="icon" iconName="remove" ariaLabel={words.remove(number)} onClick={() => onChange(drafts.filter((one) => one !== draft))} />
              </SpaceBetween>
            }
          >
            {open === draft.key ? <RuleFields draft={draft} errors={errors} onChange={(part) => onChange(drafts.map((one) => (one === draft ? { ...draft, ...part } : one)))} /> : null}
          </ExpandableSection>
        );
      })}
      <Button formAction="none" iconName="add-plus" disabled={full} {...(full ? { disabledReason: words.full } : {})} onClick={() => append(newRule())}>
        {words.add}
      </Button>
    </SpaceBetween>
  );
}
