'use client';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useFollow } from './follow';
import { routes } from './routes';
import { actionItemWords, monitoringWords } from '@/words/monitoring';
import { shellWords as words } from '@/words/shell';

const sections = [
  routes.prerequisites,
  routes.subnetGroups,
  routes.instanceProfiles,
  routes.dataProviders,
  routes.secrets,
  routes.migrationProjects,
  routes.aggregatedAssessment,
  routes.jobs,
  routes.logGroups,
  routes.actionItems,
];

function activeSection(path: string): string {
  const found = sections.find((section) => path.startsWith(section));
  if (found !== undefined) return found;
  // The creation pages: `/create-data-provider` belongs to `/data-providers`.
  return sections.find((section) => path === `/create-${section.slice(1).replace(/s$/, '')}`) ?? '';
}

export function Navigation(): ReactNode {
  const path = usePathname();
  const follow = useFollow();
  return (
    <SideNavigation
      header={{ text: words.service, href: routes.home }}
      activeHref={activeSection(path)}
      onFollow={follow}
      items={[
        {
          type: 'section-group',
          title: words.section,
          items: [
            {
              type: 'section',
              text: words.subsection,
              items: [
                { type: 'link', text: words.prerequisites, href: routes.prerequisites },
                { type: 'link', text: words.subnetGroups, href: routes.subnetGroups },
                { type: 'link', text: words.instanceProfiles, href: routes.instanceProfiles },
                { type: 'link', text: words.dataProviders, href: routes.dataProviders },
                { type: 'link', text: words.secrets, href: routes.secrets },
                { type: 'link', text: words.migrationProjects, href: routes.migrationProjects },
                { type: 'link', text: words.aggregatedAssessment, href: routes.aggregatedAssessment },
              ],
            },
            {
              type: 'section',
              text: monitoringWords.section,
              items: [
                { type: 'link', text: monitoringWords.jobs.title, href: routes.jobs },
                { type: 'link', text: monitoringWords.groups.title, href: routes.logGroups },
              ],
            },
            { type: 'section', text: monitoringWords.reference, items: [{ type: 'link', text: actionItemWords.title, href: routes.actionItems }] },
          ],
        },
      ]}
    />
  );
}
