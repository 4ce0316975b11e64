'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { MigrationProject } from '@ferry/contract';
import { useResource, useResources } from '@/api/resources';
import type { ResourceKind } from '@/api/resources';

const projects: ResourceKind<'DescribeMigrationProjects', MigrationProject> = { operation: 'DescribeMigrationProjects', filter: 'migration-project-identifier', rows: (page) => page.MigrationProjects };

export const useMigrationProjects = (): UseQueryResult<MigrationProject[]> => useResources(projects);
export const useMigrationProject = (name: string, every?: number): UseQueryResult<MigrationProject | null> => useResource(projects, name, every);

/** Names of the providers of both sides. */
export const sourceName = (project: MigrationProject): string => project.SourceDataProviderDescriptors[0]?.DataProviderName ?? '-';
export const targetName = (project: MigrationProject): string => project.TargetDataProviderDescriptors[0]?.DataProviderName ?? '-';
export const isOpen = (project: MigrationProject): boolean => project.SchemaConversionStatus === 'OPEN';
