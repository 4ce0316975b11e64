'use client';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { MigrationProject } from '@ferry/contract';
import type { ReactNode } from 'react';
import { Arn } from '@/shell/arn';
import { ResourceLink } from '@/shell/resource-link';
import { routes } from '@/shell/routes';
import { engineLabel } from '@/words/engines';
import { projectWords as words } from '@/words/migration-projects';
import { momentText, resourceWords } from '@/words/resources';
import { ProjectStatus } from './table-config';

export function ProjectOverview({ project }: { readonly project: MigrationProject }): ReactNode {
  const source = project.SourceDataProviderDescriptors[0];
  const target = project.TargetDataProviderDescriptors[0];
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{words.details}</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: resourceWords.name, value: project.MigrationProjectName },
            { label: words.status, value: <ProjectStatus project={project} /> },
            { label: resourceWords.created, value: momentText(project.MigrationProjectCreationTime) },
            { label: resourceWords.description, value: project.Description ?? resourceWords.none },
            { label: words.instanceProfile, value: <ResourceLink href={routes.instanceProfile(project.InstanceProfileName)}>{project.InstanceProfileName}</ResourceLink> },
            { label: resourceWords.arn, value: <Arn value={project.MigrationProjectArn} /> },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">Data providers</Header>}>
        <KeyValuePairs
          columns={2}
          items={[
            {
              type: 'group',
              title: words.source,
              items: [
                { label: words.sourceProvider, value: source === undefined ? '-' : <ResourceLink href={routes.dataProvider(source.DataProviderName)}>{source.DataProviderName}</ResourceLink> },
                { label: 'Engine', value: engineLabel(source?.Engine) },
              ],
            },
            {
              type: 'group',
              title: words.target,
              items: [
                { label: words.targetProvider, value: target === undefined ? '-' : <ResourceLink href={routes.dataProvider(target.DataProviderName)}>{target.DataProviderName}</ResourceLink> },
                { label: 'Engine', value: engineLabel(target?.Engine) },
              ],
            },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">{words.transformationRules}</Header>}>
        {project.TransformationRules === undefined ? <Box color="text-body-secondary">{resourceWords.none}</Box> : <Box variant="code">{project.TransformationRules}</Box>}
      </Container>
    </SpaceBetween>
  );
}
