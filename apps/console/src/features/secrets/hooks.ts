'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Secret } from '@ferry/contract';
import { useResource, useResources } from '@/api/resources';
import type { ResourceKind } from '@/api/resources';

const secrets: ResourceKind<'DescribeSecrets', Secret> = { operation: 'DescribeSecrets', filter: 'secret-identifier', rows: (page) => page.Secrets };

export const useSecrets = (): UseQueryResult<Secret[]> => useResources(secrets);
export const useSecret = (name: string): UseQueryResult<Secret | null> => useResource(secrets, name);
