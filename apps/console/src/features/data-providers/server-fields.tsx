'use client';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { ReactNode } from 'react';
import { TextField } from '@/shell/text-field';
import { providerWords as words, sslLabels } from '@/words/data-providers';
import { resourceWords } from '@/words/resources';
import { RdsPicker } from '../aws/rds-picker';
import { needsCertificate, sslModes } from './server-address';
import type { AddressErrors, ServerAddress } from './server-address';

interface ServerFieldsProps {
  /** AWS's word for the engine, to choose an instance of RDS by. */
  readonly engine: string;
  readonly value: ServerAddress;
  readonly errors: AddressErrors;
  readonly onChange: (part: Partial<ServerAddress>) => void;
}

/** Where a database server is. Never its credentials: those belong to the migration project. */
export function ServerFields({ engine, value, errors, onChange }: ServerFieldsProps): ReactNode {
  const options = sslModes.map((mode) => ({ value: mode, label: mode, description: sslLabels[mode] }));
  return (
    <SpaceBetween size="l">
      <RdsPicker engine={engine} server={value.serverName} onPick={({ ServerName, Port, DatabaseName }) => onChange({ serverName: ServerName, port: String(Port), ...(DatabaseName === undefined ? {} : { databaseName: DatabaseName }) })} />
      <TextField label={words.serverName} value={value.serverName} onChange={(serverName) => onChange({ serverName })} description={words.serverNameHint} error={errors.serverName} />
      <TextField label={words.port} value={value.port} onChange={(port) => onChange({ port })} error={errors.port} limit={5} />
      <TextField label={words.databaseName} value={value.databaseName} onChange={(databaseName) => onChange({ databaseName })} error={errors.databaseName} limit={128} />
      <FormField label={words.sslMode} description={words.sslHint}>
        <Select selectedOption={options.find((one) => one.value === value.sslMode) ?? null} options={options} onChange={({ detail }) => onChange({ sslMode: sslModes.find((mode) => mode === detail.selectedOption.value) ?? value.sslMode })} />
      </FormField>
      {needsCertificate(value.sslMode) ? (
        <FormField label={`${words.certificate} - ${resourceWords.optional}`} description={words.certificateHint} errorText={errors.certificate}>
          <Textarea value={value.certificate} rows={6} spellcheck={false} placeholder="-----BEGIN CERTIFICATE-----" onChange={({ detail }) => onChange({ certificate: detail.value.slice(0, 65_536) })} />
        </FormField>
      ) : null}
    </SpaceBetween>
  );
}
