import { AppError } from '@ferry/kernel';
import type { ResourceKey } from '@ferry/store';

export type ResourceType = 'instance-profile' | 'data-provider' | 'migration-project' | 'secret' | 'subgrp';

const labels: Readonly<Record<ResourceType, string>> = { 'instance-profile': 'instance profile', 'data-provider': 'data provider', 'migration-project': 'migration project', secret: 'secret', subgrp: 'subnet group' };

export const arnOf = (context: { region: string; account: string }, type: ResourceType, id: string): string => `arn:aws:dms:${context.region}:${context.account}:${type}:${id}`;

/**
 * What an identifier names: the last part of an ARN, or a name.
 * @throws AppError `invalid-input` for an ARN of another kind of resource
 */
export function resourceKey(type: ResourceType, identifier: string): ResourceKey {
  if (!identifier.startsWith('arn:')) return { name: identifier };
  const parts = identifier.split(':');
  const id = parts[6] ?? '';
  if (parts.length !== 7 || parts[2] !== 'dms' || parts[5] !== type || !/^[A-Z0-9]{26}$/.test(id))
    throw new AppError('invalid-input', { public: `"${identifier}" is not the ARN of a ${labels[type]}. Give its name or an ARN like arn:aws:dms:<region>:<account>:${type}:<26 letters and digits>.` });
  return { id };
}

export const notFound = (type: ResourceType, identifier: string): AppError => new AppError('not-found', { public: `There is no ${labels[type]} "${identifier}".` });

/** Words a list of names for people: `a`, `a and b`, `a, b and 3 more`. */
export function listing(names: readonly string[], most = 5): string {
  if (names.length > most) return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
