'use client';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { InstanceProfile } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { FormPage } from '@/shell/form-page';
import { NameField } from '@/shell/name-field';
import { nameError } from '@/shell/name-rule';
import { useNotify } from '@/shell/notifications';
import { routes } from '@/shell/routes';
import { profileWords as words } from '@/words/instance-profiles';
import { resourceWords } from '@/words/resources';

type Network = 'IPV4' | 'DUAL';

/** Creates an instance profile, or modifies `profile`. */
export function InstanceProfileForm({ profile }: { readonly profile?: InstanceProfile }): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const create = useChange('CreateInstanceProfile', ['DescribeInstanceProfiles']);
  const modify = useChange('ModifyInstanceProfile', ['DescribeInstanceProfiles', 'DescribeMigrationProjects']);
  const [name, setName] = useState(profile?.InstanceProfileName ?? '');
  const [description, setDescription] = useState(profile?.Description ?? '');
  const [network, setNetwork] = useState<Network>(profile?.NetworkType === 'DUAL' ? 'DUAL' : 'IPV4');
  const [subnet, setSubnet] = useState(profile?.SubnetGroupIdentifier ?? '');
  const [groups, setGroups] = useState((profile?.VpcSecurityGroups ?? []).join(', '));
  const [tried, setTried] = useState(false);
  const old = profile?.InstanceProfileName;
  const title = profile === undefined ? words.create : words.modify;
  const save = async (): Promise<void> => {
    setTried(true);
    if (nameError(name) !== undefined) return;
    const members = {
      InstanceProfileName: name,
      NetworkType: network,
      Description: description.trim(),
      SubnetGroupIdentifier: subnet.trim(),
      VpcSecurityGroups: groups.split(',').map((group) => group.trim()).filter((group) => group !== ''),
    };
    if (profile === undefined) await create.mutateAsync(members);
    else await modify.mutateAsync({ InstanceProfileIdentifier: profile.InstanceProfileArn, ...members });
    notify({ type: 'success', header: profile === undefined ? words.created(name) : words.modified(name) });
    router.push(routes.instanceProfile(name));
  };
  return (
    <FormPage
      title={title}
      description={words.description}
      crumbs={[
        { text: words.title, href: routes.instanceProfiles },
        ...(old === undefined ? [] : [{ text: old, href: routes.instanceProfile(old) }]),
        { text: title, href: old === undefined ? routes.createInstanceProfile : routes.modifyInstanceProfile(old) },
      ]}
      back={old === undefined ? routes.instanceProfiles : routes.instanceProfile(old)}
      submit={profile === undefined ? words.create : resourceWords.saveChanges}
      onSubmit={save}
    >
      <Container header={<Header variant="h2">{words.details}</Header>}>
        <SpaceBetween size="l">
          <NameField value={name} onChange={setName} description={words.nameHint} error={tried ? nameError(name) : undefined} />
          <FormField label={`${resourceWords.description} - ${resourceWords.optional}`}>
            <Input value={description} onChange={({ detail }) => setDescription(detail.value.slice(0, 255))} />
          </FormField>
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">{words.networkSection}</Header>}>
        <SpaceBetween size="l">
          <FormField label={words.networkType} description={words.networkTypeHint}>
            <RadioGroup
              value={network}
              onChange={({ detail }) => setNetwork(detail.value as Network)}
              items={[
                { value: 'IPV4', label: words.network['IPV4'] ?? '' },
                { value: 'DUAL', label: words.network['DUAL'] ?? '' },
              ]}
            />
          </FormField>
          <FormField label={`${words.subnetGroup} - ${resourceWords.optional}`} description={words.subnetGroupHint}>
            <Input value={subnet} onChange={({ detail }) => setSubnet(detail.value.slice(0, 255))} />
          </FormField>
          <FormField label={`${words.securityGroups} - ${resourceWords.optional}`} description={words.securityGroupsHint}>
            <Input value={groups} onChange={({ detail }) => setGroups(detail.value)} />
          </FormField>
        </SpaceBetween>
      </Container>
    </FormPage>
  );
}
