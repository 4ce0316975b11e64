'use client';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import type { OperationOutput } from '@ferry/contract';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { awsWords as words } from '@/words/aws';
import { resourceWords } from '@/words/resources';
import { searched } from './network';

export type RdsInstance = OperationOutput<'DescribeRdsInstances'>['Instances'][number];

/** RDS and Aurora instances of an engine to choose from; nothing where AWS does not tell: then the address is typed. */
export function RdsPicker({ engine, server, onPick }: { readonly engine: string; readonly server: string; readonly onPick: (instance: RdsInstance) => void }): ReactNode {
  const { data } = useOperation('DescribeRdsInstances', {});
  if (data?.Available !== true) return null;
  const instances = data.Instances.filter((one) => one.Engine === engine);
  const options = instances.map(({ Identifier, RdsEngine, EngineVersion, ServerName }) => ({ value: Identifier, label: Identifier, description: `${RdsEngine} ${EngineVersion}`, labelTag: ServerName }));
  const chosen = instances.find((one) => one.ServerName === server);
  return (
    <FormField label={`${words.instance} - ${resourceWords.optional}`} description={words.instanceHint}>
      <Select
        selectedOption={options.find(({ value }) => value === chosen?.Identifier) ?? null}
        options={options}
        placeholder={words.chooseInstance}
        {...searched(words.findInstance, words.noInstance)}
        onChange={({ detail }) => {
          const picked = instances.find((one) => one.Identifier === detail.selectedOption.value);
          if (picked !== undefined) onPick(picked);
        }}
      />
    </FormField>
  );
}
