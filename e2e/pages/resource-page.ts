import type { Locator, Page } from '@playwright/test';

/** A list of resources and the page of one: instance profiles, data providers, migration projects, secrets. */
export class ResourcePage {
  constructor(
    readonly page: Page,
    /** As in the address and in the heading: `data-providers`, `Data providers`. */
    readonly kind: { readonly address: string; readonly title: string },
  ) {}

  readonly list = async (): Promise<void> => {
    await this.page.goto(`/${this.kind.address}`);
    const { title } = this.kind;
    // The number stands in the heading once the list is loaded.
    await this.page.getByRole('heading', { name: new RegExp(`^${title} \\(\\d+\\)`) }).or(this.page.getByText(`No ${title.toLowerCase()}`)).first().waitFor();
  };
  readonly details = async (name: string): Promise<void> => {
    await this.page.goto(`/${this.kind.address}/${name}`);
    await this.page.getByRole('heading', { name, level: 1 }).waitFor();
  };
  readonly row = (name: string): Locator => this.page.getByRole('row').filter({ has: this.page.getByRole('link', { name, exact: true }) });
  readonly modify = (): Promise<void> => this.page.getByRole('link', { name: 'Modify', exact: true }).click();
  /** Asks to delete the resource whose page is open; the dialog stays when it is refused. */
  readonly remove = async (): Promise<void> => {
    await this.page.getByRole('button', { name: 'Delete', exact: true }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  };
}

export const kinds = {
  profiles: { address: 'instance-profiles', title: 'Instance profiles' },
  providers: { address: 'data-providers', title: 'Data providers' },
  projects: { address: 'migration-projects', title: 'Migration projects' },
} as const;
