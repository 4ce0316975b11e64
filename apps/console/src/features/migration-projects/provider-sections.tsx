'use client';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tiles from '@cloudscape-design/components/tiles';
import type { DataProvider } from '@ferry/contract';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import type { ReactNode } from 'react';
import { settingsOf } from '@/api/provider-settings';
import { connectionWords, providerWords } from '@/words/data-providers';
import { engineLabel, sourceOf, targetOf } from '@/words/engines';
import { createProjectWords as words } from '@/words/migration-projects';
import { useDataProviders } from '../data-providers/hooks';
import { ScriptSourceFields } from '../data-providers/script-source-fields';
import type { Sending } from '../data-providers/send-files';
import { TestConnection } from '../data-providers/test-connection';
import { SecretSelect } from '../secrets/secret-select';
import { needsCredentials } from './project-form';
import type { FormErrors, ProjectForm } from './project-form';

interface SectionProps {
  readonly form: ProjectForm;
  readonly errors: FormErrors;
  /** A project that exists uses providers that exist. */
  readonly modifying: boolean;
  readonly onChange: (part: Partial<ProjectForm>) => void;
  /** The existing provider that is chosen, if one is. */
  readonly chosen: DataProvider | undefined;
}

interface ProviderSelectProps {
  readonly label: string;
  readonly value: string;
  readonly fits: (engine: string) => boolean;
  readonly error: string | undefined;
  readonly onChange: (arn: string) => void;
}

/** The engine, and how the provider is reached. */
const describe = (provider: DataProvider): string => {
  const settings = settingsOf(provider);
  const how = provider.Virtual ? providerWords.virtual : settings.Embedded === true ? providerWords.embedded : (settings.ServerName ?? '');
  return [engineLabel(provider.Engine), how].filter((text) => text !== '').join(', ');
};

function ProviderSelect({ label, value, fits, error, onChange }: ProviderSelectProps): ReactNode {
  const providers = useDataProviders();
  const options = (providers.data ?? []).filter((one) => fits(one.Engine)).map((one) => ({ value: one.DataProviderArn, label: one.DataProviderName, description: describe(one) }));
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

interface EngineSelectProps {
  readonly label: string;
  readonly engines: readonly string[];
  readonly value: string;
  readonly onChange: (engine: string) => void;
}

function EngineSelect({ label, engines, value, onChange }: EngineSelectProps): ReactNode {
  const options = engines.map((engine) => ({ value: engine, label: engineLabel(engine) }));
  return (
    <FormField label={label}>
      <Select selectedOption={options.find((option) => option.value === value) ?? null} options={options} onChange={({ detail }) => onChange(detail.selectedOption.value ?? value)} />
    </FormField>
  );
}

interface CredentialsProps {
  readonly provider: DataProvider | undefined;
  readonly side: 'source' | 'target';
  readonly project: string;
  readonly hint: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (secretId: string) => void;
  readonly role: { readonly value: string; readonly onChange: (role: string) => void };
}

/** The secret for a provider that is reached over the network, and a test with it. */
function Credentials({ provider, side, project, hint, value, error, onChange, role }: CredentialsProps): ReactNode {
  if (provider === undefined || !needsCredentials(provider)) return null;
  const suggestedName = `${project === '' ? provider.DataProviderName : project}-${side}`;
  return (
    <SpaceBetween size="l">
      <SecretSelect label={words.secret} description={hint} value={value} error={error} suggestedName={suggestedName} onChange={onChange} role={role} />
      <ExpandableSection headerText={connectionWords.section}>
        <TestConnection subject={{ DataProviderIdentifier: provider.DataProviderArn }} secretId={value} role={role.value} suggestedName={suggestedName} />
      </ExpandableSection>
    </SpaceBetween>
  );
}

export function SourceSection({ form, errors, modifying, onChange, chosen, sending }: SectionProps & { readonly sending: Sending | undefined }): ReactNode {
  const existing = (
    <SpaceBetween size="l">
      <ProviderSelect label={words.sourceProvider} value={form.sourceProvider} fits={(engine) => sourceOf(engine) !== undefined} error={errors.source} onChange={(sourceProvider) => onChange({ sourceProvider })} />
      <Credentials provider={chosen} side="source" project={form.name} hint={words.sourceSecretHint} value={form.sourceSecret} error={errors.sourceSecret} onChange={(sourceSecret) => onChange({ sourceSecret })} role={{ value: form.sourceRole, onChange: (sourceRole) => onChange({ sourceRole }) }} />
    </SpaceBetween>
  );
  return (
    <Container header={<Header variant="h2">{words.source}</Header>}>
      {modifying ? (
        existing
      ) : (
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
            existing
          ) : (
            <SpaceBetween size="l">
              <EngineSelect label={words.sourceEngine} engines={sourceFacts.flatMap((facts) => facts.dmsEngines)} value={form.sourceEngine} onChange={(sourceEngine) => onChange({ sourceEngine })} />
              <ScriptSourceFields value={form.scripts} errors={errors.scripts} sending={sending} onChange={(part) => onChange({ scripts: { ...form.scripts, ...part } })} />
            </SpaceBetween>
          )}
        </SpaceBetween>
      )}
    </Container>
  );
}

export function TargetSection({ form, errors, modifying, onChange, chosen }: SectionProps): ReactNode {
  const facts = targetOf(form.targetKind === 'existing' ? (chosen?.Engine ?? form.targetEngine) : form.targetEngine);
  const versions = (facts?.versions ?? []).map((version) => ({ value: String(version), label: `${facts?.label ?? ''} ${version}` }));
  const existing = (
    <SpaceBetween size="l">
      <ProviderSelect label={words.targetProvider} value={form.targetProvider} fits={(engine) => targetOf(engine) !== undefined} error={errors.target} onChange={(targetProvider) => onChange({ targetProvider })} />
      <Credentials provider={chosen} side="target" project={form.name} hint={words.targetSecretHint} value={form.targetSecret} error={errors.targetSecret} onChange={(targetSecret) => onChange({ targetSecret })} role={{ value: form.targetRole, onChange: (targetRole) => onChange({ targetRole }) }} />
    </SpaceBetween>
  );
  if (modifying) return <Container header={<Header variant="h2">{words.target}</Header>}>{existing}</Container>;
  return (
    <Container header={<Header variant="h2">{words.target}</Header>}>
      <SpaceBetween size="l">
        <Tiles
          ariaLabel={words.target}
          value={form.targetKind}
          onChange={({ detail }) => onChange({ targetKind: detail.value as ProjectForm['targetKind'] })}
          items={[
            { value: 'embedded', label: words.targetEmbedded, description: words.targetEmbeddedText },
            { value: 'virtual', label: words.targetVirtual, description: words.targetVirtualText },
            { value: 'existing', label: words.existing, description: words.existingTargetText },
          ]}
        />
        {form.targetKind === 'existing' ? (
          existing
        ) : (
          <EngineSelect label={words.targetEngine} engines={targetFacts.flatMap((one) => one.dmsEngines)} value={form.targetEngine} onChange={(targetEngine) => onChange({ targetEngine, targetVersion: targetOf(targetEngine)?.defaultVersion ?? form.targetVersion })} />
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
