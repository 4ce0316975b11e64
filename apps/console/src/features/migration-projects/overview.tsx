'use client';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { MigrationProject } from '@ferry/contract';
import type { ReactNode } from 'react';
import { Arn } from '@/shell/arn';
import { Facts } from '@/shell/facts';
import { ResourceLink } from '@/shell/resource-link';
import { routes } from '@/shell/routes';
import { artifactWords } from '@/words/artifacts';
import { engineLabel } from '@/words/engines';
import { createProjectWords, projectWords as words, targetKindLabels } from '@/words/migration-projects';
import { momentText, resourceWords } from '@/words/resources';
import { ruleWords } from '@/words/transformation-rules';
import { ProjectStatus } from './table-config';

type Descriptor = MigrationProject['SourceDataProviderDescriptors'][number];

function side(title: string, label: string, descriptor: Descriptor | undefined, more: KeyValuePairsProps.Item[]): KeyValuePairsProps.Item {
  const secret = descriptor?.SecretName ?? descriptor?.SecretsManagerSecretId;
  return {
    type: 'group',
    title,
    items: [
      { label, value: descriptor === undefined ? resourceWords.none : <ResourceLink href={routes.dataProvider(descriptor.DataProviderName)}>{descriptor.DataProviderName}</ResourceLink> },
      { label: words.engine, value: engineLabel(descriptor?.Engine) },
      ...(more as KeyValuePairsProps.Pair[]),
      ...(secret === undefined ? [] : [{ label: createProjectWords.secret, value: secret }]),
    ],
  };
}

export function ProjectOverview({ project }: { readonly project: MigrationProject }): ReactNode {
  return (
    <SpaceBetween size="l">
      <Facts
        title={words.details}
        items={[
          { label: resourceWords.name, value: project.MigrationProjectName },
          { label: words.status, value: <ProjectStatus project={project} /> },
          { label: resourceWords.created, value: momentText(project.MigrationProjectCreationTime) },
          { label: resourceWords.description, value: project.Description || resourceWords.none },
          { label: words.instanceProfile, value: <ResourceLink href={routes.instanceProfile(project.InstanceProfileName)}>{project.InstanceProfileName}</ResourceLink> },
          { label: resourceWords.arn, value: <Arn value={project.MigrationProjectArn} /> },
          { label: artifactWords.label, value: project.ArtifactsLocation ?? resourceWords.none },
        ]}
      />
      <Facts
        title={words.providers}
        columns={2}
        items={[
          side(words.source, words.sourceProvider, project.SourceDataProviderDescriptors[0], []),
          side(words.target, words.targetProvider, project.TargetDataProviderDescriptors[0], project.TargetKind === undefined ? [] : [{ label: words.targetKind, value: targetKindLabels[project.TargetKind] }]),
        ]}
      />
      <Container header={<Header variant="h2">{words.transformationRules}</Header>}>
        {project.TransformationRules === undefined || project.TransformationRules === '' ? <Box color="text-body-secondary">{ruleWords.addFirst}</Box> : <Box variant="code">{project.TransformationRules}</Box>}
      </Container>
    </SpaceBetween>
  );
}
