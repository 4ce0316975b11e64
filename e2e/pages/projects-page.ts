import type { Locator, Page } from '@playwright/test';

export class ProjectsPage {
  constructor(readonly page: Page) {}

  readonly open = async (): Promise<void> => {
    await this.page.goto('/migration-projects');
    await this.page.getByRole('heading', { name: /Migration projects/ }).first().waitFor();
  };
  readonly row = (name: string): Locator => this.page.getByRole('row').filter({ has: this.page.getByRole('link', { name, exact: true }) });
  readonly find = async (text: string): Promise<void> => {
    const box = this.page.getByLabel('Find migration projects');
    await box.fill(text);
    await box.press('Enter');
  };
  readonly create = (): Promise<void> => this.page.getByRole('link', { name: 'Create migration project' }).first().click();
  readonly act = async (name: string, action: string): Promise<void> => {
    await this.row(name).getByRole('radio').check({ force: true });
    await this.page.getByRole('button', { name: 'Actions' }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  };
  readonly confirmDelete = (): Promise<void> => this.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
}
