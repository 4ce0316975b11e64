'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ConnectionCheck, OperationInput, OperationOutput } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { TextField } from '@/shell/text-field';
import { connectionWords as words } from '@/words/data-providers';
import { secretWords } from '@/words/secrets';
import { SecretSelect } from '../secrets/secret-select';

type TestInput = OperationInput<'TestDataProviderConnection'>;

const indicatorOf = (check: ConnectionCheck): 'success' | 'warning' | 'error' => (check.Passed ? 'success' : check.Optional === true ? 'warning' : 'error');

/** What was tried, one after the other, each with its cure. */
export function ConnectionChecks({ result }: { readonly result: OperationOutput<'TestDataProviderConnection'> }): ReactNode {
  return (
    <Alert type={result.Successful ? 'success' : 'error'} header={result.Successful ? words.successful(result.ServerVersion) : words.failed}>
      <ul aria-label={words.checks} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {result.Checks.map((check) => (
          <li key={check.Name}>
            <StatusIndicator type={indicatorOf(check)}>
              <b>{check.Name}</b>: {check.Message}
            </StatusIndicator>
            {check.Cure === undefined || check.Passed ? null : (
              <Box padding={{ left: 'l', bottom: 'xs' }}>
                {words.cure} {check.Cure}
              </Box>
            )}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

interface TestConnectionProps {
  /** What is tested: a kept provider, or the settings of a form. */
  readonly subject: Pick<TestInput, 'DataProviderIdentifier' | 'Engine' | 'Settings'>;
  /** Why it cannot be tested yet. */
  readonly notReady?: string | undefined;
  /** The secret that the surrounding form has chosen; without it credentials are asked for here. */
  readonly secretId?: string;
  /** ARN of the role that reads it. */
  readonly role?: string;
  readonly suggestedName: string;
}

/** "Test connection": every check with its result. */
export function TestConnection({ subject, notReady, secretId, role, suggestedName }: TestConnectionProps): ReactNode {
  const test = useChange('TestDataProviderConnection', []);
  const [kind, setKind] = useState<'secret' | 'once'>('once');
  const [secret, setSecret] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const asks = secretId === undefined;
  const chosen = secretId ?? (kind === 'secret' ? secret : '');
  const credentials = asks && kind === 'once' ? { Username: username.trim(), Password: password } : chosen === '' ? {} : { SecretId: chosen, ...(role === undefined || role === '' ? {} : { SecretsManagerAccessRoleArn: role }) };
  const missing = asks ? (kind === 'secret' ? secret === '' : username.trim() === '' || password === '') : chosen === '';
  return (
    <SpaceBetween size="m">
      {asks ? (
        <SpaceBetween size="m">
          <FormField label={secretWords.credentials} description={words.credentialsHint}>
            <RadioGroup
              value={kind}
              onChange={({ detail }) => setKind(detail.value === 'secret' ? 'secret' : 'once')}
              items={[
                { value: 'once', label: words.once, description: words.onceHint },
                { value: 'secret', label: secretWords.one },
              ]}
            />
          </FormField>
          {kind === 'secret' ? (
            <SecretSelect label={secretWords.one} value={secret} suggestedName={suggestedName} onChange={setSecret} />
          ) : (
            <SpaceBetween size="m">
              <TextField label={secretWords.username} value={username} onChange={setUsername} />
              <TextField label={secretWords.password} type="password" limit={4096} value={password} onChange={setPassword} />
            </SpaceBetween>
          )}
        </SpaceBetween>
      ) : null}
      <Button formAction="none" loading={test.isPending} loadingText={words.testing} disabled={notReady !== undefined || missing} disabledReason={notReady ?? words.credentialsMissing} onClick={() => test.mutate({ ...subject, ...credentials })}>
        {words.test}
      </Button>
      <div aria-live="polite">
        {test.isError ? <Alert type="error">{test.error.message}</Alert> : null}
        {test.data === undefined || test.isPending ? null : <ConnectionChecks result={test.data} />}
      </div>
    </SpaceBetween>
  );
}
