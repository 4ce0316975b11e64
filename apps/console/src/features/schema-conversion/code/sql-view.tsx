'use client';
import { EditorState, Compartment, RangeSetBuilder } from '@codemirror/state';
import { Decoration, EditorView, GutterMarker, gutter } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { basicSetup } from 'codemirror';
import type { Severity } from '@ferry/contract';
import { severityLabels } from '@/words/schema-conversion';
import type { Span } from './links';
import { sqlLanguage } from './sql-language';

/** An action item beside its line. */
export interface LineMarker {
  readonly line: number;
  readonly severity: Severity;
  readonly text: string;
}

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
}

class ItemMarker extends GutterMarker {
  constructor(
    readonly severity: Severity,
    readonly text: string,
  ) {
    super();
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof ItemMarker && other.severity === this.severity && other.text === this.text;
  }
  override toDOM(): Node {
    const element = document.createElement('span');
    const severe = this.severity === 'CRITICAL' || this.severity === 'HIGH';
    element.textContent = severe ? '✖' : this.severity === 'MEDIUM' ? '▲' : '●';
    element.className = `cm-ferry-item cm-ferry-${severe ? 'error' : this.severity === 'MEDIUM' ? 'warning' : 'info'}`;
    element.title = this.text;
    return element;
  }
}

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', color: 'var(--ferry-text)', backgroundColor: 'var(--ferry-code)' },
  '&.cm-focused': { outline: '2px solid var(--ferry-focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: "Monaco, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace", lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--ferry-text)' },
  '.cm-gutters': { backgroundColor: 'var(--ferry-code)', color: 'var(--ferry-text-faint)', borderRight: '1px solid var(--ferry-divider-light)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--ferry-hover) 60%, transparent)' },
  '.cm-ferry-linked': { backgroundColor: 'var(--ferry-linked)' },
  '.cm-cursor': { borderLeftColor: 'var(--ferry-text)' },
  '.cm-ferry-items': { width: '18px' },
  '.cm-ferry-item': { cursor: 'help', display: 'inline-block', width: '18px', textAlign: 'center', fontSize: '12px' },
  '.cm-ferry-error': { color: 'var(--ferry-error)' },
  '.cm-ferry-warning': { color: 'var(--ferry-warning)' },
  '.cm-ferry-info': { color: 'var(--ferry-link)' },
  '.cm-panels': { backgroundColor: 'var(--ferry-surface)', color: 'var(--ferry-text)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--ferry-counterpart) !important' },
  '.cm-selectionMatch': { backgroundColor: 'var(--ferry-counterpart)' },
});

const rank: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'];

/** One marker a line: the most severe item's, with the texts of all. */
function itemGutter(state: EditorState, markers: readonly LineMarker[]): ReturnType<typeof gutter> {
  const byLine = new Map<number, LineMarker[]>();
  for (const marker of markers) if (marker.line >= 1 && marker.line <= state.doc.lines) byLine.set(marker.line, [...(byLine.get(marker.line) ?? []), marker]);
  const builder = new RangeSetBuilder<GutterMarker>();
  for (const line of [...byLine.keys()].sort((a, b) => a - b)) {
    const here = (byLine.get(line) ?? []).sort((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity));
    const from = state.doc.line(line).from;
    builder.add(from, from, new ItemMarker(here[0]?.severity ?? 'INFO', here.map((one) => `${severityLabels[one.severity]}: ${one.text}`).join('\n')));
  }
  const set = builder.finish();
  return gutter({ class: 'cm-ferry-items', markers: () => set });
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
export function SqlView({ label, text, markers, linked, follow, wrap, line, onPlace }: SqlViewProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const parts = useRef({ items: new Compartment(), linked: new Compartment() });
  const place = useRef(onPlace);
  place.current = onPlace;

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
          theme,
          link.of([]),
          wrap ? EditorView.lineWrapping : [],
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
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
