'use client';
import AppLayoutToolbar from '@cloudscape-design/components/app-layout-toolbar';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFollow } from './follow';
import { Help, useHelp } from './help';
import { Navigation } from './navigation';
import { NotificationBar } from './notifications';
import { usePageFrame } from './page';
import { routes } from './routes';
import { GlobalShortcuts } from './shortcuts';
import { useStored } from './stored';
import { TopBar } from './top-bar';
import { shellWords as words } from '@/words/shell';

/** The frame of every page: top bar, side navigation, breadcrumbs, notifications, help. */
export function ConsoleFrame({ children }: { readonly children: ReactNode }): ReactNode {
  const frame = usePageFrame();
  const follow = useFollow();
  const [navigationOpen, setNavigationOpen] = useStored('navigation-open', true);
  // Pages that fill the window begin with the navigation folded away.
  const [fillOpen, setFillOpen] = useState(false);
  const help = useHelp();
  return (
    <>
      <div id="top-bar">
        <TopBar onHelp={() => help.show('overview')} />
      </div>
      <AppLayoutToolbar
        headerSelector="#top-bar"
        contentType={frame.contentType}
        navigation={<Navigation />}
        navigationOpen={frame.fill ? fillOpen : navigationOpen}
        onNavigationChange={({ detail }) => (frame.fill ? setFillOpen(detail.open) : setNavigationOpen(detail.open))}
        breadcrumbs={<BreadcrumbGroup ariaLabel={words.breadcrumbs} items={[{ text: words.product, href: routes.home }, ...frame.crumbs]} onFollow={follow} />}
        notifications={<NotificationBar />}
        stickyNotifications
        tools={<Help />}
        toolsOpen={help.open}
        onToolsChange={({ detail }) => help.setOpen(detail.open)}
        disableContentPaddings={frame.fill}
        {...(frame.fill ? { maxContentWidth: Number.MAX_VALUE } : {})}
        content={children}
      />
      <GlobalShortcuts />
    </>
  );
}
