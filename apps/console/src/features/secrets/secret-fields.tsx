'use client';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { secretName } from '@ferry/contract';
import type { ReactNode } from 'react';
import { schemaError } from '@/shell/name-rule';
import { TextField } from '@/shell/text-field';
import { resourceWords } from '@/words/resources';
import { secretWords as words } from '@/words/secrets';

export interface SecretForm {
  readonly name: string;
  readonly username: string;
  readonly password: string;
}

export interface SecretErrors {
  readonly name?: string;
  readonly username?: string;
  readonly password?: string;
}

/** What is typed is judged at once, what is missing once a person `tried` to save. `kept`: an empty password means the old one. */
export function secretErrors(form: SecretForm, tried: boolean, kept: boolean): SecretErrors {
  const name = form.name === '' ? (tried ? resourceWords.nameNeeded : undefined) : schemaError(secretName, form.name);
  return {
    ...(name === undefined ? {} : { name }),
    ...(tried && form.username.trim() === '' ? { username: words.usernameNeeded } : {}),
    ...(tried && !kept && form.password === '' ? { password: words.passwordNeeded } : {}),
  };
}

interface SecretFieldsProps {
  readonly value: SecretForm;
  readonly errors: SecretErrors;
  readonly kept: boolean;
  readonly onChange: (part: Partial<SecretForm>) => void;
}

export function SecretFields({ value, errors, kept, onChange }: SecretFieldsProps): ReactNode {
  return (
    <SpaceBetween size="l">
      <TextField label={words.name} value={value.name} onChange={(name) => onChange({ name })} constraint={words.nameHint} error={errors.name} />
      <TextField label={words.username} value={value.username} onChange={(username) => onChange({ username })} error={errors.username} />
      <TextField label={words.password} type="password" limit={4096} value={value.password} onChange={(password) => onChange({ password })} description={words.passwordHint} constraint={kept ? words.passwordKept : undefined} error={errors.password} />
    </SpaceBetween>
  );
}
