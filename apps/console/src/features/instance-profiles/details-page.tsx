'use client';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Arn } from '@/shell/arn';
import { Facts } from '@/shell/facts';
import { ProjectLinks } from '@/shell/resource-link';
import { ResourcePage } from '@/shell/resource-page';
import { routes } from '@/shell/routes';
import { artifactWords } from '@/words/artifacts';
import { profileWords as words } from '@/words/instance-profiles';
import { momentText, resourceWords, yesText } from '@/words/resources';
import { DeleteProfile } from './delete-profile';
import { useInstanceProfile } from './hooks';
import { networkText } from './table-config';

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
        <Facts
          title={words.details}
          items={[
            { label: resourceWords.name, value: found.InstanceProfileName },
            { label: resourceWords.description, value: found.Description || resourceWords.none },
            { label: resourceWords.created, value: momentText(found.InstanceProfileCreationTime) },
            { label: resourceWords.arn, value: <Arn value={found.InstanceProfileArn} /> },
            { label: words.networkType, value: networkText(found) },
            { label: words.publiclyAccessible, value: yesText(found.PubliclyAccessible) },
            { label: words.subnetGroup, value: found.SubnetGroupIdentifier || resourceWords.none },
            { label: words.securityGroups, value: (found.VpcSecurityGroups ?? []).join(', ') || resourceWords.none },
            { label: words.kmsKey, value: found.KmsKeyArn || resourceWords.none },
            { label: words.availabilityZone, value: found.AvailabilityZone || resourceWords.none },
            { label: words.artifacts, value: found.S3BucketPath || found.ArtifactsFolder || artifactWords.ofFerry },
            { label: resourceWords.usedBy, value: <ProjectLinks names={found.UsedBy} /> },
          ]}
        />
      )}
    </ResourcePage>
  );
}
