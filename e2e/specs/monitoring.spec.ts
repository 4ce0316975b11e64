import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareProject } from '../pages/prepared-project';
import type { PreparedProject } from '../pages/prepared-project';
import { violations } from './axe';
import { expect, newName, task as test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');
let made: PreparedProject;
test.beforeAll(async () => {
  made = await prepareProject(newName('monitor'), workshop);
});

test('jobs of all projects are listed with progress and duration', async ({ page, shot }) => {
  await page.goto('/jobs');
  const job = page.getByRole('row').filter({ has: page.getByRole('link', { name: made.name }) });
  await expect(job).toHaveCount(2);
  await expect(job.first()).toContainText(/Convert.*Success.*\d+ objects/);
  expect(await violations(page)).toEqual([]);
  await shot('jobs');
});

test('a job that has ended is asked for again', async ({ page }) => {
  await page.goto('/jobs');
  const jobs = page.getByRole('row').filter({ has: page.getByRole('link', { name: made.name }) });
  await expect(jobs).toHaveCount(2);
  await jobs.first().getByRole('radio').check({ force: true });
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('The job was asked for again.')).toBeVisible();
  await expect(jobs).toHaveCount(3);
  await expect(jobs.filter({ hasText: 'Success' })).toHaveCount(3, { timeout: 60_000 });
});

test('jobs are found by their project', async ({ page }) => {
  await page.goto('/jobs');
  await page.getByLabel('Find jobs').fill('no-such-project');
  await page.getByLabel('Find jobs').press('Enter');
  await expect(page.getByText('No matches').first()).toBeVisible();
});

test('a job leads to its log stream', async ({ page, shot }) => {
  await page.goto('/jobs');
  await page.getByRole('row').filter({ has: page.getByRole('link', { name: made.name }) }).filter({ hasText: 'Load metadata' }).getByRole('link', { name: /^Load metadata/ }).click();
  await expect(page).toHaveURL(/log-groups\/.*stream=/);
  await expect(page.getByText(/objects were read from one file/)).toBeVisible();
  await expect(page.getByText('Conversion finished.')).toHaveCount(0);
  await shot('stream');
  await page.getByRole('button', { name: 'All streams' }).click();
  await expect(page.getByText('Conversion finished.').first()).toBeVisible();
});

test('log groups are listed, one a project', async ({ page }) => {
  await page.goto('/log-groups');
  await page.getByLabel('Find log groups').fill(made.name);
  await page.getByLabel('Find log groups').press('Enter');
  await page.getByRole('link', { name: `/ferry/migration-projects/${made.name}` }).click();
  await expect(page.getByRole('heading', { name: 'Log streams' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('log events are filtered by text and level', async ({ page }) => {
  await page.goto(`/log-groups/${made.name}`);
  await page.getByLabel('Find in messages').fill('proved on PostgreSQL');
  await expect(page.getByText('The converted code is proved on').first()).toBeVisible();
  await expect(page.getByText('Conversion finished.')).toHaveCount(0);
});

test('the log is downloaded as text', async ({ page }) => {
  await page.goto(`/log-groups/${made.name}`);
  await expect(page.getByText('Conversion finished.').first()).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('menuitem', { name: 'As text' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${made.name}.log`);
  expect(await readFile(await file.path(), 'utf8')).toMatch(/INFO +converter +Conversion finished\./);
});

test('the live tail brings what is written meanwhile', async ({ page }) => {
  await page.goto(`/log-groups/${made.name}`);
  await page.getByText('Live tail').click();
  await expect(page.getByRole('switch', { name: 'Live tail' }).or(page.getByRole('checkbox', { name: 'Live tail' }))).toBeChecked();
  const other = await page.context().newPage();
  await other.goto(made.screen({ node: made.source('parts') }));
  await other.getByRole('button', { name: 'Source data providers: Actions' }).click();
  await other.getByRole('menuitem', { name: 'Assess' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Assess', exact: true }).click();
  await expect(page.getByText(/Assessment finished|Assessing/).first()).toBeVisible({ timeout: 60_000 });
  await other.close();
});
