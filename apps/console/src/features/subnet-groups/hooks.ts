'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { SubnetGroup } from '@ferry/contract';
import { useResource, useResources } from '@/api/resources';
import type { ResourceKind } from '@/api/resources';

const groups: ResourceKind<'DescribeReplicationSubnetGroups', SubnetGroup> = { operation: 'DescribeReplicationSubnetGroups', filter: 'replication-subnet-group-id', rows: (page) => page.ReplicationSubnetGroups };

export const useSubnetGroups = (): UseQueryResult<SubnetGroup[]> => useResources(groups);
export const useSubnetGroup = (name: string): UseQueryResult<SubnetGroup | null> => useResource(groups, name);
