'use client';
import Flashbar from '@cloudscape-design/components/flashbar';
import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { shellWords } from '@/words/shell';

export interface Notification {
  readonly type: 'success' | 'error' | 'warning' | 'info' | 'in-progress';
  readonly header: string;
  readonly content?: ReactNode;
  readonly action?: ReactNode;
  /** Replaces the notification that has the same id. */
  readonly id?: string;
}

interface Notifications {
  readonly notify: (notification: Notification) => void;
  readonly items: readonly FlashbarProps.MessageDefinition[];
}

const Context = createContext<Notifications>({ notify: () => undefined, items: [] });
let counter = 0;
/** Milliseconds after which what asks for nothing makes room again. */
const shownFor: Readonly<Partial<Record<Notification['type'], number>>> = { success: 8_000, info: 20_000 };

export function NotificationsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [items, setItems] = useState<readonly FlashbarProps.MessageDefinition[]>([]);
  const notify = useCallback((notification: Notification) => {
    counter += 1;
    const id = notification.id ?? `notification-${counter}`;
    const item: FlashbarProps.MessageDefinition = {
      id,
      type: notification.type,
      loading: notification.type === 'in-progress',
      header: notification.header,
      content: notification.content,
      action: notification.action,
      dismissible: true,
      dismissLabel: shellWords.dismiss,
      ariaRole: notification.type === 'error' ? 'alert' : 'status',
      onDismiss: () => setItems((before) => before.filter((other) => other.id !== id)),
    };
    setItems((before) => [item, ...before.filter((other) => other.id !== id)].slice(0, 5));
    const time = notification.action === undefined ? shownFor[notification.type] : undefined;
    if (time !== undefined) setTimeout(() => setItems((before) => before.filter((other) => other !== item)), time);
  }, []);
  const value = useMemo(() => ({ notify, items }), [notify, items]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** Tells the person something at the top of the page; it stays over a change of page. */
export const useNotify = (): Notifications['notify'] => useContext(Context).notify;

export function NotificationBar(): ReactNode {
  const { items } = useContext(Context);
  return <Flashbar items={[...items]} stackItems />;
}

export const useNotificationCount = (): number => useContext(Context).items.length;
