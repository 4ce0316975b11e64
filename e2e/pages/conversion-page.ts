import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

export class ConversionPage {
  readonly source: Locator;
  readonly target: Locator;
  readonly jobBar: Locator;
  readonly code: Locator;
  readonly report: Locator;

  constructor(readonly page: Page) {
    this.source = page.getByRole('tree', { name: 'Source data providers' });
    this.target = page.getByRole('tree', { name: 'Target data providers' });
    this.jobBar = page.getByTestId('job-bar');
    this.code = page.getByTestId('code-pane');
    this.report = page.getByTestId('report-pane');
  }

  /** A node by its name; what the tree tells after it is left open. */
  readonly node = (tree: Locator, name: string): Locator => tree.getByRole('treeitem', { name: new RegExp(`^${name}\\s*([(,]|$)`) }).first();
  /** The node that is marked because its counterpart in the other tree is selected. */
  readonly counterpart = (tree: Locator): Locator => tree.locator('[role=treeitem][class*=counterpart]');
  /** Selects nodes one after the other, from the outside in: each opens its children. */
  readonly walkTo = async (tree: Locator, ...names: readonly string[]): Promise<void> => {
    for (let depth = 1; depth <= names.length; depth++) await tree.locator(`[data-path$="/${names.slice(0, depth).join('/')}"]`).first().click();
  };
  readonly tick = (tree: Locator, name: string): Promise<void> => this.node(tree, name).locator('[data-part=box]').click();
  readonly act = async (side: 'Source' | 'Target', action: string): Promise<void> => {
    await this.page.getByRole('button', { name: `${side} data providers: Actions` }).click();
    await this.page.getByRole('menuitem', { name: action, exact: true }).click();
  };
  /** Types into the find box of a tree; `where` is what "Find in" is set to. */
  readonly find = async (side: 'Source' | 'Target', text: string, where?: string): Promise<void> => {
    await this.page.getByLabel(`${side} data providers: Find objects`).fill(text);
    if (where === undefined) return;
    await this.page.getByRole('button', { name: `${side} data providers: Find in` }).click();
    await this.page.getByRole('option', { name: where, exact: true }).click();
  };
  readonly filter = async (side: 'Source' | 'Target', option: string): Promise<void> => {
    await this.page.getByRole('button', { name: `${side} data providers: Filter objects` }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  };
  /** Chooses in one of the report's drop-down lists. */
  readonly pick = async (list: string, option: string): Promise<void> => {
    await this.report.getByRole('button', { name: list }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  };
  readonly dialog = (): Locator => this.page.getByRole('dialog');
  readonly confirm = (button: string): Promise<void> => this.dialog().getByRole('button', { name: button, exact: true }).click();
  readonly tab = (name: string | RegExp): Promise<void> => this.page.getByRole('tab', { name }).click();
  /** Ticks the whole source and converts it. */
  readonly convertAll = async (): Promise<void> => {
    await this.tick(this.source, 'Servers');
    await this.act('Source', 'Convert');
    await this.confirm('Convert');
  };
  /** Applies the whole target. */
  readonly apply = async (): Promise<void> => {
    await this.node(this.target, 'Servers').click();
    await this.act('Target', 'Apply changes');
    await this.confirm('Apply');
  };
  /** Export results, up to the downloaded file. */
  /** Asks for a report up to the question that must be confirmed. A notification that arrives moves the page, which closes an open menu: open it again, as a person does. */
  readonly chooseExport = async (format: 'CSV' | 'PDF'): Promise<void> => {
    await expect(async () => {
      const item = this.page.getByRole('menuitem', { name: format, exact: true });
      if (!(await item.isVisible())) await this.page.getByRole('button', { name: 'Export results' }).click();
      await item.click({ timeout: 2000 });
    }).toPass({ timeout: 20_000 });
  };
  readonly exportAs = async (format: 'CSV' | 'PDF'): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
    await this.chooseExport(format);
    const download = this.page.waitForEvent('download');
    await this.confirm(`Export to ${format}`);
    const file = await download;
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
}
