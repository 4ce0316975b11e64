import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Form } from '../pages/forms';
import { violations } from './axe';
import { expect, newName, test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');

test('what a project needs is looked at before it is launched', async ({ page, create, shot }) => {
  test.setTimeout(300_000);
  const name = newName('needs');
  await create.make(name, workshop);
  await page.goto(`/prerequisites?project=${name}`);
  await expect(page.getByText('Everything that this project needs is there.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('table', { name: 'Storage for artifacts' }).getByText('Met', { exact: true })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Source' }).getByText('1 uploaded.')).toBeVisible();
  await page.waitForTimeout(400);
  expect(await violations(page), 'prerequisites').toEqual([]);
  await shot('met');
  // Without its scripts the source has nothing to be read from.
  await page.goto(`/data-providers/${name}-source`);
  await page.getByRole('button', { name: 'Remove workshop.sql' }).click();
  await expect(page.getByText('No scripts')).toBeVisible();
  await page.goto(`/prerequisites?project=${name}`);
  await expect(page.getByText('1 prerequisite is not met')).toBeVisible();
  await expect(page.getByText('Upload the DDL scripts to the data provider.')).toBeVisible();
  await shot('not-met');
});

test('several projects are assessed together, with hours for those who want them', async ({ page, create, project, conversion, shot }) => {
  test.setTimeout(300_000);
  const form = new Form(page);
  const name = newName('many');
  await create.make(name, workshop);
  await project.launch();
  await conversion.node(conversion.source, 'repair').waitFor();
  await conversion.convertAll();
  await expect(page.getByText('Convert: finished').first()).toBeVisible({ timeout: 60_000 });
  await page.goto('/aggregated-assessment');
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  await row.getByRole('checkbox').check({ force: true });
  await expect(page.getByText('1 project, 21 objects')).toBeVisible();
  await page.getByRole('button', { name: '10 %' }).click();
  await page.getByLabel('Also show hours').check({ force: true });
  await form.field('Minutes for one unit').or(page.getByRole('spinbutton', { name: 'Minutes for one unit' })).fill('30');
  await expect(page.getByText(/units, about .* hours/).first()).toBeVisible();
  await page.waitForTimeout(400);
  expect(await violations(page), 'aggregated').toEqual([]);
  await shot('aggregated');
  const download = page.waitForEvent('download');
  await form.press('Download CSV');
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv.split('\r\n')[0]).toContain('Server IP address and port,Name,Database name');
  expect(csv).toContain(name);
});
