'use client';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { transformationActions, transformationTargets } from '@ferry/contract';
import type { TransformationAction, TransformationTarget } from '@ferry/contract';
import type { ReactNode } from 'react';
import { TextField } from '@/shell/text-field';
import { ruleActionLabels, ruleTargetLabels, ruleWords as words } from '@/words/transformation-rules';
import type { RuleDraft } from './rule-draft';

interface RuleFieldsProps {
  readonly draft: RuleDraft;
  readonly errors: Partial<Record<keyof RuleDraft, string>>;
  readonly onChange: (part: Partial<RuleDraft>) => void;
}

type Text = 'database' | 'schema' | 'table' | 'view' | 'column' | 'value' | 'oldValue' | 'type' | 'length' | 'scale' | 'sourceType';

/** The boxes that locate what a rule is for. */
const places: Readonly<Record<TransformationTarget, readonly (readonly [Text, string])[]>> = {
  database: [['database', words.database]],
  schema: [['schema', words.schema]],
  table: [
    ['schema', words.schema],
    ['table', words.table],
  ],
  view: [
    ['schema', words.schema],
    ['view', words.view_],
  ],
  column: [
    ['schema', words.schema],
    ['table', words.table],
    ['column', words.column],
  ],
};

const placesOf = ({ target, columnOf }: RuleDraft): readonly (readonly [Text, string])[] =>
  target === 'column' && columnOf === 'view' ? [...places.view, ['column', words.column]] : places[target];

/** The boxes that an action asks for: none, one or two. */
const values: Readonly<Record<TransformationAction, readonly (readonly [Text, string])[]>> = {
  rename: [['value', words.newName]],
  'add-prefix': [['value', words.prefix]],
  'remove-prefix': [['value', words.prefix]],
  'replace-prefix': [
    ['oldValue', words.oldPrefix],
    ['value', words.newPrefix],
  ],
  'add-suffix': [['value', words.suffix]],
  'remove-suffix': [['value', words.suffix]],
  'replace-suffix': [
    ['oldValue', words.oldSuffix],
    ['value', words.newSuffix],
  ],
  'convert-lowercase': [],
  'convert-uppercase': [],
  'change-data-type': [
    ['type', words.dataType],
    ['length', words.length],
    ['scale', words.scale],
  ],
};
const optional: readonly Text[] = ['length', 'scale', 'sourceType'];
const thirds = [{ colspan: { default: 12, s: 4 } }, { colspan: { default: 12, s: 4 } }, { colspan: { default: 12, s: 4 } }];

/** The form of one rule: what it is for, and what it does. */
export function RuleFields({ draft, errors, onChange }: RuleFieldsProps): ReactNode {
  const targets = transformationTargets.map((value) => ({ value, label: ruleTargetLabels[value] }));
  const actions = transformationActions.filter((one) => one !== 'change-data-type' || (draft.target === 'column' && draft.columnOf === 'table')).map((value) => ({ value, label: ruleActionLabels[value] }));
  const kinds = (['table', 'view'] as const).map((value) => ({ value, label: words.columnOf[value] }));
  // Only columns of tables have a type of their own.
  const withoutType = draft.action === 'change-data-type' ? { action: 'rename' as const } : {};
  const field = ([name, label]: readonly [Text, string]): ReactNode => (
    <TextField
      key={name}
      label={label}
      value={draft[name]}
      optional={optional.includes(name)}
      error={errors[name]}
      {...(name === 'schema' || name === 'table' || name === 'view' || name === 'column' || name === 'database' ? { constraint: words.pattern } : {})}
      {...(name === 'type' ? { constraint: words.dataTypeHint } : {})}
      {...(name === 'sourceType' ? { constraint: words.sourceTypeHint } : {})}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <SpaceBetween size="l">
      <FormField label={words.target}>
        <Select
          selectedOption={targets.find((one) => one.value === draft.target) ?? null}
          options={targets}
          onChange={({ detail }) => {
            const target = detail.selectedOption.value as TransformationTarget;
            onChange({ target, ...(target === 'column' ? {} : withoutType) });
          }}
        />
      </FormField>
      {draft.target === 'column' ? (
        <FormField label={words.columnsOf}>
          <Select
            selectedOption={kinds.find((one) => one.value === draft.columnOf) ?? null}
            options={kinds}
            onChange={({ detail }) => onChange(detail.selectedOption.value === 'view' ? { columnOf: 'view', ...withoutType } : { columnOf: 'table' })}
          />
        </FormField>
      ) : null}
      <Grid gridDefinition={thirds.slice(0, placesOf(draft).length)}>{placesOf(draft).map(field)}</Grid>
      {draft.target === 'column' && draft.columnOf === 'table' ? field(['sourceType', words.sourceType]) : null}
      <FormField label={words.action} errorText={errors.action}>
        <Select selectedOption={actions.find((one) => one.value === draft.action) ?? null} options={actions} onChange={({ detail }) => onChange({ action: detail.selectedOption.value as TransformationAction })} />
      </FormField>
      {values[draft.action].length === 0 ? null : <Grid gridDefinition={thirds.slice(0, values[draft.action].length)}>{values[draft.action].map(field)}</Grid>}
    </SpaceBetween>
  );
}
