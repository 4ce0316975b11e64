'use client';
import type { InstanceProfile } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Arn } from '@/shell/arn';
import { DetailsTabs, tagsTab } from '@/shell/details-tabs';
import { Facts } from '@/shell/facts';
import { ProjectLinks, ResourceLink } from '@/shell/resource-link';
import { ResourcePage } from '@/shell/resource-page';
import { routes } from '@/shell/routes';
import { artifactWords } from '@/words/artifacts';
import { profileWords as words } from '@/words/instance-profiles';
import { momentText, resourceWords, yesText } from '@/words/resources';
import { DeleteProfile } from './delete-profile';
import { useInstanceProfile } from './hooks';
import { networkText } from './table-config';

function ProfileFacts({ profile: found }: { readonly profile: InstanceProfile }): ReactNode {
  return (
    <Facts
      title={words.details}
      items={[
        { label: resourceWords.name, value: found.InstanceProfileName },
        { label: resourceWords.description, value: found.Description || resourceWords.none },
        { label: resourceWords.created, value: momentText(found.InstanceProfileCreationTime) },
        { label: resourceWords.arn, value: <Arn value={found.InstanceProfileArn} /> },
        { label: words.networkType, value: networkText(found) },
        { label: words.publiclyAccessible, value: yesText(found.PubliclyAccessible) },
        { label: words.subnetGroup, value: found.SubnetGroupIdentifier ? <ResourceLink href={routes.subnetGroup(found.SubnetGroupIdentifier)}>{found.SubnetGroupIdentifier}</ResourceLink> : resourceWords.none },
        { label: words.securityGroups, value: (found.VpcSecurityGroups ?? []).join(', ') || resourceWords.none },
        { label: words.kmsKey, value: found.KmsKeyArn || resourceWords.none },
        { label: words.availabilityZone, value: found.AvailabilityZone || resourceWords.none },
        { label: words.artifacts, value: found.S3BucketPath || found.ArtifactsFolder || artifactWords.ofFerry },
        { label: resourceWords.usedBy, value: <ProjectLinks names={found.UsedBy} /> },
      ]}
    />
  );
}

export function InstanceProfilePage({ name }: { readonly name: string }): ReactNode {
  const profile = useInstanceProfile(name);
  const router = useRouter();
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
      deletion={(found, onClose) => <DeleteProfile profile={found} onClose={onClose} onDeleted={() => router.push(routes.instanceProfiles)} />}
    >
      {(found) => (
        <DetailsTabs label={words.one} tabs={[{ id: 'details', label: words.details, content: <ProfileFacts profile={found} /> }, tagsTab(found.InstanceProfileArn)]} />
      )}
    </ResourcePage>
  );
}
