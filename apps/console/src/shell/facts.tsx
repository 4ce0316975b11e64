'use client';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import type { ReactNode } from 'react';

interface FactsProps {
  readonly title: string;
  readonly items: readonly KeyValuePairsProps.Item[];
  readonly columns?: number;
  readonly actions?: ReactNode;
}

/** A box of labels and values on a details page. */
export function Facts({ title, items, columns = 3, actions }: FactsProps): ReactNode {
  return (
    <Container
      header={
        <Header variant="h2" actions={actions}>
          {title}
        </Header>
      }
    >
      <KeyValuePairs columns={columns} items={[...items]} />
    </Container>
  );
}
