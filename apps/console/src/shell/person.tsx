'use client';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { personWords as words } from '@/words/work-queue';
import { ConfirmModal } from './confirm-modal';
import { useStored } from './stored';

/** What the person at this browser calls themselves: it stands beside what they change. Ferry knows no accounts. */
export const usePerson = (): [string, (name: string) => void] => useStored('person', '');

/** Members of an operation's input that tell who asks; none when nobody said. */
export const saidBy = <K extends string>(member: K, person: string): { [key in K]?: string } => (person.trim() === '' ? {} : ({ [member]: person.trim().slice(0, 100) } as { [key in K]: string }));

/** Asks for that name. */
export function PersonModal({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [person, setPerson] = usePerson();
  const [name, setName] = useState(person);
  return (
    <ConfirmModal title={words.title} confirm={words.save} onConfirm={() => Promise.resolve(setPerson(name.trim().slice(0, 100)))} onClose={onClose}>
      <FormField label={words.title} description={words.hint}>
        <Input value={name} onChange={({ detail }) => setName(detail.value)} autoFocus autoComplete={false} />
      </FormField>
    </ConfirmModal>
  );
}
