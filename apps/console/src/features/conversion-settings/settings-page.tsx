'use client';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { MigrationProject, OperationOutput, SettingDefinition } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { parseConfiguration, targetVersionOf } from '@/api/configuration';
import type { Configuration } from '@/api/configuration';
import { useChange, useOperation } from '@/api/hooks';
import { FormPage } from '@/shell/form-page';
import { Loading } from '@/shell/loading';
import { NotFound } from '@/shell/not-found';
import { useNotify } from '@/shell/notifications';
import { Failed } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { whatIfWords } from '@/words/assessment-runs';
import { settingsWords as words } from '@/words/conversion-settings';
import { targetOf } from '@/words/engines';
import { projectWords } from '@/words/migration-projects';
import { conversionWords } from '@/words/schema-conversion';
import { WhatIf } from '../assessment-runs/what-if';
import { useMigrationProject } from '../migration-projects/hooks';
import { useTreeSettings } from '../schema-conversion/tree/use-tree-settings';
import { SettingField } from './setting-field';
import { TreeViewFields } from './tree-view-fields';
import type { TreeViews } from './tree-view-fields';
import { UnneededSettings } from './unneeded-settings';

type Values = Readonly<Record<string, boolean | string>>;

/** Only what was changed, in the sections that hold it. */
function changes(settings: readonly SettingDefinition[], values: Values): Configuration {
  const sections: Configuration = {};
  for (const setting of settings) {
    const value = values[setting.Key] ?? setting.Value;
    if (value !== setting.Value) sections[setting.Section] = { ...sections[setting.Section], [setting.DmsKey ?? setting.Key]: value };
  }
  return sections;
}

/** Sets of values to begin with. */
const presets: readonly { readonly id: string; readonly text: string; readonly value: (setting: SettingDefinition) => boolean | string }[] = [
  { id: 'recommended', text: words.recommended, value: (setting) => setting.Default },
  { id: 'dms', text: words.dms, value: (setting) => setting.DmsDefault ?? setting.Default },
];

interface SettingsFormProps {
  readonly project: MigrationProject;
  readonly configuration: OperationOutput<'DescribeConversionConfiguration'>;
}

function SettingsForm({ project, configuration }: SettingsFormProps): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const modify = useChange('ModifyConversionConfiguration', ['DescribeConversionConfiguration']);
  const settings = configuration.Settings ?? [];
  const version = targetVersionOf(parseConfiguration(configuration.ConversionConfiguration));
  const [values, setValues] = useState<Values>({});
  const [wanted, setWanted] = useState(version?.value ?? '');
  const name = project.MigrationProjectName;
  const [sourceTree, keepSourceTree] = useTreeSettings(name, 'SOURCE');
  const [targetTree, keepTargetTree] = useTreeSettings(name, 'TARGET');
  const [trees, setTrees] = useState<TreeViews>({ SOURCE: sourceTree, TARGET: targetTree });
  const screen = routes.schemaConversion(name);
  const target = targetOf(project.TargetDataProviderDescriptors[0]?.Engine ?? '');
  const versions = (target?.versions ?? []).map((one) => ({ value: String(one), label: `${target?.label ?? ''} ${one}` }));
  const wantedValue = (setting: SettingDefinition): boolean | string => values[setting.Key] ?? setting.Value;
  // The presets above say the same; only a configuration that was brought along can name one.
  const offered = settings.filter((setting) => setting.WithoutEffect === undefined && (setting.Key !== 'preset' || setting.Value !== setting.Default));
  const preset = presets.find((one) => offered.every((setting) => wantedValue(setting) === one.value(setting)));
  const groups = [...new Set(offered.map((setting) => setting.Group))];
  const wantedSections = (): Configuration => {
    const sections = changes(settings, values);
    if (version !== undefined && wanted !== version.value) sections[version.section] = { ...sections[version.section], [version.key]: wanted };
    return sections;
  };
  const save = async (): Promise<void> => {
    const sections = wantedSections();
    if (Object.keys(sections).length > 0) await modify.mutateAsync({ MigrationProjectIdentifier: project.MigrationProjectArn, ConversionConfiguration: JSON.stringify(sections) });
    keepSourceTree(trees.SOURCE);
    keepTargetTree(trees.TARGET);
    notify({ type: 'success', header: words.applied });
    router.push(screen);
  };
  return (
    <FormPage
      title={words.title}
      description={words.description}
      crumbs={[
        { text: projectWords.title, href: routes.migrationProjects },
        { text: name, href: routes.migrationProject(name) },
        { text: conversionWords.title, href: screen },
        { text: words.title, href: routes.conversionSettings(name) },
      ]}
      back={screen}
      submit={words.apply}
      onSubmit={save}
    >
      <Container header={<Header variant="h2">{words.version}</Header>}>
        <FormField label={words.targetVersion} description={words.versionHint}>
          <Select selectedOption={versions.find((one) => one.value === wanted) ?? null} options={versions} onChange={({ detail }) => setWanted(detail.selectedOption.value ?? wanted)} />
        </FormField>
      </Container>
      <Container
        header={
          <Header variant="h2" description={words.presetsText}>
            {words.presets}
          </Header>
        }
      >
        <SegmentedControl
          label={words.presets}
          selectedId={preset?.id ?? 'own'}
          options={[...presets.map(({ id, text }) => ({ id, text })), ...(preset === undefined ? [{ id: 'own', text: words.own }] : [])]}
          onChange={({ detail }) => {
            const chosen = presets.find((one) => one.id === detail.selectedId);
            if (chosen !== undefined) setValues(Object.fromEntries(offered.map((setting) => [setting.Key, chosen.value(setting)])));
          }}
        />
      </Container>
      {groups.map((group) => (
        <Container key={group} header={<Header variant="h2">{group}</Header>}>
          <SpaceBetween size="l">
            {offered
              .filter((setting) => setting.Group === group)
              .map((setting) => (
                <SettingField key={setting.Key} setting={setting} value={wantedValue(setting)} onChange={(value) => setValues((before) => ({ ...before, [setting.Key]: value }))} />
              ))}
          </SpaceBetween>
        </Container>
      ))}
      <UnneededSettings settings={settings} />
      {project.SourceLoaded === true ? (
        <Container header={<Header variant="h2">{whatIfWords.title}</Header>}>
          <WhatIf project={project} input={{ ConversionConfiguration: JSON.stringify(wantedSections()) }} disabled={false} />
        </Container>
      ) : null}
      <TreeViewFields value={trees} onChange={setTrees} />
    </FormPage>
  );
}

/** How a project converts: the target's version, and the pair's settings. */
export function ConversionSettingsPage({ name }: { readonly name: string }): ReactNode {
  const project = useMigrationProject(name);
  const configuration = useOperation('DescribeConversionConfiguration', { MigrationProjectIdentifier: name }, { enabled: project.data !== null && project.data !== undefined });
  if (project.data === null) return <NotFound text={projectWords.missing(name)} />;
  const error = project.error ?? configuration.error;
  if (project.data !== undefined && configuration.data !== undefined) return <SettingsForm project={project.data} configuration={configuration.data} />;
  return error === null ? <Loading /> : <Failed what={words.what} error={error} onRetry={() => void Promise.all([project.refetch(), configuration.refetch()])} />;
}
