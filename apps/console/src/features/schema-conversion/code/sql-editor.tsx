'use client';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { basicSetup } from 'codemirror';
import { sqlLanguage } from './sql-language';
import { itemGutter, sqlTheme } from './sql-setup';
import type { LineMarker } from './sql-setup';

interface SqlEditorProps {
  readonly label: string;
  /** The text to begin with; later changes of it are taken over only when they did not come from here. */
  readonly text: string;
  readonly markers: readonly LineMarker[];
  /** A line to bring into sight; a new object shows it again. */
  readonly jump: { readonly line: number } | undefined;
  readonly onChange: (text: string) => void;
  /** Ctrl+S. */
  readonly onSave: () => void;
}

/** Code to change. Tab leaves the editor, as CodeMirror has it for keyboards. */
export function SqlEditor({ label, text, markers, jump, onChange, onSave }: SqlEditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const gutterPart = useRef(new Compartment());
  const first = useRef(text);
  const calls = useRef({ onChange, onSave });
  calls.current = { onChange, onSave };

  useEffect(() => {
    if (host.current === null) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          gutterPart.current.of([]),
          keymap.of([
            {
              key: 'Mod-s',
              run: () => {
                calls.current.onSave();
                return true;
              },
            },
          ]),
          basicSetup,
          sqlLanguage(),
          sqlTheme,
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) calls.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    made.focus();
    return () => {
      made.destroy();
      view.current = undefined;
    };
  }, [label]);

  useEffect(() => {
    const now = view.current;
    if (now === undefined || now.state.doc.toString() === text.replaceAll('\r\n', '\n')) return;
    now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    const now = view.current;
    now?.dispatch({ effects: gutterPart.current.reconfigure(itemGutter(now.state, markers)) });
  }, [markers]);

  useEffect(() => {
    const now = view.current;
    if (now === undefined || jump === undefined || jump.line > now.state.doc.lines) return;
    const at = now.state.doc.line(jump.line);
    now.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: 'center' }) });
    now.focus();
  }, [jump]);

  return <div ref={host} style={{ blockSize: '100%', minBlockSize: 0 }} />;
}
