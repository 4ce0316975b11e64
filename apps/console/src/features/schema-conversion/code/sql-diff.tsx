'use client';
import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import styles from './code-pane.module.css';
import { sqlLanguage } from './sql-language';
import { sqlTheme } from './sql-setup';

interface SqlDiffProps {
  readonly before: { readonly label: string; readonly text: string };
  readonly after: { readonly label: string; readonly text: string };
}

/** Two texts side by side, with what differs marked. */
export function SqlDiff({ before, after }: SqlDiffProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const side = ({ label, text }: SqlDiffProps['before']): { doc: string; extensions: Extension } => ({
      doc: text,
      extensions: [lineNumbers(), sqlLanguage(), sqlTheme, EditorView.lineWrapping, EditorState.readOnly.of(true), EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' })],
    });
    const made = new MergeView({ parent: host.current, a: side(before), b: side(after), collapseUnchanged: { margin: 4, minSize: 8 } });
    return () => made.destroy();
  }, [before, after]);
  return (
    <div className={styles['diff']}>
      <div className={styles['diff-heads']}>
        <h3>{before.label}</h3>
        <h3>{after.label}</h3>
      </div>
      <div ref={host} className={styles['diff-body']} />
    </div>
  );
}
