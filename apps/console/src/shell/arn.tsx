'use client';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import type { ReactNode } from 'react';

export function Arn({ value }: { readonly value: string }): ReactNode {
  return <CopyToClipboard variant="inline" textToCopy={value} copyButtonAriaLabel="Copy ARN" copySuccessText="ARN copied" copyErrorText="ARN was not copied" />;
}
