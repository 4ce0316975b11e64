import { AppError } from '@ferry/kernel';
import { profiles, projects, providers, secrets, subnetGroups } from '@ferry/store';
import type { ProfileRow, ProjectRow, ProviderRow, SecretRow, SubnetGroupRow } from '@ferry/store';
import type { OperationContext } from './context';
import { notFound, resourceKey } from './names';

export async function findProfile(context: OperationContext, identifier: string): Promise<ProfileRow> {
  const row = await profiles.find(context.store, resourceKey('instance-profile', identifier));
  if (row === null) throw notFound('instance-profile', identifier);
  return row;
}

export async function findProvider(context: OperationContext, identifier: string): Promise<ProviderRow> {
  const row = await providers.find(context.store, resourceKey('data-provider', identifier));
  if (row === null) throw notFound('data-provider', identifier);
  return row;
}

export async function findProject(context: OperationContext, identifier: string): Promise<ProjectRow> {
  const row = await projects.find(context.store, resourceKey('migration-project', identifier));
  if (row === null) throw notFound('migration-project', identifier);
  return row;
}

export async function findSecret(context: OperationContext, identifier: string): Promise<SecretRow> {
  const row = await secrets.find(context.store, resourceKey('secret', identifier));
  if (row === null) throw notFound('secret', identifier);
  return row;
}

export async function findSubnetGroup(context: OperationContext, identifier: string): Promise<SubnetGroupRow> {
  const key = resourceKey('subgrp', identifier);
  const row = await subnetGroups.find(context.store, 'name' in key ? { name: key.name.toLowerCase() } : key);
  if (row === null) throw notFound('subgrp', identifier);
  return row;
}

/** @throws AppError when schema conversion is launched: its resources must not change under it */
export function demandClosed(project: { name: string; conversionOpen: boolean }, action: string): void {
  if (project.conversionOpen)
    throw new AppError('invalid-state', { public: `Schema conversion of migration project "${project.name}" is open. Close it, then ${action}.` });
}
