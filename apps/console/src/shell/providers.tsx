'use client';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { createQueryClient } from '@/api/query-client';
import { AppearanceProvider } from './appearance';
import type { Appearance } from './appearance';
import { ConsoleFrame } from './console-frame';
import { HelpProvider } from './help';
import { NotificationsProvider } from './notifications';
import { PageFrameProvider } from './page';

export function Providers({ appearance, children }: { readonly appearance: Appearance; readonly children: ReactNode }): ReactNode {
  const [client] = useState(createQueryClient);
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={client}>
        <AppearanceProvider first={appearance}>
          <NotificationsProvider>
            <PageFrameProvider>
              <HelpProvider>
                <ConsoleFrame>{children}</ConsoleFrame>
              </HelpProvider>
            </PageFrameProvider>
          </NotificationsProvider>
        </AppearanceProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}
