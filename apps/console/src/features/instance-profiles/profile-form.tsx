'use client';
import Container from '@cloudscape-design/components/container';
import Autosuggest from '@cloudscape-design/components/autosuggest';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import type { InstanceProfile } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { FormPage } from '@/shell/form-page';
import { Info } from '@/shell/help';
import { DescriptionField, NameField } from '@/shell/name-field';
import { nameError } from '@/shell/name-rule';
import { useNotify } from '@/shell/notifications';
import { routes } from '@/shell/routes';
import { TextField } from '@/shell/text-field';
import { artifactWords } from '@/words/artifacts';
import { awsWords } from '@/words/aws';
import { profileWords as words } from '@/words/instance-profiles';
import { resourceWords } from '@/words/resources';
import { ArtifactFields } from '../artifacts/artifact-fields';
import { IdListField } from '../aws/id-fields';
import { idList, securityGroupChoices, useNetwork } from '../aws/network';
import { useSubnetGroups } from '../subnet-groups/hooks';
import { useNewTags } from '../tags/new-tags';
import { artifactErrors, artifactMembers, artifactsOf } from '../artifacts/artifacts';

type Network = 'IPV4' | 'DUAL';
const securityGroup = /^sg-[0-9a-f]+$/;
const kmsKey = /^arn:[\w-]+:kms:\S+$/;

/** Creates an instance profile, or modifies `profile`. */
export function InstanceProfileForm({ profile }: { readonly profile?: InstanceProfile }): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const create = useChange('CreateInstanceProfile', ['DescribeInstanceProfiles']);
  const modify = useChange('ModifyInstanceProfile', ['DescribeInstanceProfiles', 'DescribeMigrationProjects']);
  const [name, setName] = useState(profile?.InstanceProfileName ?? '');
  const [description, setDescription] = useState(profile?.Description ?? '');
  const subnetGroups = useSubnetGroups();
  const offered = useNetwork();
  const [network, setNetwork] = useState<Network>(profile?.NetworkType === 'DUAL' ? 'DUAL' : 'IPV4');
  const [subnet, setSubnet] = useState(profile?.SubnetGroupIdentifier ?? '');
  const [groups, setGroups] = useState((profile?.VpcSecurityGroups ?? []).join(', '));
  const [zone, setZone] = useState(profile?.AvailabilityZone ?? '');
  const [key, setKey] = useState(profile?.KmsKeyArn ?? '');
  const [accessible, setAccessible] = useState(profile?.PubliclyAccessible ?? true);
  const [artifacts, setArtifacts] = useState(() => artifactsOf(profile ?? {}));
  const tags = useNewTags();
  const [tried, setTried] = useState(false);
  const old = profile?.InstanceProfileName;
  const title = profile === undefined ? words.create : words.modify;
  const groupsWrong = idList(groups).some((group) => !securityGroup.test(group) && !'sg-'.startsWith(group));
  const keyWrong = key.trim() !== '' && !kmsKey.test(key.trim());
  const save = async (): Promise<void> => {
    setTried(true);
    if (nameError(name) !== undefined || groupsWrong || keyWrong || !tags.valid || Object.keys(artifactErrors(artifacts, true)).length > 0) return;
    const members = { InstanceProfileName: name, NetworkType: network, Description: description.trim(), SubnetGroupIdentifier: subnet.trim(), VpcSecurityGroups: idList(groups), AvailabilityZone: zone.trim(), KmsKeyArn: key.trim(), PubliclyAccessible: accessible, ...artifactMembers(artifacts) };
    if (profile === undefined) await create.mutateAsync({ ...members, ...tags.members });
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
          <NameField value={name} onChange={setName} description={words.nameHint} tried={tried} />
          <DescriptionField value={description} onChange={setDescription} />
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">{words.networkSection}</Header>}>
        <SpaceBetween size="l">
          <FormField label={words.networkType} info={<Info topic="network" />}>
            <RadioGroup
              value={network}
              onChange={({ detail }) => setNetwork(detail.value as Network)}
              items={[
                { value: 'IPV4', label: words.network['IPV4'] ?? '', description: words.ipv4Hint },
                { value: 'DUAL', label: words.network['DUAL'] ?? '', description: words.dualHint },
              ]}
            />
          </FormField>
          <FormField label={`${words.subnetGroup} - ${resourceWords.optional}`} description={words.subnetGroupHint}>
            <Autosuggest
              value={subnet}
              onChange={({ detail }) => setSubnet(detail.value.slice(0, 255))}
              options={(subnetGroups.data ?? []).map((one) => ({ value: one.ReplicationSubnetGroupIdentifier, description: one.ReplicationSubnetGroupDescription }))}
              statusType={subnetGroups.isLoading ? 'loading' : 'finished'}
              empty={words.noSubnetGroups}
              enteredTextLabel={words.useSubnetGroup}
            />
          </FormField>
          <IdListField label={words.securityGroups} optional limit={2000} value={groups} onChange={setGroups} constraint={words.securityGroupsHint} error={groupsWrong ? words.securityGroupsWrong : undefined} placeholder="sg-0123456789abcdef0" choices={offered && securityGroupChoices(offered)} choose={awsWords.chooseSecurityGroups} />
          <ExpandableSection headerText={words.more} headerDescription={words.moreHint} defaultExpanded={zone !== '' || key !== ''}>
            <SpaceBetween size="l">
              <TextField label={words.availabilityZone} optional value={zone} onChange={setZone} limit={255} constraint={words.availabilityZoneHint} />
              <TextField label={words.kmsKey} optional value={key} onChange={setKey} limit={2048} constraint={words.kmsKeyHint} error={keyWrong ? words.kmsKeyWrong : undefined} />
              <Toggle checked={accessible} onChange={({ detail }) => setAccessible(detail.checked)} description={words.publiclyAccessibleHint}>
                {words.publiclyAccessible}
              </Toggle>
            </SpaceBetween>
          </ExpandableSection>
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">{artifactWords.section}</Header>}>
        <ArtifactFields value={artifacts} errors={artifactErrors(artifacts, tried)} byDefault="ferry" onChange={(part) => setArtifacts({ ...artifacts, ...part })} />
      </Container>
      {profile === undefined ? tags.section : null}
    </FormPage>
  );
}
