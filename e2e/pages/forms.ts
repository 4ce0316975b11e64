import type { Locator, Page } from '@playwright/test';

/** What the forms of the console share. */
export class Form {
  constructor(readonly page: Page) {}

  /** The last breadcrumb is written once the page's scripts run. */
  readonly ready = (title: string): Promise<void> => this.page.getByRole('navigation', { name: 'Breadcrumbs' }).getByText(title).first().waitFor();
  readonly open = async (address: string, title: string): Promise<void> => {
    await this.page.goto(address);
    await this.ready(title);
  };
  readonly field = (label: string): Locator => this.page.getByRole('textbox', { name: label, exact: true });
  readonly fill = async (values: Readonly<Record<string, string>>): Promise<void> => {
    for (const [label, value] of Object.entries(values)) await this.page.getByLabel(new RegExp(`^${label}( - optional)?$`)).fill(value);
  };
  /** Radio buttons and tiles. */
  readonly choose = (label: string | RegExp): Promise<void> => this.page.getByRole('radio', { name: label }).check({ force: true });
  readonly select = async (label: string, option: string | RegExp): Promise<void> => {
    await this.page.getByRole('button', { name: new RegExp(`^${label}`) }).click();
    await this.page.getByRole('option', { name: option }).first().click();
  };
  readonly upload = (files: readonly { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[] | string): Promise<void> =>
    this.page.locator('input[type=file]').setInputFiles(typeof files === 'string' ? files : [...files]);
  readonly press = (button: string): Promise<void> => this.page.getByRole('button', { name: button, exact: true }).click();
  readonly dialog = (): Locator => this.page.getByRole('dialog');
  readonly confirm = (button: string): Promise<void> => this.dialog().getByRole('button', { name: button, exact: true }).click();
}
