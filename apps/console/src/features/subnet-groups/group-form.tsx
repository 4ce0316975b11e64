'use client';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { subnetGroupName, subnetId } from '@ferry/contract';
import type { SubnetGroup } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { FormPage } from '@/shell/form-page';
import { useNotify } from '@/shell/notifications';
import { routes } from '@/shell/routes';
import { TextField } from '@/shell/text-field';
import { awsWords } from '@/words/aws';
import { resourceWords } from '@/words/resources';
import { groupWords as words } from '@/words/subnet-groups';
import { IdField, IdListField } from '../aws/id-fields';
import { idList, subnetChoices, useNetwork, vpcChoices } from '../aws/network';
import { useNewTags } from '../tags/new-tags';

const vpc = /^vpc-[0-9a-f]+$/;

interface Typed {
  readonly name: string;
  readonly description: string;
  readonly vpc: string;
  readonly subnets: string;
}

/** What is wrong with what was typed; what is only missing yet is told once a person tried to save. */
function errorsOf(typed: Typed, tried: boolean): Partial<Record<keyof Typed, string>> {
  const ids = idList(typed.subnets);
  const missing = (text: string): boolean => tried && text.trim() === '';
  const wrong = ids.some((id) => !subnetId.safeParse(id).success && !'subnet-'.startsWith(id)) || new Set(ids).size < ids.length;
  return {
    ...(missing(typed.name) ? { name: resourceWords.nameNeeded } : typed.name !== '' && !subnetGroupName.safeParse(typed.name).success ? { name: words.nameWrong } : {}),
    ...(missing(typed.description) ? { description: words.descriptionNeeded } : {}),
    ...(typed.vpc !== '' && !vpc.test(typed.vpc) && !'vpc-'.startsWith(typed.vpc) ? { vpc: words.vpcWrong } : {}),
    ...(wrong ? { subnets: words.subnetsWrong } : tried && ids.length < 2 ? { subnets: words.subnetsFew } : {}),
  };
}

/** Creates a subnet group, or modifies `group`. */
export function SubnetGroupForm({ group }: { readonly group?: SubnetGroup }): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const create = useChange('CreateReplicationSubnetGroup', ['DescribeReplicationSubnetGroups']);
  const modify = useChange('ModifyReplicationSubnetGroup', ['DescribeReplicationSubnetGroups']);
  const old = group?.ReplicationSubnetGroupIdentifier;
  const [typed, setTyped] = useState<Typed>({
    name: old ?? '',
    description: group?.ReplicationSubnetGroupDescription ?? '',
    vpc: group?.VpcId ?? '',
    subnets: (group?.Subnets ?? []).map((subnet) => subnet.SubnetIdentifier).join(', '),
  });
  const tags = useNewTags();
  const network = useNetwork();
  const [tried, setTried] = useState(false);
  const errors = errorsOf(typed, tried);
  const change = (part: Partial<Typed>): void => setTyped((before) => ({ ...before, ...part }));
  const title = old === undefined ? words.create : words.modify;
  const save = async (): Promise<void> => {
    setTried(true);
    if (Object.keys(errorsOf(typed, true)).length > 0 || !tags.valid) return;
    const members = { ReplicationSubnetGroupDescription: typed.description.trim(), SubnetIds: idList(typed.subnets), ...(typed.vpc.trim() === '' ? {} : { VpcId: typed.vpc.trim() }) };
    const name = old ?? typed.name.toLowerCase();
    if (old === undefined) await create.mutateAsync({ ReplicationSubnetGroupIdentifier: name, ...members, ...tags.members });
    else await modify.mutateAsync({ ReplicationSubnetGroupIdentifier: old, ...members });
    notify({ type: 'success', header: old === undefined ? words.created(name) : words.modified(name) });
    router.push(routes.subnetGroup(name));
  };
  return (
    <FormPage
      title={title}
      description={words.description}
      crumbs={[
        { text: words.title, href: routes.subnetGroups },
        ...(old === undefined ? [] : [{ text: old, href: routes.subnetGroup(old) }]),
        { text: title, href: old === undefined ? routes.createSubnetGroup : routes.modifySubnetGroup(old) },
      ]}
      back={old === undefined ? routes.subnetGroups : routes.subnetGroup(old)}
      submit={old === undefined ? words.create : resourceWords.saveChanges}
      onSubmit={save}
    >
      <Container header={<Header variant="h2">{words.details}</Header>}>
        <SpaceBetween size="l">
          <TextField label={resourceWords.name} value={typed.name} disabled={old !== undefined} error={errors.name} constraint={words.nameHint} onChange={(name) => change({ name })} />
          <TextField label={resourceWords.description} value={typed.description} error={errors.description} onChange={(description) => change({ description })} />
          <IdField label={words.vpc} optional value={typed.vpc} error={errors.vpc} constraint={words.vpcHint} placeholder="vpc-0123456789abcdef0" choices={network && vpcChoices(network)} choose={awsWords.chooseVpc} onChange={(value) => change({ vpc: value })} />
          <IdListField label={words.subnets} limit={4000} value={typed.subnets} error={errors.subnets} constraint={words.subnetsHint} placeholder="subnet-0123456789abcdef0, subnet-0fedcba9876543210" choices={network && subnetChoices(network, typed.vpc)} choose={awsWords.chooseSubnets} onChange={(subnets) => change({ subnets })} />
        </SpaceBetween>
      </Container>
      {old === undefined ? tags.section : null}
    </FormPage>
  );
}
