'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { DataProvider } from '@ferry/contract';
import { useResource, useResources } from '@/api/resources';
import type { ResourceKind } from '@/api/resources';

const providers: ResourceKind<'DescribeDataProviders', DataProvider> = { operation: 'DescribeDataProviders', filter: 'data-provider-identifier', rows: (page) => page.DataProviders };

export const useDataProviders = (): UseQueryResult<DataProvider[]> => useResources(providers);
export const useDataProvider = (name: string): UseQueryResult<DataProvider | null> => useResource(providers, name);
