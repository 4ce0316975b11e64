import '@cloudscape-design/global-styles/index.css';
import '@/shell/theme.css';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '@/shell/providers';
import { shellWords } from '@/words/shell';

export const metadata: Metadata = { applicationName: shellWords.product };

export default async function Layout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  const kept = await cookies();
  const appearance = { dark: kept.get('ferry-mode')?.value === 'dark', compact: kept.get('ferry-density')?.value === 'compact' };
  const classes = [appearance.dark ? 'awsui-dark-mode' : '', appearance.compact ? 'awsui-compact-mode' : ''].join(' ').trim();
  return (
    <html lang="en">
      <body className={classes}>
        <Providers appearance={appearance}>{children}</Providers>
      </body>
    </html>
  );
}
