'use client';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { ReactNode } from 'react';
import { resourceWords as words } from '@/words/resources';

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
