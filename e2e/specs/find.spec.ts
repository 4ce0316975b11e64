import { join } from 'node:path';
import { prepareProject } from '../pages/prepared-project';
import type { PreparedProject } from '../pages/prepared-project';
import { expect, newName, task as test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');
let made: PreparedProject;
test.beforeAll(async () => {
  made = await prepareProject(newName('find'), workshop);
});

test('an object is found by a piece of its name', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.find('Source', 'icket');
  await expect(conversion.node(conversion.source, 'Ticket')).toBeVisible();
  await expect(conversion.node(conversion.source, 'Supplier')).toBeHidden();
});

test('an object is found by the text of its code, and the line is shown', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.find('Source', 'xp_cmdshell', 'Names and code');
  await expect(conversion.source.getByRole('treeitem')).toHaveCount(1);
  await conversion.node(conversion.source, 'CloseTicket').click();
  await expect(page).toHaveURL(/line=8/);
  await expect(conversion.code.locator('.cm-activeLine').first()).toContainText('xp_cmdshell');
});

test('an object is found by its action item', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.find('Source', 'xp_cmdshell', 'Action items');
  await expect(conversion.node(conversion.source, 'CloseTicket')).toBeVisible();
  await expect(conversion.node(conversion.source, 'Ticket')).toBeHidden();
});

test('converted code is found in the target tree', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.find('Target', 'framenumber', 'Names and code');
  await expect(conversion.node(conversion.target, 'openticket')).toBeVisible();
  await conversion.node(conversion.target, 'openticket').click();
  await expect(page).toHaveURL(/side=target/);
});

test('what is not found is told', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.find('Source', 'nothing is called so');
  await expect(page.getByText('No object matches.')).toBeVisible();
});

test('objects with action items are filtered', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.filter('Source', 'With action items');
  await expect(conversion.node(conversion.source, 'CloseTicket')).toBeVisible();
});

test('objects are filtered by their proof', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.filter('Source', 'Proof: Created');
  await expect(conversion.node(conversion.source, 'Ticket')).toBeVisible();
  await conversion.filter('Source', 'Proof: Equal');
  await expect(page.getByText('No object matches.')).toBeVisible();
});

test('target objects that are not applied are filtered', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.filter('Target', 'Not applied');
  await expect(conversion.node(conversion.target, 'ticket')).toBeVisible();
  await conversion.filter('Target', 'Edited');
  await expect(page.getByText('No object matches.')).toBeVisible();
});
