import { sizeText } from '@ferry/kernel';
import type { Page } from './pdf-page';
import { right } from './pdf-words';

/** A table with what it holds. */
export interface SizedTable {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
  /** With its indexes and large values. */
  readonly kilobytes: number;
}

/** Tables that are named; the CSV export has all. */
const named = 20;
const grouped = (value: number): string => value.toLocaleString('en-US');

export interface SizeTotals {
  readonly tables: number;
  readonly rows: number;
  readonly kilobytes: number;
}
export const sizeTotals = (sizes: readonly SizedTable[]): SizeTotals => sizes.reduce((sum, { rows, kilobytes }) => ({ tables: sum.tables + 1, rows: sum.rows + rows, kilobytes: sum.kilobytes + kilobytes }), { tables: 0, rows: 0, kilobytes: 0 });

/** What there is to move: the whole, and the largest tables. @param sizes largest first */
export function sizesTable(page: Page, sizes: readonly SizedTable[]): void {
  if (sizes.length === 0) return;
  const { tables, rows, kilobytes } = sizeTotals(sizes);
  page.section('Size of the source');
  page.text(`${grouped(tables)} tables hold ${grouped(rows)} rows in ${sizeText(1024 * kilobytes)}, with their indexes${tables > named ? `; these are the ${named} largest` : ''}.`, { faint: true });
  page.gap(4);
  page.table([{ text: 'Schema' }, { text: 'Table' }, right('Rows'), right('Size')], [0.24, 0.46, 0.16, 0.14], sizes.slice(0, named).map((one) => [one.schema, one.name, grouped(one.rows), sizeText(1024 * one.kilobytes)]));
}
