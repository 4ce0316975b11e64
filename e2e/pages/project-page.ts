import type { Page } from '@playwright/test';

export class ProjectPage {
  constructor(readonly page: Page) {}

  readonly launch = async (): Promise<void> => {
    await this.page.getByRole('tab', { name: 'Schema conversion' }).click();
    await this.page.getByRole('button', { name: 'Launch schema conversion' }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Launch', exact: true }).click();
    await this.page.waitForURL('**/schema-conversion**');
  };
}
