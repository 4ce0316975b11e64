'use client';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { Secret } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { FormPage } from '@/shell/form-page';
import { useNotify } from '@/shell/notifications';
import { Loaded } from '@/shell/resource-loaded';
import { routes } from '@/shell/routes';
import { resourceWords } from '@/words/resources';
import { secretWords as words } from '@/words/secrets';
import { useSecret } from './hooks';
import { SecretFields, secretErrors } from './secret-fields';

/** Creates a secret, or modifies `secret`. */
export function SecretFormPage({ secret }: { readonly secret?: Secret }): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const create = useChange('CreateSecret', ['DescribeSecrets']);
  const update = useChange('UpdateSecret', ['DescribeSecrets']);
  const [form, setForm] = useState({ name: secret?.Name ?? '', username: secret?.Username ?? '', password: '' });
  const [tried, setTried] = useState(false);
  const kept = secret !== undefined;
  const title = kept ? words.modify : words.create;
  const save = async (): Promise<void> => {
    setTried(true);
    if (Object.keys(secretErrors(form, true, kept)).length > 0) return;
    const members = { Name: form.name, Username: form.username.trim() };
    if (secret === undefined) await create.mutateAsync({ ...members, Password: form.password });
    else await update.mutateAsync({ SecretId: secret.SecretId, ...members, ...(form.password === '' ? {} : { Password: form.password }) });
    notify({ type: 'success', header: kept ? words.modified(form.name) : words.created(form.name) });
    router.push(routes.secrets);
  };
  return (
    <FormPage
      title={title}
      description={words.description}
      crumbs={[
        { text: words.title, href: routes.secrets },
        { text: title, href: secret === undefined ? routes.createSecret : routes.modifySecret(secret.Name) },
      ]}
      back={routes.secrets}
      submit={kept ? resourceWords.saveChanges : words.create}
      onSubmit={save}
    >
      <Container header={<Header variant="h2">{words.credentials}</Header>}>
        <SecretFields value={form} errors={secretErrors(form, tried, kept)} kept={kept} onChange={(part) => setForm({ ...form, ...part })} />
      </Container>
    </FormPage>
  );
}

export function ModifySecretPage({ name }: { readonly name: string }): ReactNode {
  return (
    <Loaded query={useSecret(name)} kind={words.one} missing={words.missing(name)}>
      {(secret) => <SecretFormPage secret={secret} />}
    </Loaded>
  );
}
