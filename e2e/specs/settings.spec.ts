import { join } from 'node:path';
import { expect, newName, test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');

test('the settings of a project are changed and kept', async ({ page, create, project, conversion, shot }) => {
  const name = newName('choices');
  await create.make(name, workshop);
  await project.launch();
  await conversion.node(conversion.source, 'repair').waitFor();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByText('Settings', { exact: true }).first().waitFor();
  await shot('settings');
  await page.getByRole('button', { name: /Target engine version/ }).click();
  await page.getByRole('option', { name: 'PostgreSQL 17' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('The conversion settings are applied').first()).toBeVisible();
  await page.goto(`/migration-projects/${name}/settings`);
  await expect(page.getByRole('button', { name: /Target engine version/ })).toContainText('PostgreSQL 17');
});
