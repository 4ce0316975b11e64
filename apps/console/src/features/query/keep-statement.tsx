'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { rootPath, selectPaths } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange, useOperation } from '@/api/hooks';
import { ConfirmModal } from '@/shell/confirm-modal';
import { useNotify } from '@/shell/notifications';
import { routes } from '@/shell/routes';
import { statementWords as words } from '@/words/statements';

/** Keeps a script as a named statement of a schema. */
export function KeepStatement({ project, script, onClose }: { readonly project: string; readonly script: string; readonly onClose: () => void }): ReactNode {
  const notify = useNotify();
  const router = useRouter();
  const change = useChange('StartMetadataModelCreation', ['DescribeRequests', 'DescribeJobs']);
  const found = useOperation('SearchMetadataModel', { MigrationProjectIdentifier: project, Origin: 'SOURCE', Kinds: ['SCHEMA'], MaxRecords: 1000 });
  const schemas = (found.data?.MetadataModels ?? []).map((one) => ({ value: one.Path ?? '', label: one.MetadataModelName }));
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const [schema, setSchema] = useState<string>();
  const chosen = schemas.find((one) => one.value === schema) ?? schemas.find((one) => one.label.toLowerCase() === 'dbo') ?? schemas[0];
  const keep = async (): Promise<boolean> => {
    setTried(true);
    if (name.trim() === '') return false;
    await change.mutateAsync({ MigrationProjectIdentifier: project, SelectionRules: selectPaths([chosen?.value ?? rootPath]), MetadataModelName: name.trim(), Properties: { StatementProperties: { Definition: script } } });
    notify({ type: 'success', header: words.started(name.trim()), content: words.startedText, action: <Button onClick={() => router.push(routes.schemaConversion(project))}>{words.open}</Button> });
    return true;
  };
  return (
    <ConfirmModal title={words.keepTitle} confirm={words.keepConfirm} onConfirm={keep} onClose={onClose}>
      <Box>{words.keepText}</Box>
      <FormField label={words.name} constraintText={words.nameHint} {...(tried && name.trim() === '' ? { errorText: words.nameNeeded } : {})}>
        <Input value={name} onChange={({ detail }) => setName(detail.value)} autoFocus autoComplete={false} />
      </FormField>
      <FormField label={words.schema} constraintText={words.schemaHint}>
        <Select options={schemas} selectedOption={chosen ?? null} statusType={found.isLoading ? 'loading' : 'finished'} onChange={({ detail }) => setSchema(detail.selectedOption.value)} />
      </FormField>
    </ConfirmModal>
  );
}
