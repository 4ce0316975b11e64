'use client';
import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { MigrationProject } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { FormPage } from '@/shell/form-page';
import { Loading } from '@/shell/loading';
import { NameField } from '@/shell/name-field';
import { nameError } from '@/shell/name-rule';
import { NotFound } from '@/shell/not-found';
import { useNotify } from '@/shell/notifications';
import { Failed } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { createProjectWords, projectWords as words } from '@/words/migration-projects';
import { resourceWords } from '@/words/resources';
import { useInstanceProfiles } from '../instance-profiles/hooks';
import { isOpen, useMigrationProject } from './hooks';

function ModifyForm({ project }: { readonly project: MigrationProject }): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const profiles = useInstanceProfiles();
  const modify = useChange('ModifyMigrationProject', ['DescribeMigrationProjects', 'DescribeInstanceProfiles', 'DescribeDataProviders']);
  const [name, setName] = useState(project.MigrationProjectName);
  const [description, setDescription] = useState(project.Description ?? '');
  const [profile, setProfile] = useState(project.InstanceProfileArn);
  const [tried, setTried] = useState(false);
  const options = (profiles.data ?? []).map((one) => ({ value: one.InstanceProfileArn, label: one.InstanceProfileName }));
  const old = project.MigrationProjectName;
  const save = async (): Promise<void> => {
    setTried(true);
    if (nameError(name) !== undefined) return;
    await modify.mutateAsync({ MigrationProjectIdentifier: project.MigrationProjectArn, MigrationProjectName: name, Description: description.trim(), InstanceProfileIdentifier: profile });
    notify({ type: 'success', header: words.modified(name) });
    router.push(routes.migrationProject(name));
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
      <Container header={<Header variant="h2">{createProjectWords.details}</Header>}>
        <SpaceBetween size="l">
          <NameField value={name} onChange={setName} description={createProjectWords.nameHint} error={tried ? nameError(name) : undefined} />
          <FormField label={`${resourceWords.description} - ${resourceWords.optional}`}>
            <Input value={description} onChange={({ detail }) => setDescription(detail.value.slice(0, 255))} />
          </FormField>
          <FormField label={createProjectWords.profile} description={createProjectWords.profileHint}>
            <Select selectedOption={options.find((one) => one.value === profile) ?? null} options={options} onChange={({ detail }) => setProfile(detail.selectedOption.value ?? profile)} statusType={profiles.isLoading ? 'loading' : 'finished'} />
          </FormField>
        </SpaceBetween>
      </Container>
    </FormPage>
  );
}

export function ModifyMigrationProjectPage({ name }: { readonly name: string }): ReactNode {
  const project = useMigrationProject(name);
  if (project.data === null) return <NotFound text={words.missing(name)} />;
  if (project.data !== undefined) return <ModifyForm project={project.data} />;
  return project.isError ? <Failed what={words.one} error={project.error} onRetry={() => void project.refetch()} /> : <Loading />;
}
