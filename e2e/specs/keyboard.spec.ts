import { join } from 'node:path';
import { expect, newName, test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');

test('the tree is walked, ticked and searched with the keyboard alone', async ({ page, create, project, conversion }) => {
  await create.make(newName('keys'), workshop);
  await project.launch();
  await expect(conversion.node(conversion.source, 'repair')).toBeVisible();
  await conversion.source.focus();
  const active = async (): Promise<string> => {
    const id = await conversion.source.getAttribute('aria-activedescendant');
    return page.locator(`[id="${id ?? ''}"]`).innerText();
  };
  await page.keyboard.press('Home');
  await expect.poll(active).toMatch(/^Servers/);
  await page.keyboard.press('End');
  await expect.poll(active).toMatch(/^repair/);
  await page.keyboard.press('ArrowRight');
  await expect(conversion.node(conversion.source, 'repair')).toHaveAttribute('aria-expanded', 'true');
  await conversion.node(conversion.source, 'Tables').waitFor();
  await page.keyboard.press('ArrowRight');
  await expect.poll(active).toMatch(/^Tables/);
  await page.keyboard.press('ArrowRight');
  await conversion.node(conversion.source, 'Ticket').waitFor();
  await page.keyboard.type('tick');
  await expect.poll(active).toMatch(/^Ticket/);
  await page.keyboard.press('Space');
  await expect(conversion.node(conversion.source, 'Ticket')).toHaveAttribute('aria-checked', 'true');
  await expect(conversion.node(conversion.source, 'Servers')).toHaveAttribute('aria-checked', 'mixed');
  await page.keyboard.press('Enter');
  await expect(conversion.node(conversion.source, 'Ticket')).toHaveAttribute('aria-selected', 'true');
  await expect(page).toHaveURL(/node=.*Ticket/);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(active).toMatch(/^Tables/);
  await page.keyboard.press('ArrowLeft');
  await expect(conversion.node(conversion.source, 'Tables')).toHaveAttribute('aria-expanded', 'false');
});
