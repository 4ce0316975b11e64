import type { Locator, Page } from '@playwright/test';

/** The editor of target SQL, in the code pane. */
export class TargetEditor {
  readonly tools: Locator;
  constructor(readonly page: Page) {
    this.tools = page.getByRole('toolbar', { name: 'Edit target SQL' });
  }

  readonly open = async (): Promise<void> => {
    await this.page.getByRole('tab', { name: 'Target SQL' }).click();
    await this.page.getByTestId('code-pane').getByRole('button', { name: /^Edit/ }).click();
    await this.tools.waitFor();
  };
  readonly text = (): Locator => this.page.getByRole('textbox', { name: /^Edit the target SQL of/ });
  /** Puts a text in place of what is there. */
  readonly replace = async (text: string): Promise<void> => {
    await this.text().click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
  };
  readonly press = (button: 'Check' | 'Save' | 'Cancel' | 'Restore converted code'): Promise<void> => this.tools.getByRole('button', { name: button, exact: true }).click();
  readonly save = async (): Promise<void> => {
    await this.press('Save');
    await this.page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  };
}
