import type { Locator, Page } from '@playwright/test';

/** The tab "Query" of a project. */
export class QueryTab {
  constructor(readonly page: Page) {}

  readonly open = async (project: string): Promise<void> => {
    await this.page.goto(`/migration-projects/${project}?tab=query`);
    await this.editor().waitFor();
  };
  readonly editor = (): Locator => this.page.getByRole('textbox', { name: 'T-SQL' });
  readonly converted = (): Locator => this.page.getByRole('textbox', { name: 'Converted SQL' });
  readonly results = (): Locator => this.page.getByTestId('query-results');
  readonly write = (script: string): Promise<void> => this.editor().fill(script);
  readonly start = (): Promise<void> => this.page.getByRole('button', { name: 'Run', exact: true }).click();
  readonly cancel = (): Promise<void> => this.page.getByRole('button', { name: 'Cancel query' }).click();
  readonly ended = (): Promise<void> => this.page.getByText(/\d+ batch(es)? on PostgreSQL/).waitFor();
  readonly run = async (script: string): Promise<void> => {
    await this.write(script);
    await this.start();
    await this.page.getByText('Waiting for the worker').or(this.page.getByText('Running on the target')).or(this.page.getByText(/\d+ batch(es)? on PostgreSQL/)).first().waitFor();
    await this.ended();
  };
  readonly allowChanges = async (): Promise<void> => {
    await this.page.getByText('Allow changes', { exact: true }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Allow changes', exact: true }).click();
    await this.page.getByText('Changes are allowed').waitFor();
  };
}
