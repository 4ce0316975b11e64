'use client';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import type { DataProvider, OperationInput } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { settingsFor, settingsOf } from '@/api/provider-settings';
import { FormPage } from '@/shell/form-page';
import { NameField } from '@/shell/name-field';
import { nameError } from '@/shell/name-rule';
import { useNotify } from '@/shell/notifications';
import { routes } from '@/shell/routes';
import { providerWords as words } from '@/words/data-providers';
import { engineLabel, sourceOf, targetOf } from '@/words/engines';
import { resourceWords } from '@/words/resources';

type Engine = OperationInput<'CreateDataProvider'>['Engine'];
const engineOptions = [...sourceFacts, ...targetFacts].flatMap((facts) => facts.dmsEngines).map((engine) => ({ value: engine, label: engineLabel(engine) }));

/** Creates a data provider, or modifies `provider`. */
export function DataProviderForm({ provider }: { readonly provider?: DataProvider }): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const create = useChange('CreateDataProvider', ['DescribeDataProviders']);
  const modify = useChange('ModifyDataProvider', ['DescribeDataProviders', 'DescribeMigrationProjects']);
  const [name, setName] = useState(provider?.DataProviderName ?? '');
  const [description, setDescription] = useState(provider?.Description ?? '');
  const [engine, setEngine] = useState(provider?.Engine ?? engineOptions[0]?.value ?? '');
  const [database, setDatabase] = useState(provider === undefined ? '' : (settingsOf(provider).DatabaseName ?? ''));
  const [tried, setTried] = useState(false);
  const old = provider?.DataProviderName;
  const title = provider === undefined ? words.create : words.modify;
  const save = async (): Promise<void> => {
    setTried(true);
    const facts = sourceOf(engine) ?? targetOf(engine);
    if (nameError(name) !== undefined || facts === undefined) return;
    const settings = settingsFor(facts, { ...(provider === undefined ? {} : settingsOf(provider)), ...(database.trim() === '' ? {} : { DatabaseName: database.trim() }) });
    const members = { DataProviderName: name, Description: description.trim(), Settings: settings };
    if (provider === undefined) await create.mutateAsync({ ...members, Engine: engine as Engine, Virtual: true });
    else await modify.mutateAsync({ ...members, DataProviderIdentifier: provider.DataProviderArn });
    notify({ type: 'success', header: provider === undefined ? words.created(name) : words.modified(name) });
    router.push(routes.dataProvider(name));
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
          <NameField value={name} onChange={setName} description={words.nameHint} error={tried ? nameError(name) : undefined} />
          <FormField label={`${resourceWords.description} - ${resourceWords.optional}`}>
            <Input value={description} onChange={({ detail }) => setDescription(detail.value.slice(0, 255))} />
          </FormField>
          <FormField label={words.engine}>
            <Select selectedOption={engineOptions.find((one) => one.value === engine) ?? null} options={engineOptions} onChange={({ detail }) => setEngine(detail.selectedOption.value ?? engine)} disabled={provider !== undefined} />
          </FormField>
          <FormField label={words.virtual} description={words.virtualHint} constraintText={words.virtualOnly}>
            <Toggle checked disabled>
              {words.virtual}
            </Toggle>
          </FormField>
          <FormField label={`${words.databaseName} - ${resourceWords.optional}`}>
            <Input value={database} onChange={({ detail }) => setDatabase(detail.value.slice(0, 128))} />
          </FormField>
        </SpaceBetween>
      </Container>
    </FormPage>
  );
}
