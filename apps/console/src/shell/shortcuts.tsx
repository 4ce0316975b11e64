'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { shortcutWords as words } from '@/words/shortcuts';
import { routes } from './routes';
import { useStored } from './stored';

type Shortcuts = Readonly<Record<string, () => void>>;
/** Milliseconds between the two keys of one shortcut. */
const patience = 1_000;

/** Keys that are typed into something, or while a dialog is open, are no shortcuts. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  const field = target?.closest('input, textarea, select, [contenteditable], [role=tree], [role=menu], [role=listbox], [role=combobox]') ?? null;
  return field !== null || document.querySelector('[role=dialog]') !== null;
}

/** Shortcuts of one key (`s`) or of two, one after the other (`g p`). A person can turn them off, as WCAG 2.1.4 asks. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const [enabled] = useStored('shortcuts', true);
  const known = useRef(shortcuts);
  known.current = shortcuts;
  const before = useRef({ key: '', at: 0 });
  useEffect(() => {
    if (!enabled) return undefined;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
      const first = event.timeStamp - before.current.at < patience ? before.current.key : '';
      before.current = { key: event.key, at: event.timeStamp };
      const run = known.current[`${first} ${event.key}`] ?? known.current[event.key];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [enabled]);
}

/** The shortcuts that hold everywhere, and the list of all of them. */
export function GlobalShortcuts(): ReactNode {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [enabled, setEnabled] = useStored('shortcuts', true);
  useShortcuts({
    '?': () => setOpen(true),
    'g p': () => router.push(routes.migrationProjects),
    'g d': () => router.push(routes.dataProviders),
    'g i': () => router.push(routes.instanceProfiles),
    'g s': () => router.push(routes.secrets),
    'g j': () => router.push(routes.jobs),
    'g l': () => router.push(routes.logGroups),
    'g a': () => router.push(routes.actionItems),
  });
  if (!open) return null;
  return (
    <Modal
      visible
      size="large"
      header={words.title}
      closeAriaLabel={words.close}
      onDismiss={() => setOpen(false)}
      footer={
        <Box float="right">
          <Button onClick={() => setOpen(false)}>{words.close}</Button>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          {words.groups.map((group) => (
            <section key={group.title} aria-label={group.title}>
              <Box variant="h3">{group.title}</Box>
              <dl className="ferry-keys">
                {group.rows.map((row) => (
                  <div key={row.text}>
                    <dt>
                      {row.keys.map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dt>
                    <dd>{row.text}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </ColumnLayout>
        <Toggle checked={enabled} onChange={({ detail }) => setEnabled(detail.checked)} description={words.enabledText}>
          {words.enabled}
        </Toggle>
      </SpaceBetween>
    </Modal>
  );
}
