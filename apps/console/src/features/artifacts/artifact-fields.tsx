'use client';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Info } from '@/shell/help';
import { TextField } from '@/shell/text-field';
import { artifactWords as words } from '@/words/artifacts';
import type { ArtifactErrors, Artifacts } from './artifacts';

interface ArtifactFieldsProps {
  readonly value: Artifacts;
  readonly errors: ArtifactErrors;
  /** What holds when nothing is chosen here. */
  readonly byDefault: 'profile' | 'ferry';
  readonly onChange: (part: Partial<Artifacts>) => void;
}

/** Where reports and saved SQL are stored. */
export function ArtifactFields({ value, errors, byDefault, onChange }: ArtifactFieldsProps): ReactNode {
  return (
    <SpaceBetween size="l">
      <FormField label={words.label} description={words.hint} info={<Info topic="artifacts" />}>
        <RadioGroup
          value={value.kind}
          onChange={({ detail }) => onChange({ kind: detail.value as Artifacts['kind'] })}
          items={[
            byDefault === 'profile' ? { value: 'default', label: words.ofProfile } : { value: 'default', label: words.ofFerry, description: words.ofFerryHint },
            { value: 'folder', label: words.folder, description: words.folderHint },
            { value: 's3', label: words.bucket, description: words.bucketHint },
          ]}
        />
      </FormField>
      {value.kind === 'folder' ? <TextField label={words.folderPath} limit={4096} value={value.folder} onChange={(folder) => onChange({ folder })} error={errors.folder} /> : null}
      {value.kind === 's3' ? (
        <SpaceBetween size="l">
          <TextField label={words.bucketUri} limit={2048} value={value.bucket} onChange={(bucket) => onChange({ bucket })} constraint={words.bucketFormat} error={errors.bucket} />
          <TextField label={words.role} optional limit={2048} value={value.role} onChange={(role) => onChange({ role })} description={words.roleHint} error={errors.role} />
        </SpaceBetween>
      ) : null}
    </SpaceBetween>
  );
}
