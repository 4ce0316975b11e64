'use client';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { DescriptionField, NameField } from '@/shell/name-field';
import { createProjectWords as words } from '@/words/migration-projects';
import { useInstanceProfiles } from '../instance-profiles/hooks';
import type { ProjectForm } from './project-form';

interface DetailsSectionProps {
  readonly form: ProjectForm;
  readonly tried: boolean;
  /** A new project can make its own profile. */
  readonly canMakeProfile: boolean;
  readonly onChange: (part: Partial<ProjectForm>) => void;
}

export function ProjectDetailsSection({ form, tried, canMakeProfile, onChange }: DetailsSectionProps): ReactNode {
  const profiles = useInstanceProfiles();
  const options = [
    ...(profiles.data ?? []).map((one) => ({ value: one.InstanceProfileArn, label: one.InstanceProfileName, ...(one.Description === undefined ? {} : { description: one.Description }) })),
    ...(canMakeProfile ? [{ value: 'new', label: words.newProfile }] : []),
  ];
  return (
    <Container header={<Header variant="h2">{words.details}</Header>}>
      <SpaceBetween size="l">
        <NameField value={form.name} onChange={(name) => onChange({ name })} description={words.nameHint} tried={tried} />
        <DescriptionField value={form.description} onChange={(description) => onChange({ description })} />
        <FormField label={words.profile} description={words.profileHint}>
          <Select
            selectedOption={options.find((option) => option.value === form.profile) ?? null}
            options={options}
            onChange={({ detail }) => onChange({ profile: detail.selectedOption.value ?? form.profile })}
            statusType={profiles.isLoading ? 'loading' : profiles.isError ? 'error' : 'finished'}
            errorText={profiles.error?.message ?? ''}
          />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}
