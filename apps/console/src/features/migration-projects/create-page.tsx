'use client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useFollow } from '@/shell/follow';
import { NameField } from '@/shell/name-field';
import { useNotify } from '@/shell/notifications';
import { Page } from '@/shell/page';
import { routes } from '@/shell/routes';
import { projectWords, createProjectWords as words } from '@/words/migration-projects';
import { resourceWords } from '@/words/resources';
import { useInstanceProfiles } from '../instance-profiles/hooks';
import { emptyForm, errorsOf, nameFromFile, newProjectOf } from './create-form';
import type { ProjectForm } from './create-form';
import { createProject } from './create-project';
import type { CreateStep, Made } from './create-project';
import { SourceSection, TargetSection } from './create-providers';

export function CreateMigrationProjectPage(): ReactNode {
  const router = useRouter();
  const follow = useFollow();
  const notify = useNotify();
  const client = useQueryClient();
  const profiles = useInstanceProfiles();
  const [form, setForm] = useState<ProjectForm>(emptyForm);
  const [tried, setTried] = useState(false);
  const [step, setStep] = useState<CreateStep>();
  const [failure, setFailure] = useState<string>();
  const made = useRef<Made>({ sent: new Set() });
  const errors = tried ? errorsOf(form) : {};
  const change = (part: Partial<ProjectForm>): void => {
    setForm((before) => {
      const after = { ...before, ...part };
      const file = part.files?.[0];
      return file !== undefined && before.name === '' ? { ...after, name: nameFromFile(file.name) } : after;
    });
  };

  const run = async (): Promise<void> => {
    setTried(true);
    setFailure(undefined);
    if (Object.keys(errorsOf(form)).length > 0) return;
    try {
      await createProject(newProjectOf(form), made.current, setStep);
    } catch (thrown) {
      setFailure(messageOf(thrown));
      setStep(undefined);
      return;
    }
    await client.invalidateQueries();
    notify({ type: 'success', header: projectWords.created(form.name) });
    router.push(`${routes.migrationProject(form.name)}?tab=schema-conversion`);
  };

  const profileOptions = [
    ...(profiles.data ?? []).map((one) => ({ value: one.InstanceProfileArn, label: one.InstanceProfileName, ...(one.Description === undefined ? {} : { description: one.Description }) })),
    { value: 'new', label: words.newProfile },
  ];
  return (
    <Page
      title={projectWords.create}
      contentType="form"
      crumbs={[
        { text: projectWords.title, href: routes.migrationProjects },
        { text: projectWords.create, href: routes.createMigrationProject },
      ]}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Form
          header={
            <Header variant="h1" description={projectWords.description}>
              {projectWords.create}
            </Header>
          }
          errorText={failure === undefined ? undefined : `${words.failed}: ${failure} ${words.failedHint}`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" href={routes.migrationProjects} onFollow={follow}>
                {resourceWords.cancel}
              </Button>
              <Button variant="primary" loading={step !== undefined} loadingText={step?.label ?? words.creating}>
                {projectWords.create}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">{words.details}</Header>}>
              <SpaceBetween size="l">
                <NameField value={form.name} onChange={(name) => change({ name })} description={words.nameHint} error={errors.name} />
                <FormField label={`${resourceWords.description} - ${resourceWords.optional}`}>
                  <Input value={form.description} onChange={({ detail }) => change({ description: detail.value.slice(0, 255) })} />
                </FormField>
                <FormField label={words.profile} description={words.profileHint}>
                  <Select
                    selectedOption={profileOptions.find((option) => option.value === form.profile) ?? null}
                    options={profileOptions}
                    onChange={({ detail }) => change({ profile: detail.selectedOption.value ?? 'new' })}
                    statusType={profiles.isLoading ? 'loading' : 'finished'}
                  />
                </FormField>
              </SpaceBetween>
            </Container>
            <SourceSection form={form} errors={errors} onChange={change} sending={step?.sending} />
            <TargetSection form={form} errors={errors} onChange={change} />
            {step === undefined ? null : <Alert type="info">{step.label}</Alert>}
          </SpaceBetween>
        </Form>
      </form>
    </Page>
  );
}
