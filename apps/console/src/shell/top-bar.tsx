'use client';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useAppearance } from './appearance';
import { routes } from './routes';
import { SearchBox } from './search-box';
import { shellWords as words } from '@/words/shell';
import { personWords } from '@/words/work-queue';

const PersonModal = dynamic(() => import('./person').then((module) => module.PersonModal), { ssr: false });

export function TopBar({ onHelp }: { readonly onHelp: () => void }): ReactNode {
  const router = useRouter();
  const appearance = useAppearance();
  const [naming, setNaming] = useState(false);
  const choose = (id: string): void => {
    if (id === 'person') {
      setNaming(true);
      return;
    }
    if (id === 'light' || id === 'dark') appearance.set({ ...appearance, dark: id === 'dark' });
    else appearance.set({ ...appearance, compact: id === 'compact' });
  };
  const check = (chosen: boolean): { iconName: 'check' } | Record<string, never> => (chosen ? { iconName: 'check' } : {});
  return (
    <>
      <TopNavigation
        identity={{
          href: routes.home,
          title: words.product,
          onFollow: (event) => {
            event.preventDefault();
            router.push(routes.home);
          },
        }}
        search={<SearchBox />}
        utilities={[
          { type: 'button', iconName: 'status-info', text: words.help, ariaLabel: words.help, onClick: onHelp, disableUtilityCollapse: true },
          {
            type: 'button',
            text: appearance.dark ? words.lightMode : words.darkMode,
            onClick: () => choose(appearance.dark ? 'light' : 'dark'),
          },
          {
            type: 'menu-dropdown',
            iconName: 'settings',
            ariaLabel: words.appearance,
            title: words.appearance,
            onItemClick: ({ detail }) => choose(detail.id),
            items: [
              { id: 'light', text: words.lightMode, ...check(!appearance.dark) },
              { id: 'dark', text: words.darkMode, ...check(appearance.dark) },
              { id: 'comfortable', text: words.comfortable, ...check(!appearance.compact) },
              { id: 'compact', text: words.compact, ...check(appearance.compact) },
              { id: 'person', text: personWords.title },
            ],
          },
        ]}
      />
      {naming ? <PersonModal onClose={() => setNaming(false)} /> : null}
    </>
  );
}
