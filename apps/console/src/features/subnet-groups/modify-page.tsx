'use client';
import type { ReactNode } from 'react';
import { Loaded } from '@/shell/resource-loaded';
import { groupWords as words } from '@/words/subnet-groups';
import { SubnetGroupForm } from './group-form';
import { useSubnetGroup } from './hooks';

export function ModifySubnetGroupPage({ name }: { readonly name: string }): ReactNode {
  return (
    <Loaded query={useSubnetGroup(name)} kind={words.one} missing={words.missing(name)}>
      {(group) => <SubnetGroupForm group={group} />}
    </Loaded>
  );
}
