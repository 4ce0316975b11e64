import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

const mostSteps = 150;
const holdsFocus = (locator: Locator): Promise<boolean> => locator.evaluate((element) => element.contains(element.ownerDocument.activeElement), undefined, { timeout: 2_000 });

/** Works as a person without a mouse does: Tab until the thing has the focus, then keys. */
export class Keyboard {
  constructor(readonly page: Page) {}

  /** Fails when Tab never gets there. */
  readonly reach = async (locator: Locator): Promise<void> => {
    await locator.first().waitFor({ state: 'attached' });
    for (let step = 0; step < mostSteps; step++) {
      if (await holdsFocus(locator.first())) return;
      await this.page.keyboard.press('Tab');
    }
    expect(false, `Tab leads to ${locator.toString()}`).toBe(true);
  };
  readonly press = async (locator: Locator, key = 'Enter'): Promise<void> => {
    await this.reach(locator);
    await this.page.keyboard.press(key);
  };
  readonly type = async (locator: Locator, text: string): Promise<void> => {
    await this.reach(locator);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(text);
  };
  /** Confirms a dialog by a button of it. */
  readonly confirm = async (button: string): Promise<void> => {
    await this.press(this.page.getByRole('dialog').getByRole('button', { name: button, exact: true }));
  };
  /** An entry of a menu that a button opens. */
  readonly choose = async (menu: string, entry: string): Promise<void> => {
    const item = this.page.getByRole('menuitem', { name: entry, exact: true });
    // A notification that comes or goes moves the page, and the end of a job changes the entries: the menu is opened anew.
    await expect(async () => {
      if (await item.isVisible()) await this.page.keyboard.press('Escape');
      await this.press(this.page.getByRole('button', { name: menu }));
      for (let step = 0; step < 20 && !(await holdsFocus(item)); step++) await this.page.keyboard.press('ArrowDown');
      expect(await holdsFocus(item)).toBe(true);
      await this.page.keyboard.press('Enter');
      await expect(item).toBeHidden({ timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
  };
}
