'use client';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tiles from '@cloudscape-design/components/tiles';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import type { ReactNode } from 'react';
import { engineLabel, sourceOf, targetOf } from '@/words/engines';
import { createProjectWords as words } from '@/words/migration-projects';
import { resourceWords } from '@/words/resources';
import { useDataProviders } from '../data-providers/hooks';
import type { FormErrors, ProjectForm } from './create-form';
import { ScriptFiles } from './script-files';

interface SectionProps {
  readonly form: ProjectForm;
  readonly errors: FormErrors;
  readonly onChange: (part: Partial<ProjectForm>) => void;
}

interface ProviderSelectProps {
  readonly label: string;
  readonly value: string;
  readonly fits: (engine: string) => boolean;
  readonly error: string | undefined;
  readonly onChange: (arn: string) => void;
}

function ProviderSelect({ label, value, fits, error, onChange }: ProviderSelectProps): ReactNode {
  const providers = useDataProviders();
  const options = (providers.data ?? [])
    .filter((one) => fits(one.Engine))
    .map((one) => ({ value: one.DataProviderArn, label: one.DataProviderName, description: engineLabel(one.Engine) }));
  return (
    <FormField label={label} errorText={error}>
      <Select
        selectedOption={options.find((option) => option.value === value) ?? null}
        options={options}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
        placeholder={words.choose}
        empty={words.noneThere}
        filteringType="auto"
        statusType={providers.isLoading ? 'loading' : providers.isError ? 'error' : 'finished'}
        errorText={providers.error?.message ?? ''}
      />
    </FormField>
  );
}

const engineOptions = (engines: readonly string[]): { value: string; label: string }[] => engines.map((engine) => ({ value: engine, label: engineLabel(engine) }));

interface EngineSelectProps {
  readonly label: string;
  readonly engines: readonly string[];
  readonly value: string;
  readonly onChange: (engine: string) => void;
}

function EngineSelect({ label, engines, value, onChange }: EngineSelectProps): ReactNode {
  const options = engineOptions(engines);
  return (
    <FormField label={label}>
      <Select selectedOption={options.find((option) => option.value === value) ?? null} options={options} onChange={({ detail }) => onChange(detail.selectedOption.value ?? value)} />
    </FormField>
  );
}

export function SourceSection({ form, errors, onChange, sending }: SectionProps & { readonly sending: { readonly file: string; readonly percent: number } | undefined }): ReactNode {
  return (
    <Container header={<Header variant="h2">{words.source}</Header>}>
      <SpaceBetween size="l">
        <Tiles
          ariaLabel={words.source}
          value={form.sourceKind}
          onChange={({ detail }) => onChange({ sourceKind: detail.value === 'existing' ? 'existing' : 'scripts' })}
          items={[
            { value: 'scripts', label: words.sourceScripts, description: words.sourceScriptsText },
            { value: 'existing', label: words.existing, description: words.existingText },
          ]}
        />
        {form.sourceKind === 'existing' ? (
          <ProviderSelect label={words.source} value={form.sourceProvider} fits={(engine) => sourceOf(engine) !== undefined} error={errors.source} onChange={(sourceProvider) => onChange({ sourceProvider })} />
        ) : (
          <SpaceBetween size="l">
            <EngineSelect label={words.sourceEngine} engines={sourceFacts.flatMap((facts) => facts.dmsEngines)} value={form.sourceEngine} onChange={(sourceEngine) => onChange({ sourceEngine })} />
            <ScriptFiles files={form.files} onChange={(files) => onChange({ files })} error={errors.files} sending={sending} />
            <FormField label={`${words.databaseName} - ${resourceWords.optional}`} description={words.databaseNameHint}>
              <Input value={form.databaseName} onChange={({ detail }) => onChange({ databaseName: detail.value.slice(0, 128) })} />
            </FormField>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}

export function TargetSection({ form, errors, onChange }: SectionProps): ReactNode {
  const target = targetOf(form.targetEngine);
  const versions = (target?.versions ?? []).map((version) => ({ value: String(version), label: `${target?.label ?? ''} ${version}` }));
  return (
    <Container header={<Header variant="h2">{words.target}</Header>}>
      <SpaceBetween size="l">
        <Tiles
          ariaLabel={words.target}
          value={form.targetKind}
          onChange={({ detail }) => onChange({ targetKind: detail.value === 'existing' ? 'existing' : 'virtual' })}
          items={[
            { value: 'virtual', label: words.targetVirtual, description: words.targetVirtualText },
            { value: 'existing', label: words.existing, description: words.existingText },
          ]}
        />
        {form.targetKind === 'existing' ? (
          <ProviderSelect label={words.target} value={form.targetProvider} fits={(engine) => targetOf(engine) !== undefined} error={errors.target} onChange={(targetProvider) => onChange({ targetProvider })} />
        ) : (
          <EngineSelect label={words.targetEngine} engines={targetFacts.flatMap((facts) => facts.dmsEngines)} value={form.targetEngine} onChange={(targetEngine) => onChange({ targetEngine, targetVersion: targetOf(targetEngine)?.defaultVersion ?? form.targetVersion })} />
        )}
        <FormField label={words.targetVersion} description={words.targetVersionHint}>
          <Select
            selectedOption={versions.find((option) => option.value === String(form.targetVersion)) ?? null}
            options={versions}
            onChange={({ detail }) => onChange({ targetVersion: Number(detail.selectedOption.value) })}
          />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}
