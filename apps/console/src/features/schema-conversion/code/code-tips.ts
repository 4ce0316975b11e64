import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import { linkWords as words } from '@/words/schema-conversion';
import type { CodeTip } from './code-tip';

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, text: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function drawn(tip: CodeTip): HTMLElement {
  const box = element('div', 'cm-ferry-tip', '');
  box.append(element('b', '', tip.title), element('pre', '', tip.code));
  if (tip.plain !== undefined) box.append(element('p', '', tip.plain));
  for (const reason of tip.reasons) {
    const link = element('a', '', reason.text);
    link.href = reason.address;
    link.target = '_blank';
    const line = element('p', '', `${words.why} `);
    line.append(link);
    box.append(line);
  }
  return box;
}

/** Shows what belongs to the code under the mouse, and why. */
export const codeTips = (tipAt: (offset: number) => CodeTip | undefined): Extension =>
  hoverTooltip(
    (_view, offset) => {
      const tip = tipAt(offset);
      return tip === undefined ? null : { pos: offset, above: true, create: () => ({ dom: drawn(tip) }) };
    },
    { hoverTime: 400 },
  );
