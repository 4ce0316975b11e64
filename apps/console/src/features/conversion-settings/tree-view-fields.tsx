'use client';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Box from '@cloudscape-design/components/box';
import Toggle from '@cloudscape-design/components/toggle';
import type { Origin } from '@ferry/contract';
import type { ReactNode } from 'react';
import { TextField } from '@/shell/text-field';
import { treeViewWords as words } from '@/words/conversion-settings';
import type { TreeSettings } from '../schema-conversion/tree/tree-settings';

export type TreeViews = Readonly<Record<Origin, TreeSettings>>;
const origins: readonly Origin[] = ['SOURCE', 'TARGET'];

/** The section "Tree view" of the settings: what each tree leaves out. */
export function TreeViewFields({ value, onChange }: { readonly value: TreeViews; readonly onChange: (value: TreeViews) => void }): ReactNode {
  return (
    <Container
      header={
        <Header variant="h2" description={words.description}>
          {words.title}
        </Header>
      }
    >
      <ColumnLayout columns={2}>
        {origins.map((origin) => {
          const change = (part: Partial<TreeSettings>): void => onChange({ ...value, [origin]: { ...value[origin], ...part } });
          return (
            <section key={origin} aria-label={words.side[origin]}>
              <SpaceBetween size="l">
                <Box variant="h3">{words.side[origin]}</Box>
                <Toggle checked={value[origin].hideEmptySchemas} onChange={({ detail }) => change({ hideEmptySchemas: detail.checked })}>
                  {words.hideEmpty}
                </Toggle>
                {origin === 'TARGET' ? null : (
                  <Toggle checked={value[origin].hideEmptyDatabases === true} onChange={({ detail }) => change({ hideEmptyDatabases: detail.checked })}>
                    {words.hideEmptyDatabases}
                  </Toggle>
                )}
                <TextField label={words.hidden} optional limit={2000} value={value[origin].hidden} onChange={(hidden) => change({ hidden })} constraint={words.hiddenHint} />
              </SpaceBetween>
            </section>
          );
        })}
      </ColumnLayout>
    </Container>
  );
}
