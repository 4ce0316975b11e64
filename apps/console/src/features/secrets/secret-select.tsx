'use client';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { TextField } from '@/shell/text-field';
import { resourceWords } from '@/words/resources';
import { secretWords as words } from '@/words/secrets';
import { useSecrets } from './hooks';
import { SecretModal } from './secret-modal';

interface SecretSelectProps {
  readonly label: string;
  readonly description?: string;
  readonly optional?: boolean;
  /** Identifier, or empty. */
  readonly value: string;
  readonly error?: string | undefined;
  /** What a new secret is called at first. */
  readonly suggestedName: string;
  readonly onChange: (secretId: string) => void;
  /** ARN of the role that reads a secret of AWS; not asked for when missing. */
  readonly role?: { readonly value: string; readonly onChange: (role: string) => void };
}

const outside = 'outside';
/** A secret of AWS by its name; without the word it would be one of Ferry's. */
const byName = 'secretsmanager:';
const isArn = (text: string): boolean => /^arn:aws[a-z-]*:secretsmanager:/.test(text);
const isOutside = (secretId: string): boolean => isArn(secretId) || secretId.startsWith(byName);
const typed = (secretId: string): string => (secretId.startsWith(byName) ? secretId.slice(byName.length) : secretId);
const identifierOf = (text: string): string => (text === '' || text.startsWith('arn:') ? text : `${byName}${text}`);
const isRight = (text: string): boolean => isArn(text) || /^[A-Za-z0-9/_+=.@-]{1,512}$/.test(text);

/** Chooses a kept secret, makes one on the spot, or names one of AWS Secrets Manager. */
export function SecretSelect({ label, description, optional, value, error, suggestedName, onChange, role }: SecretSelectProps): ReactNode {
  const secrets = useSecrets();
  const [creating, setCreating] = useState(false);
  const [external, setExternal] = useState(isOutside(value));
  const kept = (secrets.data ?? []).map((one) => ({ value: one.SecretId, label: one.Name, description: one.Unreadable ?? one.Username, disabled: one.Unreadable !== undefined }));
  const options = [...kept, { value: outside, label: words.external, description: words.externalHint }];
  const choose = (chosen: string): void => {
    setExternal(chosen === outside);
    onChange(chosen === outside ? '' : chosen);
    if (chosen !== outside) role?.onChange('');
  };
  return (
    <SpaceBetween size="l">
      <FormField
        label={optional === true ? `${label} - ${resourceWords.optional}` : label}
        description={description}
        errorText={external ? undefined : error}
        secondaryControl={
          <Button formAction="none" onClick={() => setCreating(true)}>
            {words.create}
          </Button>
        }
      >
        <Select
          selectedOption={options.find((one) => one.value === (external ? outside : value)) ?? (value === '' ? null : { value, label: value })}
          options={options}
          placeholder={words.choose}
          empty={words.none}
          filteringType="auto"
          statusType={secrets.isLoading ? 'loading' : secrets.isError ? 'error' : 'finished'}
          errorText={secrets.error?.message ?? ''}
          onChange={({ detail }) => choose(detail.selectedOption.value ?? '')}
        />
      </FormField>
      {external ? (
        <TextField label={words.externalId} value={typed(value)} limit={2048} onChange={(text) => onChange(identifierOf(text.trim()))} error={value === '' ? error : isRight(typed(value)) ? undefined : words.externalWrong} placeholder="arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-Ab1Cd2" />
      ) : null}
      {external && role !== undefined ? (
        <TextField
          label={`${words.role} - ${resourceWords.optional}`}
          description={words.roleHint}
          value={role.value}
          limit={2048}
          onChange={role.onChange}
          error={role.value === '' || /^arn:aws[a-z-]*:iam::/.test(role.value) ? undefined : words.roleWrong}
          placeholder="arn:aws:iam::123456789012:role/ferry-secret"
        />
      ) : null}
      {creating ? <SecretModal name={suggestedName} onCreated={(secret) => choose(secret.SecretId)} onClose={() => setCreating(false)} /> : null}
    </SpaceBetween>
  );
}
