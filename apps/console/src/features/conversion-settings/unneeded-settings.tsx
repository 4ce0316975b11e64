'use client';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { SettingDefinition } from '@ferry/contract';
import type { ReactNode } from 'react';
import { settingsWords as words } from '@/words/conversion-settings';

/** What DMS Schema Conversion offers and nothing here depends on, with the reason. */
export function UnneededSettings({ settings }: { readonly settings: readonly SettingDefinition[] }): ReactNode {
  const unneeded = settings.filter((setting) => setting.WithoutEffect !== undefined);
  if (unneeded.length === 0) return null;
  return (
    <Container
      header={
        <Header variant="h2" description={words.unneededText}>
          {words.unneeded}
        </Header>
      }
    >
      <ExpandableSection headerText={words.unneededCount(unneeded.length)}>
        <KeyValuePairs columns={1} items={unneeded.map((setting) => ({ label: setting.DmsKey === undefined ? setting.Label : `${setting.Label} (${setting.DmsKey})`, value: setting.WithoutEffect }))} />
      </ExpandableSection>
    </Container>
  );
}
