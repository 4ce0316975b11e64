'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Pagination from '@cloudscape-design/components/pagination';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useCollection } from '@cloudscape-design/collection-hooks';
import type { OperationOutput } from '@ferry/contract';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { nounText } from '@/words/resources';
import { applyWords as words, plannedActionLabels } from '@/words/schema-conversion';
import type { Choices } from './actions';

type Plan = OperationOutput<'DescribeApplyPlan'>;
type Step = Plan['Steps'][number];

const pageSize = 10;
const nameOf = ({ Schema, Parent, Name }: Step): string => [Schema, Parent, Name].filter((name) => name !== undefined && name !== '').join('.');

function Steps({ steps }: { readonly steps: readonly Step[] }): ReactNode {
  const { items, collectionProps, paginationProps } = useCollection(steps, { pagination: { pageSize } });
  return (
    <Table<Step>
      {...collectionProps}
      variant="embedded"
      items={items}
      wrapLines
      ariaLabels={{ tableLabel: words.dryRun }}
      pagination={steps.length > pageSize ? <Pagination {...paginationProps} /> : undefined}
      columnDefinitions={[
        { id: 'action', header: words.planAction, cell: ({ Action }) => plannedActionLabels[Action] },
        { id: 'object', header: words.object, cell: (step) => `${nounText(step.Kind)} ${nameOf(step)}`, isRowHeader: true },
        { id: 'why', header: words.why, cell: ({ Message, Hint }) => [Message, Hint].filter((text) => text !== undefined).join(' ') },
      ]}
    />
  );
}

/** What applying would do, as the target says: it opens a connection, and changes nothing. */
function DryRun({ project, rules, choices }: { readonly project: string; readonly rules: string; readonly choices: Choices }): ReactNode {
  const plan = useOperation(
    'DescribeApplyPlan',
    { MigrationProjectIdentifier: project, SelectionRules: rules, ExistingObjects: choices.existing, ...(choices.overwriteExtensionPack ? { OverwriteExtensionPack: true } : {}) },
    { keepPrevious: true },
  );
  if (plan.isError)
    return (
      <Alert type="warning" header={words.dryRunFailed}>
        {plan.error.message}
      </Alert>
    );
  if (plan.data === undefined) return <StatusIndicator type="loading">{words.looking}</StatusIndicator>;
  const { Server, Counts, Steps: steps, Lacks } = plan.data;
  return (
    <SpaceBetween size="s">
      {Lacks.length === 0 ? null : (
        <Alert type="warning" header={words.lacks(Lacks.length)}>
          {Lacks.map(({ What, Message, Cure, NeededBy, NeededByCount }) => (
            <Box key={What} variant="p">
              {[Message, words.neededBy(NeededByCount, NeededBy), Cure].filter((text) => text !== '').join(' ')}
            </Box>
          ))}
        </Alert>
      )}
      <ExpandableSection headerText={words.dryRun} headerDescription={words.planCounts(Server, Counts)}>
        <Box variant="small">{words.parts}</Box>
        {steps.length === 0 ? <Box variant="p">{words.planNothing}</Box> : <Steps steps={steps} />}
      </ExpandableSection>
    </SpaceBetween>
  );
}

interface ApplyChoiceProps {
  readonly project: string;
  readonly rules: string;
  readonly selection: OperationOutput<'DescribeSelection'>;
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}

/** What "Apply changes" asks: how it deals with what is there, in how many transactions, and what it would do. */
export function ApplyChoice({ project, rules, selection, choices, onChange }: ApplyChoiceProps): ReactNode {
  return (
    <SpaceBetween size="m">
      <ul style={{ margin: 0 }}>
        <li>{words.toApply(selection.Unapplied)}</li>
        {selection.Applied > 0 ? <li>{words.upToDate(selection.Applied)}</li> : null}
        {selection.Failed > 0 ? <li>{words.failedBefore(selection.Failed)}</li> : null}
      </ul>
      <FormField label={words.existing}>
        <RadioGroup
          value={choices.existing}
          onChange={({ detail }) => onChange({ ...choices, existing: detail.value === 'DROP_AND_CREATE' ? 'DROP_AND_CREATE' : 'CREATE_OR_REPLACE' })}
          items={[
            { value: 'CREATE_OR_REPLACE', label: words.replace, description: words.replaceText },
            { value: 'DROP_AND_CREATE', label: words.recreate, description: words.recreateText },
          ]}
        />
      </FormField>
      <Checkbox checked={choices.overwriteExtensionPack} onChange={({ detail }) => onChange({ ...choices, overwriteExtensionPack: detail.checked })} description={words.extensionPackText}>
        {words.extensionPack}
      </Checkbox>
      <Checkbox checked={choices.oneTransaction} onChange={({ detail }) => onChange({ ...choices, oneTransaction: detail.checked })} description={words.oneTransactionText}>
        {words.oneTransaction}
      </Checkbox>
      <DryRun project={project} rules={rules} choices={choices} />
    </SpaceBetween>
  );
}
