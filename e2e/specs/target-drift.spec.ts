import { join } from 'node:path';
import { prepareProject } from '../pages/prepared-project';
import { QueryTab } from '../pages/query-tab';
import { violations } from './axe';
import { expect, newName, test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');

test('the target is compared with the converted code before and after it is applied', async ({ page, conversion, shot }) => {
  test.setTimeout(300_000);
  const name = newName('drift');
  const project = await prepareProject(name, workshop);
  const drift = `/migration-projects/${name}?tab=drift`;
  const table = page.getByRole('table', { name: 'Differences' });
  await page.goto(drift);
  await expect(page.getByText('Not compared yet')).toBeVisible();
  await page.getByRole('button', { name: 'Compare with the target' }).click();
  await expect(table.getByText('Missing').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('radio', { name: /^Missing \(\d+\)$/ }).or(page.getByRole('button', { name: /^Missing \(\d+\)$/ })).first()).toBeVisible();
  await page.waitForTimeout(400);
  expect(await violations(page), 'differences').toEqual([]);
  await shot('missing');

  await page.goto(project.screen());
  await conversion.node(conversion.source, 'repair').waitFor();
  await conversion.apply();
  await expect(page.getByText('Apply changes: finished').first()).toBeVisible({ timeout: 60_000 });
  await page.goto(drift);
  await page.getByRole('button', { name: 'Compare with the target' }).click();
  await expect(page.getByText('No differences')).toBeVisible({ timeout: 60_000 });

  // The dialog says what would be done, and how else it could be.
  await page.goto(project.screen());
  await conversion.node(conversion.target, 'Servers').click();
  await conversion.act('Target', 'Apply changes');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/On PostgreSQL [\d.]+: \d+ parts? there already\./)).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByRole('radio', { name: /^Create or replace/ })).toBeChecked();
  await dialog.getByRole('radio', { name: /^Drop and create/ }).check({ force: true });
  await expect(dialog.getByText(/\d+ parts? to drop and create again/)).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Dry run' }).click();
  await expect(dialog.getByRole('table', { name: 'Dry run' }).getByText('Drop and create').first()).toBeVisible();
  await page.waitForTimeout(400);
  expect(await violations(page), 'dry run').toEqual([]);
  await shot('dry-run');
  await conversion.confirm('Apply');
  await expect(page.getByText('Apply changes: finished').first()).toBeVisible({ timeout: 60_000 });

  // What somebody made on the target stands in its tree when that was looked at again.
  const query = new QueryTab(page);
  await query.open(name);
  await query.allowChanges();
  await query.run('CREATE TABLE repair.Scrap (ScrapId int)');
  await page.goto(project.screen());
  await conversion.act('Target', 'Refresh from database');
  await conversion.confirm('Refresh');
  await expect(page.getByText('Load metadata: finished').first()).toBeVisible({ timeout: 60_000 });
  await conversion.filter('Target', 'On the target only');
  const scrap = conversion.node(conversion.target, 'scrap');
  await expect(scrap).toBeVisible();
  await scrap.click();
  await expect(conversion.code.getByText(/^This stands on the target and was not converted\./)).toBeVisible();
  await expect(conversion.code.getByTestId('proof-badge')).toHaveText('StatusOn the target only');
  await conversion.code.getByRole('tab', { name: 'Related objects' }).click();
  await expect(conversion.code.getByRole('alert')).toHaveCount(0);
  await conversion.code.getByRole('tab', { name: 'Target SQL' }).click();
  await page.waitForTimeout(400);
  expect(await violations(page), 'what only the target has').toEqual([]);
  await shot('on-the-target-only');

  await page.goto(drift);
  await page.getByRole('tab', { name: 'AWS access' }).click();
  await expect(page.getByText('Nothing of AWS is used')).toBeVisible();
  await page.waitForTimeout(400);
  expect(await violations(page), 'AWS access').toEqual([]);
});
