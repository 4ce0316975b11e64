'use client';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import type { ReactNode } from 'react';
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
}

/** Chooses a kept secret, or makes one on the spot. */
export function SecretSelect({ label, description, optional, value, error, suggestedName, onChange }: SecretSelectProps): ReactNode {
  const secrets = useSecrets();
  const [creating, setCreating] = useState(false);
  const options = (secrets.data ?? []).map((one) => ({ value: one.SecretId, label: one.Name, description: one.Unreadable ?? one.Username, disabled: one.Unreadable !== undefined }));
  return (
    <>
      <FormField
        label={optional === true ? `${label} - ${resourceWords.optional}` : label}
        description={description}
        errorText={error}
        secondaryControl={
          <Button formAction="none" onClick={() => setCreating(true)}>
            {words.create}
          </Button>
        }
      >
        <Select
          selectedOption={options.find((one) => one.value === value) ?? (value === '' ? null : { value, label: value })}
          options={options}
          placeholder={words.choose}
          empty={words.none}
          filteringType="auto"
          statusType={secrets.isLoading ? 'loading' : secrets.isError ? 'error' : 'finished'}
          errorText={secrets.error?.message ?? ''}
          onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
        />
      </FormField>
      {creating ? <SecretModal name={suggestedName} onCreated={(secret) => onChange(secret.SecretId)} onClose={() => setCreating(false)} /> : null}
    </>
  );
}
