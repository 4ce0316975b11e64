import { join } from 'node:path';
import { prepareProject } from '../pages/prepared-project';
import type { PreparedProject } from '../pages/prepared-project';
import { expect, newName, task as test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');
let made: PreparedProject;
test.beforeAll(async () => {
  made = await prepareProject(newName('comfort'), workshop);
});

test('the question mark lists the shortcuts', async ({ page }) => {
  await page.goto('/migration-projects');
  await page.getByRole('heading', { name: /Migration projects/ }).first().waitFor();
  // The page listens to keys once its scripts run.
  await expect(async () => {
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(page.getByRole('dialog').getByText('Focus the source tree')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('two keys lead to a page', async ({ page }) => {
  await page.goto('/migration-projects');
  await page.getByRole('heading', { name: /Migration projects/ }).first().waitFor();
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await expect(page).toHaveURL(/\/jobs$/, { timeout: 3_000 });
  }).toPass();
});

test('keys change the tabs of an object and of the report', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: made.source('repair', 'Tables', 'Ticket') }));
  await conversion.code.locator('.cm-content').waitFor();
  await page.locator('h1').first().click();
  await page.keyboard.press('5');
  await expect(page.getByRole('tab', { name: 'Columns' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('7');
  await expect(page.getByRole('tab', { name: 'Related objects' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('r');
  await expect(page.getByRole('tab', { name: /^Action items/ })).toHaveAttribute('aria-selected', 'true');
});

test('an object is converted by keyboard alone', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: made.source('repair', 'Tables', 'Ticket') }));
  await conversion.code.locator('.cm-content').waitFor();
  await page.keyboard.press('c');
  await expect(conversion.dialog()).toContainText('Convert Ticket?');
  await conversion.dialog().getByRole('button', { name: 'Convert', exact: true }).press('Enter');
  await expect(page.getByText('Convert Ticket: finished').first()).toBeVisible({ timeout: 60_000 });
});

test('the slash leads to the find box', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.node(conversion.source, 'repair').waitFor();
  await page.locator('h1').first().click();
  await page.keyboard.press('/');
  await page.keyboard.type('Supplier');
  await expect(conversion.node(conversion.source, 'Supplier')).toBeVisible();
});

test('dark mode is kept', async ({ page }) => {
  await page.goto('/migration-projects');
  await page.getByRole('button', { name: 'Dark mode' }).click();
  await expect(page.locator('body')).toHaveClass(/awsui-dark-mode/);
  await page.reload();
  await expect(page.locator('body')).toHaveClass(/awsui-dark-mode/);
});

test('compact density is kept', async ({ page, baseURL }) => {
  await page.context().addCookies([{ name: 'ferry-density', value: 'compact', url: baseURL ?? '' }]);
  await page.goto('/migration-projects');
  await expect(page.locator('body')).toHaveClass(/awsui-compact-mode/);
});

test('the panes keep their sizes', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.node(conversion.source, 'repair').waitFor();
  const pane = page.getByTestId('source-pane');
  const before = (await pane.boundingBox())?.width ?? 0;
  const handle = page.getByRole('separator', { name: 'Resize panes' }).first();
  await handle.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await pane.boundingBox())?.width ?? 0).toBeGreaterThan(before + 5);
  const wide = (await pane.boundingBox())?.width ?? 0;
  await page.waitForTimeout(500);
  await page.reload();
  await conversion.node(conversion.source, 'repair').waitFor();
  await expect.poll(async () => Math.abs(((await pane.boundingBox())?.width ?? 0) - wide)).toBeLessThan(4);
});
