import { RangeSetBuilder } from '@codemirror/state';
import type { EditorState, Extension } from '@codemirror/state';
import { EditorView, GutterMarker, gutter } from '@codemirror/view';
import type { Severity } from '@ferry/contract';
import { severityLabels } from '@/words/schema-conversion';

/** An action item, or a message of the server, beside its line. */
export interface LineMarker {
  readonly line: number;
  readonly severity: Severity;
  readonly text: string;
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

/** The look of all code on the screen. */
export const sqlTheme: Extension = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', color: 'var(--ferry-text)', backgroundColor: 'var(--ferry-code)' },
  '&.cm-focused': { outline: 'none' },
  // Above the gutter, which would cover an outline.
  '&.cm-focused::after': { content: '""', position: 'absolute', inset: '0', border: '2px solid var(--ferry-focus)', pointerEvents: 'none', zIndex: '300' },
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
  '.cm-tooltip': { backgroundColor: 'var(--ferry-surface)', color: 'var(--ferry-text)', border: '1px solid var(--ferry-divider)' },
  '.cm-ferry-tip': { padding: '6px 10px', maxInlineSize: '560px', maxBlockSize: '320px', overflow: 'auto', fontSize: '13px' },
  '.cm-ferry-tip pre': { margin: '4px 0', fontFamily: "Monaco, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace", fontSize: '12px', whiteSpace: 'pre-wrap', backgroundColor: 'var(--ferry-linked)', padding: '4px 6px' },
  '.cm-ferry-tip p': { margin: '4px 0 0' },
  '.cm-ferry-tip a': { color: 'var(--ferry-link)' },
  '.cm-panels': { backgroundColor: 'var(--ferry-surface)', color: 'var(--ferry-text)' },
  // The glyphs of the package are missing in many fonts.
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '"…" !important' },
  '.cm-matchingBracket': { backgroundColor: 'var(--ferry-counterpart) !important' },
  '.cm-selectionMatch': { backgroundColor: 'var(--ferry-counterpart)' },
});

const rank: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'];

/** One marker a line: the most severe item's, with the texts of all. */
export function itemGutter(state: EditorState, markers: readonly LineMarker[]): Extension {
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
