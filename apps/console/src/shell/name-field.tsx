'use client';
import type { ReactNode } from 'react';
import { resourceWords as words } from '@/words/resources';
import { nameError } from './name-rule';
import { TextField } from './text-field';

interface NameFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description: string;
  /** Whether a person tried to save: only then an empty name is an error. What is typed is judged at once. */
  readonly tried: boolean;
}

export function NameField({ value, onChange, description, tried }: NameFieldProps): ReactNode {
  const error = value === '' ? (tried ? words.nameNeeded : undefined) : nameError(value);
  return <TextField label={words.name} value={value} onChange={onChange} description={description} constraint={words.nameHint} error={error} />;
}

export function DescriptionField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }): ReactNode {
  return <TextField label={words.description} optional value={value} onChange={onChange} />;
}
