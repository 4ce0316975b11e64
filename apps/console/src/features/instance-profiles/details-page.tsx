'use client';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Arn } from '@/shell/arn';
import { ProjectLinks } from '@/shell/resource-link';
import { ResourcePage } from '@/shell/resource-page';
import { routes } from '@/shell/routes';
import { profileWords as words } from '@/words/instance-profiles';
import { momentText, resourceWords } from '@/words/resources';
import { DeleteProfile } from './delete-profile';
import { useInstanceProfile } from './hooks';
import { networkText } from './table-config';

export function InstanceProfilePage({ name }: { readonly name: string }): ReactNode {
  const profile = useInstanceProfile(name);
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  return (
    <ResourcePage
      name={name}
      kind={words.one}
      crumbs={[
        { text: words.title, href: routes.instanceProfiles },
        { text: name, href: routes.instanceProfile(name) },
      ]}
      query={profile}
      missing={words.missing(name)}
      modify={routes.modifyInstanceProfile(name)}
      onDelete={() => setDeleting(true)}
    >
      {(found) => (
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">{words.details}</Header>}>
            <KeyValuePairs
              columns={3}
              items={[
                { label: resourceWords.name, value: found.InstanceProfileName },
                { label: resourceWords.description, value: found.Description ?? resourceWords.none },
                { label: resourceWords.created, value: momentText(found.InstanceProfileCreationTime) },
                { label: resourceWords.arn, value: <Arn value={found.InstanceProfileArn} /> },
                { label: words.networkType, value: networkText(found) },
                { label: words.publiclyAccessible, value: found.PubliclyAccessible === undefined ? resourceWords.none : found.PubliclyAccessible ? 'Yes' : 'No' },
                { label: words.subnetGroup, value: found.SubnetGroupIdentifier ?? resourceWords.none },
                { label: words.securityGroups, value: (found.VpcSecurityGroups ?? []).join(', ') || resourceWords.none },
                { label: words.kmsKey, value: found.KmsKeyArn ?? resourceWords.none },
                { label: words.availabilityZone, value: found.AvailabilityZone ?? resourceWords.none },
                { label: resourceWords.usedBy, value: <ProjectLinks names={found.UsedBy} /> },
              ]}
            />
          </Container>
          {deleting ? <DeleteProfile profile={found} onClose={() => setDeleting(false)} onDeleted={() => router.push(routes.instanceProfiles)} /> : null}
        </SpaceBetween>
      )}
    </ResourcePage>
  );
}
