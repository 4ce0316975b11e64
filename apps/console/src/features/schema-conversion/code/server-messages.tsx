'use client';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { CodeMessage, OperationOutput } from '@ferry/contract';
import type { ReactNode } from 'react';
import { editWords as words, proofLabels } from '@/words/schema-conversion';
import styles from './code-pane.module.css';

type Checked = Pick<OperationOutput<'CheckTargetCode'>, 'Proof' | 'Messages'>;

interface ServerMessagesProps {
  readonly checked: Checked;
  readonly onLine: (line: number) => void;
  readonly onObject: (path: string) => void;
}

function Message({ message, onLine, onObject }: Omit<ServerMessagesProps, 'checked'> & { readonly message: CodeMessage }): ReactNode {
  const { Line, Path } = message;
  return (
    <li>
      <StatusIndicator type={message.Severity}>
        {message.Message}
        {message.SqlState === undefined ? '' : ` (${message.SqlState})`}
        {Path === undefined ? null : (
          <>
            {' '}
            <Link onFollow={() => onObject(Path)}>{words.showObject(message.ObjectName ?? '')}</Link>
          </>
        )}
        {Line === undefined || message.ObjectName !== undefined ? null : (
          <>
            {' '}
            <Link onFollow={() => onLine(Line)}>{words.line(Line)}</Link>
          </>
        )}
      </StatusIndicator>
      {message.Detail === undefined ? null : <p>{words.detail(message.Detail)}</p>}
      {message.Hint === undefined ? null : <p>{words.hint(message.Hint)}</p>}
    </li>
  );
}

/** What a real server said of the text. */
export function ServerMessages({ checked, onLine, onObject }: ServerMessagesProps): ReactNode {
  const { Proof, Messages } = checked;
  const refused = Messages.some((message) => message.Severity === 'error');
  return (
    <div className={styles['messages']} role="region" aria-label={words.checkResult} tabIndex={0} aria-live="polite">
      <ul>
        <li>
          <StatusIndicator type={refused ? 'error' : 'success'}>
            {refused ? words.refused : words.accepted} {words.proofIs(proofLabels[Proof.Level], Proof.By)}
          </StatusIndicator>
        </li>
        {Messages.map((message, index) => (
          <Message key={index} message={message} onLine={onLine} onObject={onObject} />
        ))}
      </ul>
    </div>
  );
}
