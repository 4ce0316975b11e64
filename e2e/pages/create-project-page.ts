import type { Locator, Page } from '@playwright/test';

export interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const script = (name: string, text: string): Upload => ({ name, mimeType: 'application/sql', buffer: Buffer.from(text, 'utf8') });

export class CreateProjectPage {
  constructor(readonly page: Page) {}

  readonly open = async (): Promise<void> => {
    await this.page.goto('/create-migration-project');
    await this.ready();
  };
  /** The last breadcrumb is written once the page's scripts run. */
  readonly ready = (): Promise<void> => this.page.getByRole('navigation', { name: 'Breadcrumbs' }).getByText('Create migration project').first().waitFor();
  readonly name = (): Locator => this.page.getByRole('textbox', { name: 'Name', exact: true });
  readonly choose = (files: readonly Upload[] | string): Promise<void> => this.page.locator('input[type=file]').setInputFiles(typeof files === 'string' ? files : [...files]);
  readonly submit = (): Promise<void> => this.page.getByRole('button', { name: 'Create migration project' }).click();
  /** The whole form, up to the page of the project. */
  readonly make = async (name: string, files: readonly Upload[] | string): Promise<void> => {
    await this.open();
    await this.choose(files);
    await this.name().fill(name);
    await this.submit();
    await this.page.waitForURL(`**/migration-projects/${name}**`);
  };
}
