'use client';
import type { Secret } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { ConfirmModal } from '@/shell/confirm-modal';
import { useNotify } from '@/shell/notifications';
import { secretWords as words } from '@/words/secrets';
import { SecretFields, secretErrors } from './secret-fields';

/** Makes a secret without leaving the form that needs it. */
export function SecretModal({ name, onCreated, onClose }: { readonly name: string; readonly onCreated: (secret: Secret) => void; readonly onClose: () => void }): ReactNode {
  const notify = useNotify();
  const create = useChange('CreateSecret', ['DescribeSecrets']);
  const [form, setForm] = useState({ name, username: '', password: '' });
  const [tried, setTried] = useState(false);
  const run = async (): Promise<false | undefined> => {
    setTried(true);
    if (Object.keys(secretErrors(form, true, false)).length > 0) return false;
    const made = await create.mutateAsync({ Name: form.name, Username: form.username.trim(), Password: form.password });
    notify({ type: 'success', header: words.created(made.Secret.Name) });
    onCreated(made.Secret);
    return undefined;
  };
  return (
    <ConfirmModal title={words.create} confirm={words.create} onConfirm={run} onClose={onClose}>
      <SecretFields value={form} errors={secretErrors(form, tried, false)} kept={false} onChange={(part) => setForm({ ...form, ...part })} />
    </ConfirmModal>
  );
}
