'use client';
import { EditorState, Compartment, RangeSetBuilder } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { basicSetup } from 'codemirror';
import { codeTips } from './code-tips';
import type { CodeTip } from './code-tip';
import type { Span } from './links';
import { sqlLanguage } from './sql-language';
import { itemGutter, sqlTheme } from './sql-setup';
import type { LineMarker } from './sql-setup';

interface SqlViewProps {
  readonly label: string;
  readonly text: string;
  readonly markers: readonly LineMarker[];
  /** The piece that belongs to the place chosen in the other code. */
  readonly linked: Span | undefined;
  /** Whether to bring the linked piece into sight: not in the code where it was chosen. */
  readonly follow: boolean;
  /** Breaks lines that do not fit, where two codes share the width. */
  readonly wrap: boolean;
  /** A line to bring into sight. */
  readonly line: number | undefined;
  /** The place of the cursor, when a person moved it. */
  readonly onPlace: (offset: number) => void;
  /** The place that the mouse rests on; undefined when it has left. */
  readonly onHover?: (offset: number | undefined) => void;
  /** What is told of the place that the mouse rests on. */
  readonly tipAt?: (offset: number) => CodeTip | undefined;
}

function linkedLines(state: EditorState, linked: Span | undefined): ReturnType<typeof EditorView.decorations.of> {
  if (linked === undefined || linked.start >= state.doc.length + 1) return EditorView.decorations.of(Decoration.none);
  const builder = new RangeSetBuilder<Decoration>();
  const last = state.doc.lineAt(Math.max(linked.start, Math.min(linked.end - 1, state.doc.length))).number;
  for (let number = state.doc.lineAt(linked.start).number; number <= last; number++) {
    const { from } = state.doc.line(number);
    builder.add(from, from, Decoration.line({ class: 'cm-ferry-linked' }));
  }
  return EditorView.decorations.of(builder.finish());
}

/** Code to read: numbered, coloured, searchable (Ctrl+F), with a cursor for keyboards but not to be changed. */
export function SqlView({ label, text, markers, linked, follow, wrap, line, onPlace, onHover, tipAt }: SqlViewProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const parts = useRef({ items: new Compartment(), linked: new Compartment() });
  const place = useRef(onPlace);
  place.current = onPlace;
  const hover = useRef({ onHover, tipAt });
  hover.current = { onHover, tipAt };

  useEffect(() => {
    if (host.current === null) return;
    const { items, linked: link } = parts.current;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          items.of([]),
          basicSetup,
          sqlLanguage(),
          sqlTheme,
          link.of([]),
          wrap ? EditorView.lineWrapping : [],
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
          codeTips((offset) => hover.current.tipAt?.(offset)),
          EditorView.domEventHandlers({
            mousemove: (event, now) => hover.current.onHover?.(now.posAtCoords({ x: event.clientX, y: event.clientY }) ?? undefined),
            mouseleave: () => hover.current.onHover?.(undefined),
          }),
          EditorView.updateListener.of((update) => {
            if (update.selectionSet && update.transactions.some((one) => one.isUserEvent('select'))) place.current(update.state.selection.main.head);
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = undefined;
    };
  }, [text, label, wrap]);

  useEffect(() => {
    const now = view.current;
    now?.dispatch({ effects: parts.current.items.reconfigure(itemGutter(now.state, markers)) });
  }, [markers, text, wrap]);

  useEffect(() => {
    const now = view.current;
    if (now === undefined) return;
    now.dispatch({ effects: parts.current.linked.reconfigure(linkedLines(now.state, linked)) });
    if (follow && linked !== undefined && linked.start <= now.state.doc.length) now.dispatch({ effects: EditorView.scrollIntoView(linked.start, { y: 'center' }) });
  }, [linked, follow, text, wrap]);

  useEffect(() => {
    const now = view.current;
    if (now === undefined || line === undefined || line > now.state.doc.lines) return;
    const at = now.state.doc.line(line);
    now.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: 'center' }) });
  }, [line, text]);

  return <div ref={host} style={{ blockSize: '100%', minBlockSize: 0 }} data-testid="sql-view" />;
}
