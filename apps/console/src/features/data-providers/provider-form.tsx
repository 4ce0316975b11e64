'use client';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tiles from '@cloudscape-design/components/tiles';
import Toggle from '@cloudscape-design/components/toggle';
import type { DataProvider, OperationInput } from '@ferry/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { call } from '@/api/client';
import { FormPage } from '@/shell/form-page';
import { Info } from '@/shell/help';
import { DescriptionField, NameField } from '@/shell/name-field';
import { useNotify } from '@/shell/notifications';
import { routes } from '@/shell/routes';
import { TextField } from '@/shell/text-field';
import { connectionWords, providerWords as words, scriptWords } from '@/words/data-providers';
import { engineLabel } from '@/words/engines';
import { resourceWords } from '@/words/resources';
import { useNewTags } from '../tags/new-tags';
import { emptyProvider, engineNames, hasErrors, isSource, providerErrors, providerFormOf, providerSettings, withEngine } from './provider-fields';
import type { ProviderErrors, ProviderForm } from './provider-fields';
import { ScriptSourceFields } from './script-source-fields';
import { sendFiles } from './send-files';
import type { Sending } from './send-files';
import { ServerFields } from './server-fields';
import { TestConnection } from './test-connection';

type Engine = OperationInput<'CreateDataProvider'>['Engine'];
const engineOptions = engineNames.map((engine) => ({ value: engine, label: engineLabel(engine) }));

interface PartProps {
  readonly form: ProviderForm;
  readonly errors: ProviderErrors;
  readonly onChange: (part: Partial<ProviderForm>) => void;
}

function VirtualMode({ form, was, onChange }: Omit<PartProps, 'errors'> & { readonly was: boolean | undefined }): ReactNode {
  // One way, as in DMS Schema Conversion: once saved without it, virtual mode does not come back.
  const fixed = was === false;
  return (
    <FormField label={words.virtual} description={isSource(form.engine) ? words.virtualSourceHint : words.virtualTargetHint} constraintText={fixed ? words.virtualOneWay : was === true && !form.virtual ? words.virtualLeaving : undefined} info={<Info topic="virtual" />}>
      <Toggle checked={form.virtual} disabled={fixed} onChange={({ detail }) => onChange({ virtual: detail.checked })}>
        {words.virtual}
      </Toggle>
    </FormField>
  );
}

/** Tests the address as it stands in the form. */
function TestOfForm({ form, provider, notReady }: { readonly form: ProviderForm; readonly provider: DataProvider | undefined; readonly notReady: string | undefined }): ReactNode {
  return (
    <ExpandableSection headerText={connectionWords.section}>
      <TestConnection subject={{ Engine: form.engine as Engine, Settings: providerSettings(form, provider) }} notReady={notReady} suggestedName={form.name === '' ? 'database' : form.name} />
    </ExpandableSection>
  );
}

function TargetPart({ form, errors, onChange, provider, tested }: PartProps & { readonly provider: DataProvider | undefined; readonly tested: string | undefined }): ReactNode {
  if (form.virtual) return <TextField label={words.databaseName} optional value={form.address.databaseName} onChange={(databaseName) => onChange({ address: { ...form.address, databaseName } })} limit={128} />;
  return (
    <SpaceBetween size="l">
      <FormField label={words.database} stretch>
        <Tiles
          ariaLabel={words.database}
          value={form.database}
          onChange={({ detail }) => onChange({ database: detail.value === 'server' ? 'server' : 'embedded' })}
          items={[
            { value: 'embedded', label: words.embedded, description: words.embeddedText },
            { value: 'server', label: words.server, description: words.serverText },
          ]}
        />
      </FormField>
      {form.database === 'server' ? (
        <SpaceBetween size="l">
          <ServerFields engine={form.engine} value={form.address} errors={errors.address} onChange={(part) => onChange({ address: { ...form.address, ...part } })} />
          <TestOfForm form={form} provider={provider} notReady={tested} />
        </SpaceBetween>
      ) : null}
    </SpaceBetween>
  );
}

/** Creates a data provider, or modifies `provider`. */
export function DataProviderForm({ provider }: { readonly provider?: DataProvider }): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const client = useQueryClient();
  const [form, setForm] = useState<ProviderForm>(() => (provider === undefined ? emptyProvider() : providerFormOf(provider)));
  const tags = useNewTags();
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState<Sending>();
  /** What an attempt has made whose uploads failed: the next one sends only the rest. */
  const made = useRef<{ arn: string | undefined; sent: Set<File> }>({ arn: undefined, sent: new Set() });
  const change = (part: Partial<ProviderForm>): void => setForm((before) => ({ ...before, ...part }));
  const errors = providerErrors(form, tried);
  const old = provider?.DataProviderName;
  const title = provider === undefined ? words.create : words.modify;
  const source = isSource(form.engine);
  const addressWrong = Object.keys(providerErrors({ ...form, name: 'a' }, true).address).length > 0 ? connectionWords.addressFirst : undefined;

  const save = async (): Promise<void> => {
    setTried(true);
    if (hasErrors(providerErrors(form, true)) || !tags.valid) return;
    const members = { DataProviderName: form.name, Description: form.description.trim(), Virtual: form.virtual, Settings: providerSettings(form, provider) };
    try {
      const known = provider?.DataProviderArn ?? made.current.arn;
      if (known === undefined) made.current.arn = (await call('CreateDataProvider', { ...members, ...tags.members, Engine: form.engine as Engine })).DataProvider.DataProviderArn;
      else await call('ModifyDataProvider', { ...members, DataProviderIdentifier: known, ExactSettings: true });
      if (source && form.virtual && form.scripts.from === 'upload') await sendFiles(known ?? made.current.arn ?? '', form.scripts.files, made.current.sent, setSending);
    } finally {
      setSending(undefined);
      await Promise.all(['DescribeDataProviders', 'DescribeMigrationProjects'].map((name) => client.invalidateQueries({ queryKey: [name] })));
    }
    notify({ type: 'success', header: provider === undefined ? words.created(form.name) : words.modified(form.name) });
    router.push(routes.dataProvider(form.name));
  };

  return (
    <FormPage
      title={title}
      description={words.description}
      crumbs={[
        { text: words.title, href: routes.dataProviders },
        ...(old === undefined ? [] : [{ text: old, href: routes.dataProvider(old) }]),
        { text: title, href: old === undefined ? routes.createDataProvider : routes.modifyDataProvider(old) },
      ]}
      back={old === undefined ? routes.dataProviders : routes.dataProvider(old)}
      submit={provider === undefined ? words.create : resourceWords.saveChanges}
      onSubmit={save}
    >
      <Container header={<Header variant="h2">{words.configuration}</Header>}>
        <SpaceBetween size="l">
          <FormField label={words.configuration} info={<Info topic="configuration" />}>
            <RadioGroup
              value="manual"
              items={[
                { value: 'manual', label: words.manual },
                { value: 'rds', label: words.rds, description: words.rdsManual, disabled: true },
              ]}
            />
          </FormField>
          <NameField value={form.name} onChange={(name) => change({ name })} description={words.nameHint} tried={tried} />
          <DescriptionField value={form.description} onChange={(description) => change({ description })} />
          <FormField label={words.engine}>
            <Select
              selectedOption={engineOptions.find((one) => one.value === form.engine) ?? null}
              options={engineOptions}
              disabled={provider !== undefined}
              onChange={({ detail }) => setForm((before) => withEngine(before, detail.selectedOption.value ?? before.engine))}
            />
          </FormField>
          <VirtualMode form={form} was={provider?.Virtual} onChange={change} />
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">{source && form.virtual ? scriptWords.section : words.connection}</Header>}>
        {!source ? (
          <TargetPart form={form} errors={errors} onChange={change} provider={provider} tested={addressWrong} />
        ) : form.virtual ? (
          <ScriptSourceFields value={form.scripts} errors={errors.scripts} sending={sending} onChange={(part) => setForm((before) => ({ ...before, scripts: { ...before.scripts, ...part } }))} />
        ) : (
          <SpaceBetween size="l">
            <ServerFields engine={form.engine} value={form.address} errors={errors.address} onChange={(part) => change({ address: { ...form.address, ...part } })} />
            <TestOfForm form={form} provider={provider} notReady={addressWrong} />
          </SpaceBetween>
        )}
      </Container>
      {provider === undefined ? tags.section : null}
    </FormPage>
  );
}
