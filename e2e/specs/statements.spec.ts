import { join } from 'node:path';
import { prepareProject } from '../pages/prepared-project';
import type { PreparedProject } from '../pages/prepared-project';
import { violations } from './axe';
import { expect, newName, task as test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');
let made: PreparedProject;
test.beforeAll(async () => {
  made = await prepareProject(newName('statements'), workshop);
});

test('ad-hoc SQL is kept under a name, converted and deleted', async ({ page, conversion, shot }) => {
  await page.goto(`/migration-projects/${made.name}?tab=query`);
  await page.locator('.cm-content').first().fill('SELECT TOP 5 * FROM repair.Ticket');
  await page.getByRole('button', { name: 'Keep as statement' }).click();
  const dialog = page.getByRole('dialog', { name: 'Keep as statement' });
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(dialog.getByText('Enter a name.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('Name', { exact: true }).fill('FirstTickets');
  await dialog.getByRole('button', { name: 'Schema' }).click();
  await page.getByRole('option', { name: 'repair', exact: true }).click();
  await shot('named');
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Open schema conversion' }).click();
  await expect(conversion.jobBar).toBeHidden({ timeout: 60_000 });
  await conversion.walkTo(conversion.source, 'repair', 'Statements', 'FirstTickets');
  await expect(conversion.code).toContainText('SELECT TOP 5');
  await conversion.act('Source', 'Convert');
  await conversion.confirm('Convert');
  await expect(conversion.jobBar).toBeHidden({ timeout: 60_000 });
  await conversion.tab('Target SQL');
  await expect(conversion.code).toContainText('LIMIT 5');
  await shot('converted');
  await conversion.act('Source', 'Delete statement');
  await conversion.confirm('Delete statement');
  await expect(conversion.jobBar).toBeHidden({ timeout: 60_000 });
  await expect(conversion.source.getByRole('treeitem', { name: /^FirstTickets/ })).toHaveCount(0);
});
