'use client';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { ReactNode } from 'react';
import { resourceName } from '@ferry/contract';
import { resourceWords as words } from '@/words/resources';

/** Why a name is none, in the contract's words. */
export function nameError(name: string): string | undefined {
  const checked = resourceName.safeParse(name);
  const message = checked.success ? undefined : checked.error.issues[0]?.message;
  return message === undefined ? undefined : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

interface NameFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description: string;
  /** Errors are shown from the first attempt to save on. */
  readonly error: string | undefined;
  readonly placeholder?: string;
}

export function NameField({ value, onChange, description, error, placeholder }: NameFieldProps): ReactNode {
  return (
    <FormField label={words.name} description={description} constraintText={words.nameHint} errorText={error}>
      <Input value={value} onChange={({ detail }) => onChange(detail.value)} {...(placeholder === undefined ? {} : { placeholder })} ariaRequired />
    </FormField>
  );
}
