import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareProject } from '../pages/prepared-project';
import type { PreparedProject } from '../pages/prepared-project';
import { expect, newName, task as test } from './test';
import { unzipped } from './zip';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');
let made: PreparedProject;
test.beforeAll(async () => {
  made = await prepareProject(newName('choose'), workshop);
});

test('a tick holds for what is below, and takes half of what is above', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.walkTo(conversion.source, 'repair', 'Tables');
  await conversion.tick(conversion.source, 'Tables');
  await expect(conversion.node(conversion.source, 'Ticket')).toHaveAttribute('aria-checked', 'true');
  await expect(conversion.node(conversion.source, 'repair')).toHaveAttribute('aria-checked', 'mixed');
  await conversion.tick(conversion.source, 'Ticket');
  await expect(conversion.node(conversion.source, 'Tables')).toHaveAttribute('aria-checked', 'mixed');
});

test('actions need something that is ticked or selected', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.node(conversion.source, 'repair').waitFor();
  await page.getByRole('button', { name: 'Source data providers: Actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Assess' })).toHaveAttribute('aria-disabled', 'true');
});

test('a schema is converted by "Convert schema"', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.node(conversion.source, 'parts').click();
  await conversion.act('Source', 'Convert schema');
  await expect(conversion.dialog()).toContainText('Convert parts?');
  await conversion.confirm('Convert');
  await expect(page.getByText('Convert parts: finished').first()).toBeVisible({ timeout: 60_000 });
});

test('a schema is assessed alone', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.node(conversion.source, 'parts').click();
  await conversion.act('Source', 'Assess');
  await conversion.confirm('Assess');
  await expect(page.getByText('Assess parts: finished').first()).toBeVisible({ timeout: 60_000 });
});

test('metadata is loaded, with a warning of code that was not applied', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.act('Source', 'Load metadata');
  await expect(conversion.dialog()).toContainText('not applied to the target yet');
  await conversion.confirm('Load');
  await expect(page.getByText('Load metadata: finished').first()).toBeVisible({ timeout: 60_000 });
});

test('refresh warns where code was not applied, and can be left', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.act('Source', 'Refresh from database');
  await expect(conversion.dialog()).toContainText('not applied to the target yet');
  await conversion.dialog().getByText('Cancel', { exact: true }).click();
  await expect(conversion.dialog()).toBeHidden();
});

test('the source is saved as SQL', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.node(conversion.source, 'repair').click();
  await conversion.act('Source', 'Save as SQL');
  const download = page.waitForEvent('download');
  await conversion.confirm('Save as SQL');
  const texts = unzipped(await readFile(await (await download).path()));
  expect(texts.some((text) => text.includes('CREATE PROCEDURE repair.CloseTicket'))).toBe(true);
  expect(texts.some((text) => text.includes('CREATE TABLE parts.Supplier'))).toBe(false);
});

test('objects are chosen by include and exclude patterns', async ({ page, conversion, shot }) => {
  await page.goto(made.screen());
  await conversion.act('Source', 'Choose by pattern');
  const dialog = conversion.dialog();
  await dialog.getByLabel('Schema 1', { exact: true }).fill('rep%');
  await dialog.getByLabel('Object name 1').fill('%Ticket%');
  await expect(dialog.getByText('4 objects are chosen.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add pattern' }).click();
  await dialog.getByLabel('Object name 2').fill('Close%');
  await expect(dialog.getByText('3 objects are chosen.')).toBeVisible();
  await shot('patterns');
  await conversion.confirm('Convert');
  await expect(page.getByText(/^Convert .*: finished/).first()).toBeVisible({ timeout: 60_000 });
});

test('what the target has is looked at again', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.act('Target', 'Refresh from database');
  await conversion.confirm('Refresh');
  await expect(page.getByText('Load metadata: finished').first()).toBeVisible({ timeout: 60_000 });
});

test('the extension pack is applied from the target', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.act('Target', 'Apply extension pack');
  await conversion.confirm('Apply');
  await expect(page.getByText('Apply changes: finished').first()).toBeVisible({ timeout: 60_000 });
});
