'use client';
import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { DataProvider, MigrationProject } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { FormPage } from '@/shell/form-page';
import { useNotify } from '@/shell/notifications';
import { Loaded } from '@/shell/resource-loaded';
import { routes } from '@/shell/routes';
import { artifactWords } from '@/words/artifacts';
import { projectWords as words } from '@/words/migration-projects';
import { resourceWords } from '@/words/resources';
import { ArtifactFields } from '../artifacts/artifact-fields';
import { artifactMembers } from '../artifacts/artifacts';
import { useDataProviders } from '../data-providers/hooks';
import { isOpen, useMigrationProject } from './hooks';
import { ProjectDetailsSection } from './project-details-section';
import { errorsOf, formOf, hasErrors, needsCredentials, secretMembers } from './project-form';
import type { ProjectForm } from './project-form';
import { SourceSection, TargetSection } from './provider-sections';

function ModifyForm({ project }: { readonly project: MigrationProject }): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const providers = useDataProviders();
  const modify = useChange('ModifyMigrationProject', ['DescribeMigrationProjects', 'DescribeInstanceProfiles', 'DescribeDataProviders', 'DescribeSecrets']);
  const [form, setForm] = useState<ProjectForm>(() => formOf(project));
  const [tried, setTried] = useState(false);
  const providerOf = (arn: string): DataProvider | undefined => providers.data?.find((one) => one.DataProviderArn === arn);
  const chosen = { source: providerOf(form.sourceProvider), target: providerOf(form.targetProvider) };
  const errors = errorsOf(form, chosen, tried);
  const change = (part: Partial<ProjectForm>): void => setForm((before) => ({ ...before, ...part }));
  const old = project.MigrationProjectName;
  const save = async (): Promise<void> => {
    setTried(true);
    if (hasErrors(errorsOf(form, chosen, true))) return;
    await modify.mutateAsync({
      MigrationProjectIdentifier: project.MigrationProjectArn,
      MigrationProjectName: form.name,
      Description: form.description.trim(),
      InstanceProfileIdentifier: form.profile,
      SourceDataProviderDescriptors: [{ DataProviderIdentifier: form.sourceProvider, ...(needsCredentials(chosen.source) ? secretMembers(form.sourceSecret, form.sourceRole) : {}) }],
      TargetDataProviderDescriptors: [{ DataProviderIdentifier: form.targetProvider, ...(needsCredentials(chosen.target) ? secretMembers(form.targetSecret, form.targetRole) : {}) }],
      SchemaConversionApplicationAttributes: artifactMembers(form.artifacts),
    });
    notify({ type: 'success', header: words.modified(form.name) });
    router.push(routes.migrationProject(form.name));
  };
  return (
    <FormPage
      title={words.modify}
      description={words.description}
      crumbs={[
        { text: words.title, href: routes.migrationProjects },
        { text: old, href: routes.migrationProject(old) },
        { text: words.modify, href: routes.modifyMigrationProject(old) },
      ]}
      back={routes.migrationProject(old)}
      submit={resourceWords.saveChanges}
      onSubmit={save}
    >
      {isOpen(project) ? <Alert type="warning">{words.openFirst}</Alert> : null}
      <ProjectDetailsSection form={form} tried={tried} canMakeProfile={false} onChange={change} />
      <SourceSection form={form} errors={errors} modifying onChange={change} sending={undefined} chosen={chosen.source} />
      <TargetSection form={form} errors={errors} modifying onChange={change} chosen={chosen.target} />
      <Container header={<Header variant="h2">{artifactWords.section}</Header>}>
        <ArtifactFields value={form.artifacts} errors={errors.artifacts} byDefault="profile" onChange={(part) => change({ artifacts: { ...form.artifacts, ...part } })} />
      </Container>
    </FormPage>
  );
}

export function ModifyMigrationProjectPage({ name }: { readonly name: string }): ReactNode {
  return (
    <Loaded query={useMigrationProject(name)} kind={words.one} missing={words.missing(name)}>
      {(project) => <ModifyForm project={project} />}
    </Loaded>
  );
}
