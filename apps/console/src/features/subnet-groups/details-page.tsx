'use client';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Arn } from '@/shell/arn';
import { DetailsTabs, tagsTab } from '@/shell/details-tabs';
import { Facts } from '@/shell/facts';
import { ResourceLink } from '@/shell/resource-link';
import { ResourcePage } from '@/shell/resource-page';
import { routes } from '@/shell/routes';
import { momentText, resourceWords } from '@/words/resources';
import { groupWords as words } from '@/words/subnet-groups';
import { DeleteGroup } from './delete-group';
import { useSubnetGroup } from './hooks';
import { subnetsText } from './table-config';

export function SubnetGroupPage({ name }: { readonly name: string }): ReactNode {
  const group = useSubnetGroup(name);
  const router = useRouter();
  return (
    <ResourcePage
      name={name}
      kind={words.one}
      crumbs={[
        { text: words.title, href: routes.subnetGroups },
        { text: name, href: routes.subnetGroup(name) },
      ]}
      query={group}
      missing={words.missing(name)}
      modify={routes.modifySubnetGroup(name)}
      deletion={(found, onClose) => <DeleteGroup group={found} onClose={onClose} onDeleted={() => router.push(routes.subnetGroups)} />}
    >
      {(found) => (
        <DetailsTabs
          label={words.one}
          tabs={[
            {
              id: 'details',
              label: words.details,
              content: (
                <Facts
                  title={words.details}
                  items={[
                    { label: resourceWords.name, value: found.ReplicationSubnetGroupIdentifier },
                    { label: resourceWords.description, value: found.ReplicationSubnetGroupDescription },
                    { label: resourceWords.created, value: momentText(found.CreationTime) },
                    { label: resourceWords.arn, value: <Arn value={found.ReplicationSubnetGroupArn} /> },
                    { label: words.status, value: found.SubnetGroupStatus },
                    { label: words.vpc, value: found.VpcId ?? resourceWords.none },
                    { label: words.subnets, value: subnetsText(found) },
                    {
                      label: words.usedBy,
                      value:
                        found.UsedBy.length === 0
                          ? resourceWords.none
                          : found.UsedBy.map((profile) => (
                              <div key={profile}>
                                <ResourceLink href={routes.instanceProfile(profile)}>{profile}</ResourceLink>
                              </div>
                            )),
                    },
                  ]}
                />
              ),
            },
            tagsTab(found.ReplicationSubnetGroupArn),
          ]}
        />
      )}
    </ResourcePage>
  );
}
