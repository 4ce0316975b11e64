import { dirname, sep } from 'node:path';
import PDFDocument from 'pdfkit';
import { clip, plainLine, plainText } from './plain-text';

/** Sizes in points; A4 is 595.28 by 841.89. */
export const margin = 48;
export const pageWidth = 595.28 - 2 * margin;
const bottom = 841.89 - margin - 16;
export const sizes = { title: 22, chapter: 16, section: 11.5, text: 9, small: 7.5 } as const;
export const ink = { text: '#16191f', faint: '#545b64', line: '#d5dbdb', head: '#f2f3f3' } as const;

/** Points of what is kept on one page at most. */
const mostKept = 160;
/** About how high a text will be, without laying it out: the width of a letter is that of Helvetica on average. */
const heightOf = (text: string, indent = 0): number => Math.max(1, Math.ceil((Math.min(text.length, 2000) * sizes.text * 0.53) / (pageWidth - indent))) * (sizes.text * 1.16 + 1.5);

/** Where a chapter begins. */
export interface Chapter {
  readonly title: string;
  readonly page: number;
}

/** The table of contents takes this much, however many chapters there are: page numbers must not depend on what it says. */
const mostChapters = 5;
const contentsLine = 13;

export interface Cell {
  readonly text: string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
}

/** A document that is written from top to bottom and never turned back to: pages leave as they fill. */
export interface Page {
  readonly document: PDFKit.PDFDocument;
  title(text: string): void;
  chapter(text: string): void;
  /** A table of contents that leads to the chapters; of as many lines, whatever is known of them. */
  contents(heading: string, chapters: readonly Chapter[]): void;
  /** The chapters so far. */
  readonly chapters: readonly Chapter[];
  /** A heading inside a chapter; it is not left alone at the foot of a page. */
  section(text: string): void;
  text(text: string, look?: { bold?: boolean; faint?: boolean; indent?: number }): void;
  /** Rows under a head that comes again on each page. @param widths shares of the page's width */
  table(head: readonly Cell[], widths: readonly number[], rows: Iterable<readonly string[]>): void;
  gap(points: number): void;
  /** Turns the page when less than this is left of it. */
  room(points: number): void;
  /** Turns the page when these texts, one below the other, would be parted by its foot; long ones are. */
  keep(texts: readonly { readonly text: string; readonly indent?: number }[]): void;
  /** Sets font, size and colour of what is drawn next. */
  pen(size: number, look?: { readonly bold?: boolean; readonly colour?: string }): void;
  /** Harmless text on one line, cut to a width in the font that is set. */
  fitted(text: string, width: number): string;
}

// Not imported: a bundler that knows this function would put the number of a module where the path is wanted.
const { createRequire } = process.getBuiltinModule('node:module');
const modules = createRequire(import.meta.url);
/** DejaVu Sans: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic and signs (licence: Bitstream Vera, free to embed). */
const fontFile = (face: 'DejaVuSans' | 'DejaVuSans-Bold'): string => {
  // The package is found by its package.json: a bundler that sees the name of a font would try to read it as a module.
  const folder = dirname(modules.resolve('dejavu-fonts-ttf/package.json'));
  return [folder, 'ttf', `${face}.ttf`].join(sep);
};

interface GlyphTable {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** What the font has no picture for is written as its number: `[U+4E2D]`. */
function drawable(font: GlyphTable): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let out = '';
    for (const character of text) {
      if (character < '\u0250') {
        out += character;
        continue;
      }
      let shown = known.get(character);
      if (shown === undefined) {
        const code = character.codePointAt(0) ?? 0;
        shown = font.hasGlyphForCodePoint(code) ? character : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
        known.set(character, shown);
      }
      out += shown;
    }
    return out;
  };
}

/** pdfkit keeps the opened font in a member that its types leave out. */
function glyphsOf(document: PDFKit.PDFDocument): GlyphTable {
  const { _font } = document as unknown as { _font?: { font?: Partial<GlyphTable> } };
  const font = _font?.font;
  return typeof font?.hasGlyphForCodePoint === 'function' ? (font as GlyphTable) : { hasGlyphForCodePoint: () => true };
}

/**
 * Opens a document.
 * @param foot stands at the foot of each page, before its number
 * @param latin whether all of its text is Latin-1: PDF's own Helvetica has that, and needs no font file to be read and embedded
 */
export function openPage(info: { title: string; foot: string; created: Date; latin: boolean }): Page {
  const fonts = info.latin ? { plain: 'Helvetica', bold: 'Helvetica-Bold' } : { plain: fontFile('DejaVuSans'), bold: fontFile('DejaVuSans-Bold') };
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: margin, left: margin, right: margin, bottom: margin + 16 },
    font: fonts.plain,
    lang: 'en',
    displayTitle: true,
    pdfVersion: '1.7',
    autoFirstPage: false,
    info: { Title: plainLine(clip(info.title, 200)), Creator: 'Ferry', Producer: 'Ferry', CreationDate: info.created },
  });
  // By their own names: pdfkit reads a font anew each time that a registered name of it is set, when it has it under its own already.
  document.font(fonts.plain);
  const drawn = drawable(glyphsOf(document));
  const line = (text: string): string => drawn(plainLine(text));
  let pages = 0;
  const chapters: Chapter[] = [];
  /** What is being written with: the foot of a page that is turned in the middle of a paragraph does not change it. */
  let held: { readonly font: 'plain' | 'bold'; readonly size: number; readonly colour: string } = { font: 'plain', size: sizes.text, colour: ink.text };
  const hold = (size: number, bold: boolean, colour: string = ink.text): void => {
    held = { font: bold ? 'bold' : 'plain', size, colour };
    document.font(fonts[held.font]).fontSize(size).fillColor(colour);
  };

  const foot = (): void => {
    const { x, y } = document;
    const margins = document.page.margins;
    const kept = margins.bottom;
    // Below the margin pdfkit would turn the page.
    margins.bottom = 0;
    document.font(fonts.plain).fontSize(sizes.small).fillColor(ink.faint);
    document.text(line(clip(info.foot, 90)), margin, bottom + 12, { lineBreak: false });
    document.text(String(pages), margin, bottom + 12, { width: pageWidth, align: 'right', lineBreak: false });
    margins.bottom = kept;
    document.x = x;
    document.y = y;
  };
  document.on('pageAdded', () => {
    pages++;
    foot();
    document.font(fonts[held.font]).fontSize(held.size).fillColor(held.colour);
  });
  const room = (points: number): void => {
    if (document.y + points > bottom) document.addPage();
  };
  const write = (text: string, size: number, bold: boolean, colour: string = ink.text, indent = 0): void => {
    hold(size, bold, colour);
    document.text(text, margin + indent, document.y, { width: pageWidth - indent, lineGap: 1.5 });
  };

  /** Text cut so that it fits a width; long names are cut before they are measured. */
  const fitted = (text: string, width: number): string => {
    let most = Math.min(text.length, Math.ceil(width / 2));
    let shown = clip(text, most);
    while (most > 1 && document.widthOfString(shown) > width) {
      most = Math.max(1, Math.min(most - 1, Math.floor((most * width) / document.widthOfString(shown))));
      shown = clip(text, most);
    }
    return shown;
  };
  const rowHeight = 15;
  const drawRow = (cells: readonly Cell[], widths: readonly number[], bold: boolean): void => {
    const y = document.y;
    if (bold) document.rect(margin, y, pageWidth, rowHeight).fill(ink.head);
    hold(sizes.text - 0.5, bold);
    let x = margin;
    cells.forEach((cell, index) => {
      const width = (widths[index] ?? 0) * pageWidth;
      const inner = width - 8;
      const text = line(cell.text);
      // A name that is a little too long is written smaller before it is cut.
      const small = !bold && text.length < 100 && document.widthOfString(text) > inner;
      if (small) document.fontSize(sizes.text - 2);
      document.text(fitted(text, inner), x + 4, y + (small ? 4.5 : 3.5), { width: inner + 2, align: cell.right === true ? 'right' : 'left', lineBreak: false });
      if (small) document.fontSize(sizes.text - 0.5);
      x += width;
    });
    document.moveTo(margin, y + rowHeight).lineTo(margin + pageWidth, y + rowHeight).lineWidth(0.5).stroke(ink.line);
    document.x = margin;
    document.y = y + rowHeight;
  };

  const contentsRow = ({ title, page }: Chapter, y: number): void => {
    hold(sizes.text, false);
    const number = String(page);
    const from = margin + document.widthOfString(line(title)) + 6;
    const to = margin + pageWidth - document.widthOfString(number) - 6;
    document.text(line(title), margin, y, { lineBreak: false });
    document.text(number, margin, y, { width: pageWidth, align: 'right', lineBreak: false });
    document.moveTo(from, y + 6.5).lineTo(to, y + 6.5).lineWidth(0.5).dash(0.5, { space: 3 }).stroke(ink.faint).undash();
    document.goTo(margin, y - 1, pageWidth, contentsLine, title);
  };

  return {
    document,
    chapters,
    contents: (heading, found) => {
      document.moveDown(0.5);
      write(line(heading), sizes.section, true);
      document.moveDown(0.25);
      const { y } = document;
      found.slice(0, mostChapters).forEach((chapter, index) => contentsRow(chapter, y + index * contentsLine));
      document.x = margin;
      document.y = y + mostChapters * contentsLine;
    },
    title: (text) => {
      document.addPage();
      write(line(clip(text, 160)), sizes.title, true);
      document.moveDown(0.4);
    },
    chapter: (text) => {
      // The first chapter stands below the title and the table of contents.
      if (pages === 0 || (chapters.length > 0 && document.y > margin + 200)) document.addPage();
      else if (document.y > margin) document.y += 12;
      chapters.push({ title: text, page: pages });
      document.outline.addItem(text);
      document.addNamedDestination(text, 'XYZ', 0, document.y, null);
      write(text, sizes.chapter, true);
      document.moveDown(0.4);
    },
    section: (text) => {
      room(70);
      document.moveDown(0.5);
      write(line(clip(text, 300)), sizes.section, true);
      document.moveDown(0.25);
    },
    text: (text, look = {}) => {
      room(Math.min(mostKept, heightOf(text, look.indent)));
      write(drawn(plainText(clip(text, 2000))), sizes.text, look.bold ?? false, look.faint === true ? ink.faint : ink.text, look.indent);
    },
    table: (head, widths, rows) => {
      room(4 * rowHeight);
      drawRow(head, widths, true);
      for (const row of rows) {
        if (document.y + rowHeight > bottom) {
          document.addPage();
          drawRow(head, widths, true);
        }
        drawRow(row.map((text, index) => ({ text, right: head[index]?.right === true })), widths, false);
      }
      document.moveDown(0.8);
    },
    gap: (points) => {
      document.y += points;
    },
    room,
    keep: (texts) => room(Math.min(mostKept, texts.reduce((sum, { text, indent }) => sum + heightOf(text, indent), 0))),
    pen: (size, look = {}) => hold(size, look.bold === true, look.colour),
    fitted: (text, width) => fitted(line(text), width),
  };
}
