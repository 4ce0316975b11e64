'use client';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { writeTransformationRules } from '@ferry/contract';
import type { DataProvider } from '@ferry/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { FormPage } from '@/shell/form-page';
import { Info } from '@/shell/help';
import { useNotify } from '@/shell/notifications';
import { routes } from '@/shell/routes';
import { artifactWords } from '@/words/artifacts';
import { projectWords, createProjectWords as words } from '@/words/migration-projects';
import { ruleWords } from '@/words/transformation-rules';
import { ArtifactFields } from '../artifacts/artifact-fields';
import { useDataProviders } from '../data-providers/hooks';
import { useNewTags } from '../tags/new-tags';
import { checkDrafts } from '../transformation-rules/rule-draft';
import type { RuleDraft } from '../transformation-rules/rule-draft';
import { RuleRows } from '../transformation-rules/rule-rows';
import { createProject } from './create-project';
import type { CreateStep, Made } from './create-project';
import { ProjectDetailsSection } from './project-details-section';
import { emptyForm, errorsOf, hasErrors, nameFromFile, newProjectOf } from './project-form';
import type { ProjectForm } from './project-form';
import { SourceSection, TargetSection } from './provider-sections';

export function CreateMigrationProjectPage(): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const client = useQueryClient();
  const providers = useDataProviders();
  const [form, setForm] = useState<ProjectForm>(emptyForm);
  const tags = useNewTags();
  const [drafts, setDrafts] = useState<readonly RuleDraft[]>([]);
  const rules = checkDrafts(drafts);
  const [tried, setTried] = useState(false);
  const [step, setStep] = useState<CreateStep>();
  const made = useRef<Made>({ sent: new Set() });
  const providerOf = (arn: string): DataProvider | undefined => providers.data?.find((one) => one.DataProviderArn === arn);
  const chosen = { source: providerOf(form.sourceProvider), target: providerOf(form.targetProvider) };
  const errors = errorsOf(form, chosen, tried);
  const change = (part: Partial<ProjectForm>): void => {
    setForm((before) => {
      const after = { ...before, ...part };
      const file = part.scripts?.files[0];
      return file !== undefined && before.name === '' ? { ...after, name: nameFromFile(file.name) } : after;
    });
  };
  const create = async (): Promise<void> => {
    setTried(true);
    if (hasErrors(errorsOf(form, chosen, true)) || !tags.valid || rules.problems.length > 0) return;
    try {
      await createProject({ ...newProjectOf(form, chosen), ...(drafts.length === 0 ? {} : { rules: writeTransformationRules(rules.rules) }), tags: tags.members }, made.current, setStep);
    } catch (thrown) {
      throw new Error(`${words.failed}: ${messageOf(thrown)} ${words.failedHint}`, { cause: thrown });
    } finally {
      setStep(undefined);
      await client.invalidateQueries();
    }
    notify({ type: 'success', header: projectWords.created(form.name) });
    router.push(`${routes.migrationProject(form.name)}?tab=schema-conversion`);
  };
  return (
    <FormPage
      title={projectWords.create}
      description={projectWords.description}
      crumbs={[
        { text: projectWords.title, href: routes.migrationProjects },
        { text: projectWords.create, href: routes.createMigrationProject },
      ]}
      back={routes.migrationProjects}
      submit={projectWords.create}
      step={step?.label}
      onSubmit={create}
    >
      <ProjectDetailsSection form={form} tried={tried} canMakeProfile onChange={change} />
      <SourceSection form={form} errors={errors} modifying={false} onChange={change} sending={step?.sending} chosen={chosen.source} />
      <TargetSection form={form} errors={errors} modifying={false} onChange={change} chosen={chosen.target} />
      <Container header={<Header variant="h2">{artifactWords.section}</Header>}>
        <ArtifactFields value={form.artifacts} errors={errors.artifacts} byDefault="profile" onChange={(part) => change({ artifacts: { ...form.artifacts, ...part } })} />
      </Container>
      <Container
        header={
          <Header variant="h2" info={<Info topic="rules" />} description={ruleWords.description}>
            {ruleWords.section}
          </Header>
        }
      >
        <RuleRows drafts={drafts} checked={rules} hits={undefined} onChange={setDrafts} />
      </Container>
      {tags.section}
    </FormPage>
  );
}
