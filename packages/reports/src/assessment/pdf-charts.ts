import { ink, margin, pageWidth, sizes } from './pdf-page';
import type { Page } from './pdf-page';

export interface Segment {
  readonly label: string;
  readonly value: number;
  readonly colour: string;
}

/** One number that a reader looks for first. */
export interface Tile {
  readonly label: string;
  readonly number: string;
  readonly note: string;
  /** 0 to 1: how much of the line under the number is filled. */
  readonly share: number;
}

const good = '#2b7a4b';

/** Numbers side by side, each with what it counts and a line that shows its share. */
export function tiles(page: Page, list: readonly Tile[]): void {
  const height = 74;
  const gap = 12;
  page.room(height + 12);
  const { document } = page;
  const width = (pageWidth - gap * (list.length - 1)) / list.length;
  const y = document.y;
  list.forEach(({ label, number, note, share }, index) => {
    const x = margin + index * (width + gap);
    document.rect(x, y, width, height).fill(ink.head);
    const inner = width - 20;
    page.pen(sizes.text, { colour: ink.faint });
    document.text(page.fitted(label, inner), x + 10, y + 8, { lineBreak: false });
    page.pen(24, { bold: true });
    document.text(page.fitted(number, inner), x + 10, y + 21, { lineBreak: false });
    document.rect(x + 10, y + 49, inner, 4).fill(ink.line);
    if (share > 0) document.rect(x + 10, y + 49, inner * Math.min(1, share), 4).fill(good);
    page.pen(sizes.small + 0.5, { colour: ink.faint });
    document.text(page.fitted(note, inner), x + 10, y + 58, { lineBreak: false });
  });
  document.x = margin;
  document.y = y + height + 12;
}

/** One bar that is cut by the shares of its parts, with their numbers in words. */
export function stackedBar(page: Page, label: string, segments: readonly Segment[]): void {
  page.room(50);
  const { document } = page;
  const total = segments.reduce((sum, s) => sum + s.value, 0);
  page.pen(sizes.text, { bold: true });
  document.text(`${label}: ${total}`, margin, document.y, { width: pageWidth });
  const y = document.y + 3;
  const height = 18;
  let x = margin;
  for (const { value, colour } of segments) {
    if (value === 0) continue;
    const width = (value / total) * pageWidth;
    document.rect(x, y, width, height).fill(colour);
    // A white line keeps neighbours apart also in black and white.
    if (x > margin) document.moveTo(x, y).lineTo(x, y + height).lineWidth(1).stroke('#ffffff');
    x += width;
  }
  if (total === 0) document.rect(margin, y, pageWidth, height).fill(ink.head);
  document.x = margin;
  document.y = y + height + 4;
  const words = segments.filter((s) => s.value > 0).map((s) => `${s.label} ${s.value}`);
  page.pen(sizes.small + 0.5, { colour: ink.faint });
  document.text(words.join('   ·   ') || 'none', margin, document.y, { width: pageWidth });
  document.moveDown(0.8);
}

/** What the colours of the bars above mean. */
export function legend(page: Page, segments: readonly Omit<Segment, 'value'>[]): void {
  page.room(20);
  const { document } = page;
  const y = document.y;
  let x = margin;
  for (const { label, colour } of segments) {
    document.rect(x, y + 1, 8, 8).fill(colour);
    page.pen(sizes.small + 0.5);
    document.text(label, x + 12, y, { lineBreak: false });
    x += 12 + document.widthOfString(label) + 14;
  }
  document.x = margin;
  document.y = y + 18;
}

/** A bar a line, the longest for the largest value, with a word at its left and its value at its right. */
export function bars(page: Page, rows: readonly Segment[], unit: string): void {
  const { document } = page;
  const most = rows.reduce((max, row) => Math.max(max, row.value), 0);
  const labelWidth = 0.46 * pageWidth;
  const valueWidth = 70;
  const room = pageWidth - labelWidth - valueWidth;
  for (const { label, value, colour } of rows) {
    page.room(16);
    const y = document.y;
    page.pen(sizes.text - 0.5);
    document.text(page.fitted(label, labelWidth - 8), margin, y + 2.5, { lineBreak: false });
    const width = most === 0 ? 0 : Math.max(1, (value / most) * room);
    document.rect(margin + labelWidth, y + 2, width, 9).fill(colour);
    page.pen(sizes.text - 0.5, { colour: ink.faint });
    document.text(`${value} ${unit}`, margin + labelWidth + width + 5, y + 2.5, { lineBreak: false });
    document.x = margin;
    document.y = y + 15;
  }
  document.moveDown(0.6);
}
