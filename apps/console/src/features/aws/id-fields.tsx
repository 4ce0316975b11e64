'use client';
import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { TextField } from '@/shell/text-field';
import { awsWords as words } from '@/words/aws';
import { resourceWords } from '@/words/resources';
import { chosenOf, idList, searched } from './network';
import type { Choice } from './network';

interface IdFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What AWS lists; missing, ids are typed. */
  readonly choices: readonly Choice[] | undefined;
  readonly optional?: boolean;
  readonly error?: string | undefined;
  readonly constraint: string;
  readonly placeholder: string;
  readonly choose: string;
  readonly limit?: number;
}

/** Ids of things in AWS: chosen where AWS lists them, typed otherwise. Who has begun to type goes on typing. */
function useChoices({ choices, value }: IdFieldProps): { readonly listed: readonly Choice[] | undefined; readonly onTyped: () => void } {
  const [typing, setTyping] = useState(false);
  return { listed: typing && value !== '' ? undefined : choices, onTyped: () => setTyping(true) };
}

function Typed({ onTyped, ...props }: IdFieldProps & { readonly onTyped: () => void }): ReactNode {
  return (
    <TextField
      label={props.label}
      optional={props.optional === true}
      limit={props.limit ?? 255}
      value={props.value}
      error={props.error}
      constraint={props.constraint}
      placeholder={props.placeholder}
      onChange={(value) => {
        onTyped();
        props.onChange(value);
      }}
    />
  );
}

const labelOf = ({ label, optional }: IdFieldProps): string => (optional === true ? `${label} - ${resourceWords.optional}` : label);

export function IdField(props: IdFieldProps): ReactNode {
  const { listed, onTyped } = useChoices(props);
  if (listed === undefined) return <Typed {...props} onTyped={onTyped} />;
  const [chosen] = chosenOf(listed, idList(props.value));
  return (
    <FormField label={labelOf(props)} errorText={props.error}>
      <Select
        selectedOption={chosen ?? null}
        options={[...(props.optional === true ? [{ value: '', label: words.none }] : []), ...listed]}
        placeholder={props.choose}
        {...searched(words.findNetwork, words.noneListed)}
        onChange={({ detail }) => props.onChange(detail.selectedOption.value ?? '')}
      />
    </FormField>
  );
}

export function IdListField(props: IdFieldProps): ReactNode {
  const { listed, onTyped } = useChoices(props);
  if (listed === undefined) return <Typed {...props} onTyped={onTyped} />;
  return (
    <FormField label={labelOf(props)} errorText={props.error}>
      <Multiselect
        selectedOptions={chosenOf(listed, idList(props.value))}
        options={listed}
        placeholder={props.choose}
        {...searched(words.findNetwork, words.noneListed)}
        deselectAriaLabel={({ value }) => words.remove(value ?? '')}
        onChange={({ detail }) => props.onChange(detail.selectedOptions.map(({ value }) => value ?? '').join(', '))}
      />
    </FormField>
  );
}
