import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

interface Change {
  readonly status?: string;
  readonly assignee?: string;
  readonly notes?: string;
  readonly by?: string;
}

/** The tab Action items of a migration project. */
export class WorkQueuePage {
  readonly rows: Locator;

  constructor(readonly page: Page) {
    this.rows = page.getByRole('grid', { name: 'Action items' }).locator('tbody tr');
  }

  readonly open = async (project: string): Promise<void> => {
    await this.page.goto(`/migration-projects/${project}?tab=action-items`);
    await expect(this.page.getByRole('grid', { name: 'Action items' })).toBeVisible();
  };
  /** How many rows there are on all pages. */
  readonly total = async (): Promise<number> => Number(/\((\d+)\)/.exec((await this.page.getByRole('button', { name: /^Change all matches/ }).textContent()) ?? '')?.[1] ?? 0);
  readonly choose = (row: number): Promise<void> => this.rows.nth(row).getByRole('checkbox').check();
  readonly pick = async (list: string, option: string): Promise<void> => {
    await this.page.getByRole('button', { name: new RegExp(`^${list} (All|Nobody|Open)`) }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  };
  readonly change = async (which: 'selected' | 'all matches', change: Change): Promise<void> => {
    await this.page.getByRole('button', { name: new RegExp(`^Change ${which}`) }).click();
    await this.fill(change);
  };
  /** Fills the dialog and confirms it. */
  readonly fill = async ({ status, assignee, notes, by }: Change): Promise<void> => {
    const dialog = this.page.getByRole('dialog', { name: 'Change action items' });
    if (status !== undefined) {
      await dialog.getByRole('button', { name: 'Status' }).click();
      await this.page.getByRole('option', { name: status, exact: true }).click();
    }
    if (assignee !== undefined) {
      await dialog.getByRole('radio', { name: 'A person' }).check();
      await dialog.getByLabel('Name of the assignee').fill(assignee);
    }
    if (notes !== undefined) await dialog.getByLabel('Notes', { exact: true }).fill(notes);
    if (by !== undefined) await dialog.getByLabel('Your name').fill(by);
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  /** Changes one row's status where it stands. */
  readonly setStatus = async (row: number, status: string): Promise<void> => {
    await this.rows.nth(row).getByRole('button', { name: /^Change: Status/ }).click();
    const list = this.rows.nth(row).getByRole('button', { name: /Change the status of/ });
    const wanted = this.page.getByRole('option', { name: status, exact: true });
    await expect(list).toBeVisible();
    if (!(await wanted.isVisible())) await list.click();
    await wanted.click();
    await this.rows.nth(row).getByRole('button', { name: 'Save' }).click();
  };
  /** The downloaded CSV. */
  readonly exported = async (): Promise<string> => {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: 'Export queue (CSV)' }).click();
    return readFile(await (await download).path(), 'utf8');
  };
}
