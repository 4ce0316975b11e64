import { join } from 'node:path';
import { expect, newName, test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');

test('an instance profile is created, modified and deleted', async ({ page, shot }) => {
  const name = newName('profile');
  await page.goto('/instance-profiles');
  await page.getByRole('link', { name: 'Create instance profile' }).first().click();
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByText('Create instance profile').first().waitFor();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByLabel('Dual-stack mode').check();
  await shot('create');
  await page.getByRole('button', { name: 'Create instance profile' }).click();
  await page.waitForURL(`**/instance-profiles/${name}`);
  await expect(page.getByText('Dual-stack mode')).toBeVisible();
  await shot('details');
  await page.getByRole('link', { name: 'Modify' }).click();
  await page.getByLabel(/^Description/).fill('For the tests');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.waitForURL(`**/instance-profiles/${name}`);
  await expect(page.getByText('For the tests')).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(`Instance profile ${name} is deleted`, { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
});

test('a data provider is created, takes a script and is deleted', async ({ page, shot }) => {
  const name = newName('provider');
  await page.goto('/create-data-provider');
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByText('Create data provider').first().waitFor();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create data provider' }).click();
  await page.waitForURL(`**/data-providers/${name}`);
  await page.getByRole('button', { name: 'Upload scripts' }).first().click();
  await page.locator('input[type=file]').setInputFiles(workshop);
  await page.getByRole('dialog').getByRole('button', { name: 'Upload scripts' }).click();
  await expect(page.getByRole('cell', { name: 'workshop.sql' })).toBeVisible();
  await shot('details');
  await page.getByRole('button', { name: 'Remove workshop.sql' }).click();
  await expect(page.getByText('No scripts')).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(`Data provider ${name} is deleted`, { exact: true })).toBeVisible();
});

test('what a project uses is not deleted; the list tells when nothing matches', async ({ page, projects, create, shot }) => {
  const name = newName('used');
  await create.make(name, workshop);
  await page.goto(`/data-providers/${name}-source`);
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog').getByText(new RegExp(name))).toHaveCount(2);
  await shot('in-use');
  await projects.open();
  await projects.find('nothing is named so');
  await expect(page.getByText('Nothing matches what you look for.')).toBeVisible();
  await shot('no-match');
  await page.getByRole('button', { name: 'Clear filter', exact: true }).click();
  await expect(projects.row(name)).toBeVisible();
  await page.goto('/migration-projects/there-is-none');
  await expect(page.getByText(/There is no migration project named there-is-none/)).toBeVisible();
});

test('a server that does not answer is told, and asked again', async ({ page, shot }) => {
  await page.route('**/api/dms', (route) => route.abort());
  await page.goto('/migration-projects');
  await expect(page.getByText('Migration projects could not be loaded')).toBeVisible();
  await shot('failed');
  await page.unroute('**/api/dms');
  await page.getByRole('alert').or(page.locator('main')).getByRole('button', { name: 'Refresh' }).last().click();
  await expect(page.getByText('Migration projects could not be loaded')).toBeHidden();
});
